"""A model folder is loaded when it is used, and what is wrong with it is named."""

import shutil
from pathlib import Path

import pytest

from mkt_model.load import load
from mkt_model.tensor_files import CheckpointError
from mkt_model.towers.mini_image import IMAGE_FILE, make_backbone
from mkt_model.towers.mini_text import TEXT_FILE
from tests.conftest import MINI


@pytest.mark.parametrize("name", [IMAGE_FILE, TEXT_FILE, "tokenizer.json"])
def test_a_model_folder_without_a_file(tmp_path: Path, name: str):
    shutil.copytree(MINI, tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    model = load(tmp_path / "model")
    with pytest.raises(CheckpointError, match=name):
        _ = model.text_tower, model.image_tower


def test_a_damaged_tokenizer_is_named(tmp_path: Path):
    shutil.copytree(MINI, tmp_path / "model")
    tokenizer = tmp_path / "model" / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match=r"tokenizer.json is not the file"):
        _ = load(tmp_path / "model").text_tower


def test_a_folder_without_a_model_is_named(tmp_path: Path):
    with pytest.raises(CheckpointError, match="nothing holds no model"):
        load(tmp_path / "nothing")


@pytest.mark.parametrize("architecture", ["resnet18", "no such network"])
def test_a_backbone_of_another_kind_is_named(architecture: str):
    with pytest.raises(CheckpointError, match=f"'{architecture}' is not an EfficientNet"):
        make_backbone(architecture)
