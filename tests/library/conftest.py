"""A library whose model is the colour encoder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library import encoder as models
from app.library.library import Library
from app.paths import Paths
from mkt_model.config import ModelConfig, Preprocess, save_config
from tests.library.colour_encoder import DIM, TOKENS, TOP_K, ColourEncoder

VOCABULARY = ["red", "green", "blue"]


@pytest.fixture
def colour_encoder(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> ColourEncoder:
    """The model "colours" of this test's home, and what `load` gives for it."""
    config = ModelConfig(
        "colours", "mini", "colours", DIM, 9, TOP_K,
        Preprocess(3, "squash", (0, 0, 0), (1, 1, 1)), tokens=TOKENS,
    )  # fmt: skip
    folder = paths.models / "colours"
    folder.mkdir(parents=True)
    save_config(config, folder)
    encoder = ColourEncoder()
    monkeypatch.setattr(models, "load", lambda info, device, batch: encoder)
    monkeypatch.setattr(
        models, "word_list", lambda name: VOCABULARY if name == "default" else ["a", "b"]
    )
    monkeypatch.setattr("app.library.library._loaded", {})
    models.background_vocabulary.cache_clear()
    return encoder


@pytest.fixture
def library(paths: Paths, colour_encoder: ColourEncoder) -> Iterator[Library]:
    with Library(paths, "colours") as library:
        yield library


def index(library: Library, *folders: Path):
    """Index to the end and return the last Progress."""
    return list(library.index(folders))[-1]
