"""A run file says what to train; every mistake in it is named."""

from pathlib import Path

import pytest

from mkt_model.config import ConfigError
from mkt_model.run_files import read_run
from mkt_model.train.settings import ImageStage
from tests.model.mini.test_recipe import RUN


def test_a_run_file(tmp_path: Path):
    text = """
        recipe = "mkt"
        name = "mine"
        model = "models/ViT-B-16"
        data = "photos"
        out = "models/mine"
        [image]
        epochs = 5
    """
    (tmp_path / "run.toml").write_text(text)
    run = read_run(tmp_path / "run.toml")
    assert run.image == ImageStage(epochs=5)
    assert run.prompt is None
    (tmp_path / "run.toml").write_text(text + "speed = 3")
    with pytest.raises(ConfigError, match=r"unknown key image.'speed'"):
        read_run(tmp_path / "run.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RUN + "speed = 3", "unknown key preprocess.'speed'"),
        (RUN.replace("epochs = 2", "epochs = 'two'"), "epochs: 'two' is not of type int"),
        ("recipe = 'mini'\nname = 'no more'", "missing key 'background'"),
        ("recipe = 'none'", "recipe is 'none'; there are"),
        ("=", "run.toml"),
    ],
)
def test_a_wrong_run_file_is_told(tmp_path: Path, text: str, message: str):
    (tmp_path / "run.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_run(tmp_path / "run.toml")
