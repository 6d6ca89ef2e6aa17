"""Fetching a model from a hub, all on 127.0.0.1: the real path, broken, resumed and refused."""

import errno
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from mkt_model.checkpoints import load
from mkt_model.config import load_config
from mkt_model.hub import catalogue
from mkt_model.hub import download as hub
from mkt_model.hub.catalogue import CATALOGUE, DownloadError, fetch
from tests.model.hub.hub_stand_in import Hub
from tests.model.openclip.tiny_open_clip import make_model, save_model, siglip, vit

ENTRIES = {entry.name: entry for entry in CATALOGUE}
CLIP, SIGLIP = ENTRIES["ViT-B-16"], ENTRIES["ViT-B-16-SigLIP2-256"]
CLIP_REPOSITORY = "timm/vit_base_patch16_clip_224.openai"
WEIGHTS, CHUNK = "open_clip_model.safetensors", 10 * 2**20  # huggingface_hub writes by chunks

# transformers is not a dependency, and nothing but 127.0.0.1 may be reached.
FETCH = """
import socket, sys
sys.modules["transformers"] = None
connect = socket.socket.connect
def local_only(self, address):
    assert address[0] == "127.0.0.1", address
    return connect(self, address)
socket.socket.connect = local_only
from pathlib import Path
from mkt_model.hub.catalogue import CATALOGUE, DownloadError, fetch
entry = next(e for e in CATALOGUE if e.name == sys.argv[1])
try:
    print(fetch(entry, Path(sys.argv[2]), lambda *progress: print(*progress, flush=True)))
except DownloadError as error:
    sys.exit(f"error: {error}")
"""


def start_fetching(name: str, models: Path, endpoint: str) -> subprocess.Popen:
    """`fetch` in a process of its own: huggingface_hub reads HF_ENDPOINT when it is imported."""
    settings = {"HF_ENDPOINT": endpoint, "HF_HOME": str(models / "hf"), "NO_PROXY": "127.0.0.1"}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", FETCH, name, str(models)],
        env={**os.environ, **settings}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def wait_for_bytes(folder: Path, size: int) -> None:
    """Until a partial file of the weights has grown to `size`."""
    until = time.monotonic() + 60
    while not any(path.stat().st_size == size for path in folder.glob(f"{WEIGHTS}.*.part")):
        assert time.monotonic() < until
        time.sleep(0.02)


def files_of(repository: str, folder: Path) -> dict[str, bytes]:
    return {f"{repository}/{path.name}": path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory):
    """A CLIP of about 25 MB and its files on the hub, which do not say that it is a quick-gelu."""
    model_cfg = vit(text_width=128)
    model = make_model(model_cfg)
    del model_cfg["quick_gelu"]
    folder = save_model(model, model_cfg, tmp_path_factory.mktemp("clip"), resize_mode="shortest")
    return model, files_of(CLIP_REPOSITORY, folder)


def test_a_killed_and_a_broken_download_go_on_and_the_model_runs_offline(clip, tmp_path: Path):
    reference, files = clip
    with Hub(files) as server:
        server.stalls, server.cuts = True, [CHUNK + 1000]
        with start_fetching(CLIP.name, tmp_path, server.url) as first:
            wait_for_bytes(tmp_path / ".partial" / CLIP.name, CHUNK)
            first.kill()
        assert not (tmp_path / CLIP.name).exists()

        server.stalls, server.cuts = False, [CHUNK + 1000]
        server.go_on.set()
        with start_fetching(CLIP.name, tmp_path, server.url) as second:
            said, errors = second.communicate(timeout=60)
        assert second.returncode == 0, errors
        assert server.ranges(WEIGHTS) == [None, f"bytes={CHUNK}-", f"bytes={2 * CHUNK}-"]
    size = len(files[f"{CLIP_REPOSITORY}/{WEIGHTS}"])
    assert said.splitlines()[-2:] == [f"{WEIGHTS} {size} {size}", str(tmp_path / CLIP.name)]
    assert [path.name for path in tmp_path.iterdir()] == [CLIP.name]

    folder = fetch(CLIP, tmp_path)  # the hub is gone: a whole model needs none
    config = load_config(folder)
    assert (config.preprocess.resize, config.preprocess.size) == ("crop", 32)
    assert config.preprocess.mean == pytest.approx((0.4815, 0.4578, 0.4082), abs=1e-4)
    assert (config.patches, config.top_k, config.comparison) == (16, 1, "standardise")
    model, images = load(folder), torch.randn(2, 3, 32, 32)
    with torch.inference_mode():
        globals_, _ = model.image_tower(images)
        torch.testing.assert_close(globals_, reference.encode_image(images, normalize=True))
    assert model.encode_labels(["a red car", "night"]).shape == (2, config.dim)


