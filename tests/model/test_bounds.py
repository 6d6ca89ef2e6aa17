"""A model folder may come from anywhere: no value in it does harm, and what is wrong is named."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from mkt_model.bounds import LARGEST_JSON, is_plain_name, read_json
from mkt_model.config import CONFIG_FILE, ConfigError, load_config, save_config
from mkt_model.openclip.folder import MODEL_FILE, read_model_cfg, skeleton
from mkt_model.tensor_files import CheckpointError
from tests.model.openclip.tiny_open_clip import siglip, vit
from tests.model.test_config import CONFIG

WRONG = {
    "dim": [0, -1, 10**9, 10**400],
    "patches": [0, 10**9],
    "top_k": [0],
    "tokens": [0, 10**6],
    "hidden": [-1, 10**9],
    "local_weight": [-0.1, 2, float("nan"), float("inf")],
    "confidence_slope": [1e7, float("nan")],
    "confidence_half": [float("inf"), -(10**400)],
    "name": ["", ".", "..", "../other", "a/b", "C:x", "a\nb", "\ud800", "x" * 300],
    "title": ["a\nb", "\x1b[2J", "x" * 300],
    "licence": ["a\tb"],
    "architecture": ["hf-hub:someone/something", "local-dir:/tmp", "../x", "a b"],
    "templates": [["no place"], ["{:9999999999}"], ["{} {0.__class__}"], [], ["{}" + "x" * 300]],
    "files": [{"/etc/hostname": ""}, {"../..": ""}, {"": ""}, {"a\\b": ""}, {".": ""}],
}
CASES = [(key, value) for key, values in WRONG.items() for value in values]


@pytest.mark.parametrize(("key", "value"), CASES, ids=lambda v: repr(v)[:30])
def test_a_value_out_of_bounds_is_named(tmp_path: Path, key: str, value: object):
    (tmp_path / CONFIG_FILE).write_text(json.dumps({**asdict(CONFIG), key: value}))
    with pytest.raises(ConfigError, match=rf"config\.json: {key}: "):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"), [("size", 10**6), ("mean", [0, 0, 1e300]), ("std", [0, 1, 1])]
)
def test_so_is_one_of_how_a_photo_is_prepared(tmp_path: Path, key: str, value: object):
    values = asdict(CONFIG)
    values["preprocess"][key] = value
    (tmp_path / CONFIG_FILE).write_text(json.dumps(values))
    with pytest.raises(ConfigError, match=f"{key}: "):
        load_config(tmp_path)


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"\xff\xfe\x00", b"[]", b"9" * 5000, b" " * LARGEST_JSON + b"{}"]
)
def test_a_file_that_is_no_small_object(tmp_path: Path, content: bytes):
    (tmp_path / CONFIG_FILE).write_bytes(content)
    with pytest.raises(ConfigError, match=r"config\.json"):
        load_config(tmp_path)


def test_what_the_program_writes_is_in_bounds(tmp_path: Path):
    save_config(CONFIG, tmp_path)
    assert load_config(tmp_path) == CONFIG
    assert read_json(tmp_path / CONFIG_FILE)["name"] == CONFIG.name


def test_plain_names():
    assert all(map(is_plain_name, ("image.safetensors", "my model", "모델", "ViT-B-16")))
    assert not any(map(is_plain_name, ("", ".hidden", "a/b", "a\\b", "c:d", "a\x00", "..")))


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        (None, "embed_dim", 10**9),
        ("vision_cfg", "layers", 10**7),
        ("vision_cfg", "image_size", [10**6, 10**6]),
        ("vision_cfg", "patch_size", 0),
        ("vision_cfg", "attn_pooler_queries", 10**9),
        ("text_cfg", "context_length", 10**6),
        ("text_cfg", "vocab_size", 10**12),
        ("text_cfg", "width", float("nan")),
        ("text_cfg", "tokenizer_kwargs", {"bpe_path": "/etc/hostname"}),
        ("text_cfg", "hf_model_name", "roberta-base"),
        ("vision_cfg", "timm_model_name", "hf-hub:someone/something"),
        ("vision_cfg", "timm_model_name", "test_vit.hf-hub:x/y"),
        ("vision_cfg", "timm_model_name", ["test_vit"]),
    ],
)
def test_open_clips_own_settings_are_bounded_too(tmp_path: Path, part, key: str, value: object):
    model_cfg = siglip()
    (model_cfg[part] if part else model_cfg)[key] = value
    (tmp_path / MODEL_FILE).write_text(json.dumps({"model_cfg": model_cfg}))
    with pytest.raises(CheckpointError, match=f"{key}|not supported"):
        skeleton(read_model_cfg(tmp_path))


def test_the_models_of_the_catalogue_are_in_bounds(tmp_path: Path):
    import open_clip

    from mkt_model.hub.catalogue import CATALOGUE

    known = [open_clip.get_model_config(entry.architecture) for entry in CATALOGUE]
    for model_cfg in [vit(), siglip(), *known]:
        (tmp_path / MODEL_FILE).write_text(json.dumps({"model_cfg": model_cfg}))
        assert read_model_cfg(tmp_path)["embed_dim"] == model_cfg["embed_dim"]


def test_the_hub_is_offline_for_all_but_a_download():
    code = (
        "import mkt_model.openclip.folder, mkt_model.hub.download as hub\n"
        "from huggingface_hub import constants\n"
        "print(constants.HF_HUB_OFFLINE)\n"
        "with hub._online(): print(constants.HF_HUB_OFFLINE)\n"
        "print(constants.HF_HUB_OFFLINE)"
    )
    online = {**os.environ, "HF_HUB_OFFLINE": "0"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=online
    )
    assert run.stdout.split() == ["True", "False", "True"]
