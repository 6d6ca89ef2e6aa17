"""The commands about models."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from app.paths import Paths
from app.settings import Settings, load_settings, save_settings
from mkt_model.config import load_config, save_config
from tests.cli.conftest import answer, run
from tests.conftest import MINI


def test_models(paths: Paths):
    here = {row["name"]: row for row in answer("model", "list", "--json")}
    assert here["colours"]["in_use"]
    assert here["mkt-mini"]["installed"]
    assert not here["ViT-B-16-SigLIP2-256"]["installed"]
    assert answer("model", "info", "--json")["name"] == "colours"
    run("model", "use", "mkt-mini")
    assert answer("model", "info", "--json")["name"] == "mkt-mini"
    assert "there is no model 'x'" in run("model", "use", "x", code=2).stderr
    assert "not in the catalogue" in run("model", "fetch", "x", code=2).stderr


def test_a_trained_model_is_added(paths: Paths, tmp_path: Path):
    trained = tmp_path / "trained"
    shutil.copytree(MINI, trained)
    config = load_config(trained)
    save_config(dataclasses.replace(config, name="mine"), trained)

    assert "mkt-tagger model use mine" in run("model", "add", trained).stdout

    assert answer("model", "list", "--json")
    assert run("model", "use", "mine")
    assert "there is a model 'mine' already" in run("model", "add", trained, code=2).stderr
    save_config(dataclasses.replace(config, name="cut"), trained)
    (trained / "text.safetensors").write_bytes(b"cut short")
    assert (
        "text.safetensors is missing or not the file" in run("model", "add", trained, code=2).stderr
    )
    assert not (paths.models / "cut").exists()


def test_each_model_has_features_of_its_own(photos: Path, paths: Paths):
    run("index", photos)
    files = [f.name for f in paths.features.iterdir()]
    assert files == [answer("model", "info", "--json")["model_id"] + ".features"]


@pytest.mark.parametrize(
    ("file", "command"), [("text.safetensors", "search"), ("image.safetensors", "index")]
)
def test_a_damaged_model_is_told(
    photos: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch, file: str, command: str
):
    monkeypatch.undo()
    monkeypatch.setenv("MKT_TAGGER_HOME", str(paths.data.parent))
    shutil.copytree(MINI, paths.models / "broken")
    weights = paths.models / "broken" / file
    weights.write_bytes(weights.read_bytes()[:1000])
    run("model", "use", "broken")
    argument = photos if command == "index" else "dog"
    assert f"model mkt-mini cannot be used: {weights}" in run(command, argument, code=2).stderr
    assert str(weights) in str(answer("doctor", "--json", code=2)["problems"])


def test_another_model_changes_no_other_setting(paths: Paths):
    chosen = Settings("colours", batch=8, theme="dark", language="de", thumbnail_mb=5)
    save_settings(chosen, paths.settings)
    run("model", "use", "mkt-mini")
    assert load_settings(paths.settings) == dataclasses.replace(chosen, model="mkt-mini")
