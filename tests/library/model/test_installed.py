"""Which models are here: the user's own before those that ship with the program."""

import shutil
from pathlib import Path

import pytest

from app.library.model.encoder import ModelError
from app.library.model.installed import Models, describe
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import MINI


def test_the_shipped_and_the_users_own(paths: Paths, colour_encoder: ColourEncoder):
    models = Models(paths)
    assert list(models.installed()) == ["colours", "mkt-mini"]
    assert models.info("mkt-mini").folder == MINI
    assert models.info("colours").folder == paths.models / "colours"
    with pytest.raises(ModelError, match="there is no model 'gone'"):
        models.info("gone")


def test_the_list_says_what_is_here_and_what_can_be_fetched(
    paths: Paths, colour_encoder: ColourEncoder
):
    listed = {facts["name"]: facts for facts in Models(paths).listed("colours")}
    assert [name for name, facts in listed.items() if facts["installed"]] == ["colours", "mkt-mini"]
    assert [name for name, facts in listed.items() if facts["in_use"]] == ["colours"]
    assert [name for name, facts in listed.items() if facts["shipped"]] == ["mkt-mini"]
    assert listed["mkt-mini"]["about"].index("## Figures") < 2000
    assert not listed["ViT-B-16"]["installed"]
    assert listed["ViT-B-16"]["vram_gb"]


def test_a_model_is_added_whole_or_not_at_all(paths: Paths, tmp_path: Path):
    source = shutil.copytree(MINI, tmp_path / "mine")
    config = source / "config.json"
    config.write_text(config.read_text().replace('"name": "mkt-mini"', '"name": "mine"'))
    models = Models(paths)
    weights = max(source.iterdir(), key=lambda file: file.stat().st_size)
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    with pytest.raises(ModelError, match="is missing or not the file"):
        models.add(source)
    assert not paths.models.exists() or not list(paths.models.iterdir())
    weights.write_bytes(whole)
    assert models.add(source) == paths.models / "mine"
    assert describe(paths.models / "mine").name == "mine"
    with pytest.raises(ModelError, match="there is a model 'mine' already"):
        models.add(source)


def test_a_folder_that_is_no_model(paths: Paths, tmp_path: Path):
    with pytest.raises(ModelError, match="cannot be read"):
        Models(paths).add(tmp_path)
