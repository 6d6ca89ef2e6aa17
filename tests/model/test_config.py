"""Model configuration: strict about keys and types, and the model id hangs on all that matters."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from mkt_model.config import (
    ConfigError,
    ModelConfig,
    Preprocess,
    from_mapping,
    load_config,
    model_id,
    save_config,
)

CONFIG = ModelConfig(
    "m",
    "mini",
    "net",
    32,
    9,
    2,
    Preprocess(8, "squash", (0, 0, 0), (1, 1, 1)),
    files={"image": "abc"},
)


def test_a_saved_config_is_the_same_when_loaded(tmp_path: Path):
    save_config(CONFIG, tmp_path)
    assert load_config(tmp_path) == CONFIG


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dimm": 3}, "unknown key 'dimm'; known: architecture"),
        ({"dim": "32"}, "dim: '32' is not of type int"),
        ({"dim": True}, "dim: True is not of type int"),
        ({"normalise": 1}, "normalise: 1 is not of type bool"),
        ({"comparison": "magic"}, "comparison: 'magic'"),
        ({"preprocess": {"size": 8}}, "missing key preprocess.'mean'"),
        ({"templates": "{}"}, "templates: '{}'"),
        ({"files": {"image": 3}}, "files.image: 3 is not of type str"),
    ],
)
def test_wrong_keys_and_types_are_named(change: dict, message: str):
    values = json.loads(json.dumps(asdict(CONFIG))) | change
    with pytest.raises(ConfigError, match=message.replace("{", r"\{")):
        from_mapping(ModelConfig, values)


def test_whole_numbers_pass_as_floats():
    values = asdict(CONFIG) | {"local_weight": 1}
    assert from_mapping(ModelConfig, values).local_weight == 1.0


def test_a_damaged_file_is_named(tmp_path: Path):
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ConfigError, match=r"config.json"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    "other",
    [
        replace(CONFIG, files={"image": "abd"}),
        replace(CONFIG, templates=("a {}",)),
        replace(CONFIG, preprocess=replace(CONFIG.preprocess, size=9)),
    ],
)
def test_the_model_id_changes_with_what_changes_numbers(other: ModelConfig):
    assert model_id(other, ["a"]) != model_id(CONFIG, ["a"])


def test_the_model_id_hangs_on_the_background_and_not_on_the_title():
    assert model_id(CONFIG, ["a", "b"]) != model_id(CONFIG, ["a"])
    assert model_id(replace(CONFIG, title="x", licence="y"), ["a"]) == model_id(CONFIG, ["a"])
