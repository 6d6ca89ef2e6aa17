"""open_clip's models as MKT towers: the same embeddings, and patches beside them."""

import dataclasses
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from mkt_model.config import save_config
from mkt_model.infer import Inference
from mkt_model.load import load
from mkt_model.openclip.folder import read_weights
from mkt_model.openclip.towers import image_tower, text_tower
from mkt_model.tensor_files import CheckpointError
from tests.model.openclip.tiny_open_clip import make_config, make_model, save_model, siglip, vit

KINDS = {"vit": (vit, 16), "siglip": (siglip, 100)}
LABELS = ["a photo of a red car", "night", "car"]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest):
    return request.param


@pytest.fixture
def saved(kind: str, tmp_path: Path):
    """A folder with config.json, open_clip's own model of it, and the config."""
    make, patches = KINDS[kind]
    model_cfg = make()
    model = make_model(model_cfg)
    folder = save_model(model, model_cfg, tmp_path / "model")
    config = make_config(model_cfg, patches, normalise=False)
    save_config(config, folder)
    return folder, model, config


def pixels(config) -> torch.Tensor:
    return torch.randn(2, 3, config.preprocess.size, config.preprocess.size)


@torch.inference_mode()
def test_embeddings_are_open_clips_own(saved):
    folder, reference, config = saved
    images = pixels(config)
    globals_, patches = image_tower(folder, config)(images)
    torch.testing.assert_close(globals_, reference.encode_image(images))
    assert patches.shape == (2, config.patches, config.dim)

    tower = text_tower(folder, config)
    texts = tower.encode(LABELS)
    torch.testing.assert_close(texts, reference.encode_text(tower.tokenize(LABELS)))
    assert tower.encode([]).shape == (0, config.dim)


@torch.inference_mode()
def test_normalised_embeddings_have_length_one(saved):
    folder, _, config = saved
    config = dataclasses.replace(config, normalise=True)
    globals_, patches = image_tower(folder, config)(pixels(config))
    for embeddings in (globals_, patches, text_tower(folder, config).encode(LABELS)):
        torch.testing.assert_close(embeddings.norm(dim=-1), torch.ones(embeddings.shape[:-1]))


@torch.inference_mode()
@pytest.mark.parametrize("kind", ["vit"], indirect=True)
def test_plain_patches_share_the_global_tokens_projection(saved):
    folder, reference, config = saved
    images = pixels(config)
    reference.visual.output_tokens = True
    _, tokens = reference.visual(images)  # after ln_post
    _, patches = image_tower(folder, config)(images)
    torch.testing.assert_close(patches, tokens @ reference.visual.proj)


@torch.inference_mode()
@pytest.mark.parametrize("kind", ["vit"], indirect=True)
def test_value_patches_are_the_last_block_attending_to_each_patch_alone(saved):
    folder, reference, config = saved
    images = pixels(config)
    _, patches = image_tower(folder, dataclasses.replace(config, patch_path="value"))(images)

    visual, block = reference.visual, reference.visual.transformer.resblocks[-1]
    tokens = visual.forward_intermediates(images, indices=[1], output_fmt="NLC")
    tokens = block.ln_1(tokens["image_intermediates"][0]).flatten(0, 1).unsqueeze(1)  # (B P, 1, W)
    alone = block.attn(tokens, tokens, tokens, need_weights=False)[0].view(2, 16, -1)
    torch.testing.assert_close(patches, visual.ln_post(alone) @ visual.proj)
    _, plain = image_tower(folder, config)(images)
    assert not torch.allclose(patches, plain, atol=1e-3)


@torch.inference_mode()
@pytest.mark.parametrize("kind", ["siglip"], indirect=True)
def test_a_photo_of_equal_patches_has_its_global_embedding_everywhere(saved):
    folder, _, config = saved
    tower = image_tower(folder, config)
    tokens = torch.randn(2, 1, 64).expand(2, 1 + 100, 64)  # (B, 1 + P, W): test_vit's class token
    globals_, patches = tower.embed(tokens)
    torch.testing.assert_close(patches, globals_.unsqueeze(1).expand_as(patches))