def test_offline_it_says_what_to_do(tmp_path: Path):
    with start_fetching(CLIP.name, tmp_path, "http://127.0.0.1:9") as run:
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 1
    assert errors.startswith("error: cannot download http://127.0.0.1:9/timm/")
    assert "Check the internet connection" in errors
    assert errors.count("\n") == 1


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Start a hub with these files and let huggingface_hub in this process use it."""
    from huggingface_hub import close_session, constants

    started: list[Hub] = []
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # else a bar leaves a thread running
    close_session()  # the next one reads NO_PROXY

    def start(files: dict[str, bytes]) -> Hub:
        started.append(Hub(files).__enter__())
        template = started[-1].url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        return started[-1]

    yield start
    close_session()
    for server in started:
        server.__exit__()


def test_siglip_comes_with_its_tokenizer(serve, tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)  # not a dependency
    model_cfg = siglip()
    reference = make_model(model_cfg)
    source = save_model(
        reference, model_cfg, tmp_path / "source",
        mean=[0.5] * 3, std=[0.5] * 3, interpolation="bicubic", resize_mode="squash",
    )  # fmt: skip
    tokenizer = (source / "tokenizer.json").read_bytes()
    files = files_of("timm/ViT-B-16-SigLIP2-256", source)
    serve({**files, "timm/tiny-siglip/tokenizer.json": tokenizer})
    folder = fetch(SIGLIP, tmp_path / "models")
    config = load_config(folder)
    assert sorted(config.files) == ["open_clip_config.json", WEIGHTS, "tokenizer.json"]
    assert (config.preprocess.resize, config.preprocess.size) == ("squash", 160)
    assert (config.patches, config.top_k, config.licence) == (100, 9, "Apache-2.0")
    model = load(folder)
    ids = model.text_tower.tokenize(["night"])
    with torch.inference_mode():
        expected = reference.encode_text(ids, normalize=True)
        torch.testing.assert_close(model.text_tower.encode(["night"]), expected)


def test_a_damaged_file_is_fetched_again(clip, serve, tmp_path: Path):
    server = serve(clip[1])
    folder = fetch(CLIP, tmp_path)
    (folder / WEIGHTS).write_bytes(b"damaged")
    fetch(CLIP, tmp_path)
    assert server.ranges(WEIGHTS) == [None, None]
    assert catalogue._is_whole(folder)


def test_a_model_of_an_unknown_kind_is_refused_before_its_weights(clip, serve, tmp_path: Path):
    files = {**clip[1], f"{CLIP_REPOSITORY}/open_clip_config.json": b'{"model_cfg": {}}'}
    server = serve(files)
    with pytest.raises(DownloadError, match="no model of a known kind"):
        fetch(CLIP, tmp_path)
    assert server.ranges(WEIGHTS) == []


def test_a_missing_file_is_named(serve, tmp_path: Path):
    serve({})
    with pytest.raises(DownloadError, match="answered 404 for .*/a/b/resolve/main/c.bin"):
        hub.download("a/b", "c.bin", tmp_path)


def test_what_arrives_damaged_is_not_kept(serve, tmp_path: Path, monkeypatch):
    serve({"a/b/c.bin": bytes(2_000_000)})
    monkeypatch.setattr(hub, "file_digest", lambda path: hashlib.sha256(b"other").hexdigest())
    with pytest.raises(DownloadError, match="damaged on the way"):
        hub.download("a/b", "c.bin", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_start_of_another_version_is_not_continued(serve, tmp_path: Path):
    content = bytes(range(256)) * 8000
    server = serve({"a/b/c.bin": content})
    (tmp_path / "c.bin.0123456789ab.part").write_bytes(b"older")
    assert hub.download("a/b", "c.bin", tmp_path).read_bytes() == content
    assert server.ranges("c.bin") == [None]
    assert [path.name for path in tmp_path.iterdir()] == ["c.bin"]


def test_a_disk_without_room_is_noticed_before_the_download(serve, tmp_path: Path, monkeypatch):
    server = serve({"a/b/c.bin": bytes(2_000_000)})
    monkeypatch.setattr(hub.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(DownloadError, match="not enough room in .*make room"):
        hub.download("a/b", "c.bin", tmp_path)
    assert server.ranges("c.bin") == []


def test_a_disk_that_fills_up_is_said_plainly(serve, tmp_path: Path):
    serve({"a/b/c.bin": bytes(2_000_000)})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DownloadError, match="the disk is full; make room"):
        hub.download("a/b", "c.bin", tmp_path, full)


def test_the_one_who_listens_can_stop_the_download(serve, tmp_path: Path):
    serve({"a/b/c.bin": bytes(2_000_000)})

    def stop(*_: object) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        hub.download("a/b", "c.bin", tmp_path, stop)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / ".partial").write_text("a file is in the way")
    with pytest.raises(DownloadError, match="cannot write to .*partial"):
        fetch(CLIP, tmp_path)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_open_clip_knows_every_entry_and_its_size(entry):
    import open_clip

    from mkt_model.openclip.folder import skeleton

    assert open_clip.get_pretrained_cfg(entry.architecture, entry.pretrained)["hf_hub"]
    model = skeleton(open_clip.get_model_config(entry.architecture))
    parameters = sum(value.numel() for value in model.parameters())
    assert round(parameters / 1e6) == entry.million_parameters
    assert 4 * parameters <= entry.download_bytes <= 4 * parameters + 36_000_000


def test_reading_the_catalogue_is_light():
    code = "import sys, mkt_model.hub.catalogue; print({'torch', 'open_clip'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
