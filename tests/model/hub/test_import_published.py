"""The released weights' formats, against numbers made with the authors' released code."""

import io
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from app.library.library import Library
from app.library.model.encoder import ModelError
from app.library.model.installed import Models
from app.paths import Paths
from mkt_model.hub.import_published import SETTINGS, import_published, read_state
from mkt_model.load import load
from mkt_model.tensor_files import CheckpointError

HERE = Path(__file__).parents[1] / "reference"
FACTS = json.loads((HERE / "expected.json").read_text())


@pytest.fixture(scope="module")
def expected() -> dict[str, np.ndarray]:
    with np.load(HERE / "expected.npz") as arrays:
        return dict(arrays)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A small CLIP and both of MKT's stages, in the formats they are released in.

    What all three share is kept once, and of the 49,408 token embeddings only those the labels use.
    """
    kept, folder = load_file(HERE / "weights.safetensors"), tmp_path_factory.mktemp("released")
    parts = {
        part: {n.partition("/")[2]: v for n, v in kept.items() if n.startswith(part)}
        for part in ("clip/", "image/", "text/")
    }
    clip = parts["clip/"]
    image = {n.removeprefix("visual."): v for n, v in clip.items() if n.startswith("visual.")}
    image = {n: v for n, v in image.items() if n != "proj"} | parts["image/"]
    image |= {f"projection.fc{i}.bias": torch.ones(512) for i in (1, 2)}
    apart = ("visual.", "logit_", *SETTINGS)
    text = {n: v for n, v in clip.items() if not n.startswith(apart)} | parts["text/"]
    for state in (clip, text):
        words = torch.zeros(FACTS["clip"]["vocab_size"], FACTS["clip"]["transformer_width"]).half()
        words[kept["token_ids"]] = state["token_embedding.weight"]
        state["token_embedding.weight"] = words
    text = {f"module.{name}": value for name, value in text.items()}
    files = []
    for name, state in {
        "clip.pt": clip,
        "first_stage.pth": image,
        "second_stage.pth": text,
    }.items():
        torch.save(state, folder / name)
        files.append(folder / name)
    return tuple(files)


@pytest.fixture(scope="module")
def folder(released: tuple[Path, Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "published"
    import_published(*released, folder, faithful=True, top_k=FACTS["topk"])
    return folder


def close(found: torch.Tensor, wanted: np.ndarray, within: float = 1e-4):
    torch.testing.assert_close(found, torch.from_numpy(wanted), rtol=0, atol=within)


@torch.no_grad()
def test_it_reproduces_the_released_code(folder: Path, expected: dict[str, np.ndarray]):
    model = load(folder)

    labels = model.encode_labels(FACTS["labels"])
    globals_, patches = model.image_tower(torch.from_numpy(expected["image"]))
    global_raw, local_raw = model.streams(globals_, patches, labels)

    close(labels, expected["text"])
    close(globals_, expected["glob"])
    close(patches, expected["patch"])
    close(global_raw, expected["global_raw"])
    close(local_raw, expected["local_raw"])
    close(model.score(globals_, patches, labels), expected["score"])


@torch.no_grad()
def test_clip_alone_is_the_teacher(
    released: tuple[Path, Path, Path], tmp_path: Path, expected: dict[str, np.ndarray]
):
    import_published(released[0], None, None, tmp_path / "clip")

    globals_, _ = load(tmp_path / "clip").image_tower(torch.from_numpy(expected["image"]))

    teacher = torch.from_numpy(expected["teacher_global"])
    close(globals_, torch.nn.functional.normalize(teacher, dim=-1).numpy())


@pytest.mark.filterwarnings("ignore:`torch.jit:FutureWarning")  # what OpenAI saved theirs with
def test_weights_inside_a_torchscript_archive(released: tuple[Path, Path, Path], tmp_path: Path):
    class Holder(torch.nn.Module):
        def __init__(self, state: dict[str, torch.Tensor]) -> None:
            super().__init__()
            for name, value in state.items():
                at = self
                *parents, last = name.split(".")
                for parent in parents:
                    if not hasattr(at, parent):
                        at.add_module(parent, torch.nn.Module())
                    at = getattr(at, parent)
                at.register_buffer(last, value)

    torch.jit.script(Holder(read_state(released[0]))).save(tmp_path / "ViT.pt")

    read = read_state(tmp_path / "ViT.pt")

    assert read.keys() == read_state(released[0]).keys()
    torch.testing.assert_close(read, read_state(released[0]))


class RunsCode:
    def __reduce__(self) -> tuple:
        return open, ("hacked.txt", "w")


def test_a_pickle_that_runs_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    torch.save({"weight": RunsCode()}, tmp_path / "bad.pt")
    (tmp_path / "worse.pt").write_bytes(pickle.dumps(RunsCode(), protocol=2))
    for name in ("bad.pt", "worse.pt"):
        with pytest.raises(CheckpointError, match=f"{name} cannot be read as weights"):
            read_state(tmp_path / name)
    assert not (tmp_path / "hacked.txt").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"\x80\x02}q\x00."])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes):
    (tmp_path / "clip.pt").write_bytes(content)
    with pytest.raises(CheckpointError, match=r"clip.pt"):
        import_published(tmp_path / "clip.pt", None, None, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_the_wrong_file_is_named(released: tuple[Path, Path, Path], tmp_path: Path):
    clip, image, text = released
    short = tmp_path / "short.pth"
    state = read_state(image)
    state["ln_post.weight"] = torch.ones(64)
    torch.save(state, short)
    cases = [
        ((clip, text, None), r"second_stage.pth: 'visual\.class_embedding' is missing"),
        ((clip, None, image), r"first_stage.pth: 'class_embedding' is of another model"),
        ((image, None, None), r"first_stage.pth is not a CLIP of OpenAI's with a ViT"),
        ((clip, short, None), r"short.pth: visual.ln_post.weight has shape \(64,\), not \(128,\)"),
    ]
    for files, message in cases:
        with pytest.raises(CheckpointError, match=message):
            import_published(*files, tmp_path / "model")
    assert list(tmp_path.iterdir()) == [short]


def test_safetensors_are_read_too(tmp_path: Path):
    save_file({"module.weight": torch.ones(2)}, tmp_path / "a.safetensors")
    assert list(read_state(tmp_path / "a.safetensors")) == ["weight"]
    whole = (tmp_path / "a.safetensors").read_bytes()
    (tmp_path / "cut.safetensors").write_bytes(whole[:-4])
    with pytest.raises(CheckpointError, match=r"cut.safetensors"):
        read_state(tmp_path / "cut.safetensors")


def test_a_file_of_another_kind_holds_no_weights(tmp_path: Path):
    buffer = io.BytesIO()
    torch.save([1, 2], buffer)
    (tmp_path / "list.pt").write_bytes(buffer.getvalue())
    with pytest.raises(CheckpointError, match=r"list.pt holds no state dict"):
        read_state(tmp_path / "list.pt")


def test_the_program_imports_indexes_and_searches(
    released: tuple[Path, Path, Path], photos: Path, paths: Paths
):
    clip, image, text = released

    Models(paths).import_published("small", clip, image, text, False)

    with Library(paths, "small", "cpu") as library:
        *_, last = library.index([photos])
        assert last.indexed == 6
        assert len(library.photos.ids()) == 6
        assert library.tags.beside(library.photos.get(library.photos.ids())[0]) is not None
    with pytest.raises(ModelError, match="there is a model 'small' already"):
        Models(paths).import_published("small", clip, None, None, False)
    with pytest.raises(ModelError, match="'a/b' cannot be a model's name"):
        Models(paths).import_published("a/b", clip, None, None, False)
    with pytest.raises(ModelError, match=r"second_stage.pth: 'visual"):
        Models(paths).import_published("wrong", clip, text, None, False)
    assert [folder.name for folder in paths.models.iterdir()] == ["small"]
