"""mkt-mini as the app runs it, on this machine's CPU."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from mkt_model.infer import DeviceError, Inference, cpu_computes_bfloat16, pick_device
from mkt_model.towers.text import encode_labels
from tests.conftest import DEMO, MINI

WORDS = ["dog", "mountain", "cup", "rocket", "clock", "cat"]


@pytest.fixture(scope="module")
def inference() -> Inference:
    return Inference(MINI, WORDS, "cpu")


def pixels(inference: Inference, *names: str) -> list[np.ndarray]:
    return [inference.prepare(Image.open(DEMO / f"{n}.jpg").convert("RGB")) for n in names]


def test_features_have_the_stored_shape(inference: Inference):
    encoded = inference.encode_images(
        pixels(inference, "ginger-kitten", "castle-on-a-hill", "red-crab")
    )
    config = inference.model.config
    assert encoded.vectors.shape == (3, 1 + config.tokens, config.dim)
    assert encoded.vectors.dtype == np.int8
    assert encoded.scales.shape == (3, 1 + config.tokens)
    assert encoded.counts.sum(1).tolist() == [config.patches] * 3
    assert encoded.background.shape == (3, 2, 3)
    assert np.isfinite(encoded.background).all()


def test_a_photo_is_nearest_to_its_own_word(inference: Inference):
    encoded = inference.encode_images(
        pixels(inference, "ginger-kitten", "castle-on-a-hill", "two-dogs-at-a-window")
    )
    globals_ = encoded.vectors[:, 0] * encoded.scales[:, :1]
    scores = globals_ @ inference.encode_text(["cat", "castle", "dog"]).T
    assert scores.argmax(1).tolist() == [0, 1, 2]


def test_background_statistics_are_those_of_the_scores(inference: Inference):
    encoded = inference.encode_images(pixels(inference, "ginger-kitten"))
    scores = (encoded.vectors[0, 0] * encoded.scales[0, 0]) @ inference.encode_text(WORDS).T
    expected = [scores.mean(), scores.std(), np.linalg.norm(scores)]
    np.testing.assert_allclose(encoded.background[0, 0], expected, rtol=0.05)


def test_a_small_batch_gives_the_same_features(inference: Inference):
    photos = pixels(inference, "ginger-kitten", "castle-on-a-hill", "red-crab")
    one_by_one = Inference(MINI, WORDS, "cpu", batch=1).encode_images(photos)
    together = inference.encode_images(photos)
    np.testing.assert_allclose(
        one_by_one.vectors[:, 0] * one_by_one.scales[:, :1],
        together.vectors[:, 0] * together.scales[:, :1],
        atol=0.01,
    )


def test_out_of_memory_halves_the_batch_and_goes_on(monkeypatch: pytest.MonkeyPatch):
    inference = Inference(MINI, WORDS, "cpu", batch=4)
    whole, sizes = inference._encode, []

    def small_gpu(photos: torch.Tensor) -> tuple:
        sizes.append(len(photos))
        if len(photos) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(photos)

    monkeypatch.setattr(inference, "_encode", small_gpu)
    encoded = inference.encode_images(pixels(inference, "ginger-kitten", "castle-on-a-hill"))
    assert len(encoded.vectors) == 2
    assert sizes == [2, 2, 1, 1]
    assert inference.batch_size == 1


def test_no_memory_for_one_photo_is_told(monkeypatch: pytest.MonkeyPatch):
    inference = Inference(MINI, WORDS, "cpu", batch=1)

    def no_memory(_: torch.Tensor) -> tuple:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(inference, "_encode", no_memory)
    with pytest.raises(DeviceError, match="use --device cpu"):
        inference.encode_images(pixels(inference, "ginger-kitten"))


@pytest.mark.skipif(torch.cuda.is_available(), reason="CUDA is here")
def test_a_device_that_is_not_there():
    with pytest.raises(DeviceError, match="there is no cuda device here"):
        pick_device("cuda")


def test_prompt_templates_are_averaged_at_unit_length(inference: Inference):
    tower = inference.model.text_tower
    with torch.inference_mode():
        both = encode_labels(tower, ["dog"], ["{}", "a photo of a {}"])[0]
        first, second = tower.encode(["dog", "a photo of a dog"])
    torch.testing.assert_close(both, torch.nn.functional.normalize(first + second, dim=0))


def test_the_text_tower_is_all_minilm(inference: Inference):
    """The first numbers of sentence-transformers' own embedding of this text (int8 here)."""
    with torch.inference_mode():
        embedding = inference.model.text_tower.sentences(["a dog on the beach"])[0]
    expected = torch.tensor([-0.0019, -0.0011, 0.0684, -0.0143, 0.0239])
    torch.testing.assert_close(embedding[:5], expected, atol=0.01, rtol=0)


@pytest.mark.parametrize(
    ("use", "absent"),
    [
        ("encode_text(['dog'])", {"open_clip", "timm", "torchvision", "transformers"}),
        ("encode_images([numpy.zeros((260, 260, 3), 'uint8')])", {"open_clip", "transformers"}),
    ],
)
@pytest.mark.slow
def test_what_is_not_needed_is_not_imported(use: str, absent: set[str]):
    code = (
        "import sys, numpy; from pathlib import Path; from mkt_model.infer import Inference;"
        f"Inference(Path({str(MINI)!r}), ['dog'], 'cpu').{use};"
        f"print(*sorted({absent!r} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_bfloat16_only_where_the_cpu_computes_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)
    for native in (True, False):
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda native=native: native)
        assert cpu_computes_bfloat16() == native
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert not cpu_computes_bfloat16()


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_cuda_gives_the_features_of_the_cpu(inference: Inference):
    photos = pixels(inference, "ginger-kitten", "castle-on-a-hill", "red-crab")
    gpu = Inference(MINI, WORDS, "cuda")
    assert gpu.batch_size > 1
    ours, theirs = gpu.encode_images(photos), inference.encode_images(photos)
    for row in range(3):
        a = ours.vectors[row, 0] * ours.scales[row, 0]
        b = theirs.vectors[row, 0] * theirs.scales[row, 0]
        assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > 0.99


def test_the_model_folder_is_small():
    assert sum(f.stat().st_size for f in Path(MINI).iterdir()) < 45_000_000