@pytest.mark.parametrize("kind", ["siglip"], indirect=True)
def test_siglip_texts_are_cleaned_ended_and_padded(saved):
    folder, _, config = saved
    ids = text_tower(folder, config).tokenize(["A red_car!", " ".join(["night"] * 20), ""])
    assert ids.tolist() == [[4, 7, 8, 1, 0, 0, 0, 0], [9] * 7 + [1], [1] + [0] * 7]


@pytest.mark.parametrize("kind", ["vit"], indirect=True)
def test_quick_gelu_is_respected(saved, tmp_path: Path):
    folder, reference, config = saved
    images = pixels(config)
    plain = save_model(reference, {**vit(), "quick_gelu": False}, tmp_path / "plain")
    with torch.inference_mode():
        quick, slow = (image_tower(f, config)(images)[0] for f in (folder, plain))
    assert not torch.allclose(quick, slow)


def test_templates_are_averaged_after_normalisation(saved):
    folder, _, config = saved
    templates = ("{}", "a photo of {}")
    save_config(dataclasses.replace(config, templates=templates), folder)
    model = load(folder)
    each = [
        functional.normalize(model.text_tower.encode([t.format("car")]), dim=-1) for t in templates
    ]
    expected = functional.normalize((each[0] + each[1]) / 2, dim=-1)
    torch.testing.assert_close(model.encode_labels(["car"]), expected)


def test_a_folder_runs_like_any_other_model(saved):
    folder, _, config = saved
    inference = Inference(folder, LABELS, "cpu")
    size = config.preprocess.size
    encoded = inference.encode_images([torch.zeros(size, size, 3, dtype=torch.uint8).numpy()] * 2)
    assert encoded.vectors.shape == (2, 1 + config.tokens, config.dim)
    assert inference.encode_text(LABELS).shape == (3, config.dim)


def test_a_typed_label_reads_no_weights_of_the_image_tower(saved, monkeypatch):
    folder, _, _ = saved
    read: list[str] = []

    def noted(*arguments):
        weights = read_weights(*arguments)
        read.extend(weights)
        return weights

    monkeypatch.setattr("mkt_model.openclip.towers.read_weights", noted)
    model = load(folder)
    model.encode_labels(["car"])
    assert read
    assert not [name for name in read if name.startswith("visual.")]


@pytest.mark.parametrize("kind", ["vit"], indirect=True)
@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("open_clip_config.json", b"{", "open_clip_config.json cannot be read"),
        ("open_clip_config.json", b"[]", "open_clip_config.json cannot be read"),
        ("open_clip_model.safetensors", b"\x00" * 20, "open_clip_model.safetensors cannot be read"),
        ("open_clip_model.safetensors", None, "open_clip_model.safetensors cannot be read"),
    ],
)
def test_damage_is_named(saved, file: str, content: bytes | None, says: str):
    folder, _, _ = saved
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(CheckpointError, match=says):
        _ = load(folder).image_tower


def test_weights_of_another_model_are_refused(saved, kind: str):
    folder, _, config = saved
    other_cfg = {**KINDS[kind][0]()}
    other_cfg["text_cfg"] = {**other_cfg["text_cfg"], "layers": 2}
    save_model(make_model(other_cfg), KINDS[kind][0](), folder)
    with pytest.raises(CheckpointError, match="resblocks"):
        text_tower(folder, config)


def test_what_would_need_a_hub_is_refused(saved):
    folder, _, config = saved
    model_cfg = siglip()
    model_cfg["vision_cfg"]["timm_model_name"] = "hf-hub:someone/something"
    save_model(torch.nn.Linear(1, 1), model_cfg, folder)
    with pytest.raises(CheckpointError, match="not supported"):
        image_tower(folder, config)


@pytest.mark.parametrize("kind", ["siglip"], indirect=True)
@pytest.mark.parametrize("content", [None, "{}", "not a tokenizer"])
def test_a_missing_or_damaged_tokenizer_is_named(saved, content: str | None):
    folder, _, config = saved
    (folder / "tokenizer.json").unlink()
    if content is not None:
        (folder / "tokenizer.json").write_text(content)
    with pytest.raises(CheckpointError, match=r"tokenizer.json"):
        text_tower(folder, config)
