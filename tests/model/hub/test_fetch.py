"""Fetching a model from a hub, all on 127.0.0.1: the real path, broken, resumed and refused."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from mkt_model.config import load_config
from mkt_model.hub.catalogue import CATALOGUE
from mkt_model.hub.fetch import DownloadError, _is_whole, fetch
from mkt_model.load import load
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
from mkt_model.hub.catalogue import CATALOGUE
from mkt_model.hub.fetch import DownloadError, fetch
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
        env={**os.environ, **settings},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


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


@pytest.mark.slow
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


def test_siglip_comes_with_its_tokenizer(serve, tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)  # not a dependency
    model_cfg = siglip()
    reference = make_model(model_cfg)
    source = save_model(
        reference,
        model_cfg,
        tmp_path / "source",
        mean=[0.5] * 3,
        std=[0.5] * 3,
        interpolation="bicubic",
        resize_mode="squash",
    )
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
    assert _is_whole(folder)


def test_a_model_of_an_unknown_kind_is_refused_before_its_weights(clip, serve, tmp_path: Path):
    files = {**clip[1], f"{CLIP_REPOSITORY}/open_clip_config.json": b'{"model_cfg": {}}'}
    server = serve(files)
    with pytest.raises(DownloadError, match="no model of a known kind"):
        fetch(CLIP, tmp_path)
    assert server.ranges(WEIGHTS) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / ".partial").write_text("a file is in the way")
    with pytest.raises(DownloadError, match=r"cannot write to .*partial"):
        fetch(CLIP, tmp_path)
