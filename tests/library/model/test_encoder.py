"""A model is loaded when something needs it, once for all libraries of a process."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.library.library import Library
from app.library.model import encoder as encoders
from app.library.model.encoder import ModelError, SharedEncoder
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index


def test_a_new_library_has_loaded_nothing(library: Library):
    assert (library.encoder.device, library.encoder.known_device) == ("none", "auto")


def test_one_loaded_model_serves_all_libraries(
    library: Library, photos: Path, paths: Paths, colour_encoder: ColourEncoder
):
    index(library, photos)
    assert (library.encoder.device, library.encoder.known_device) == ("cpu", "cpu")
    with Library(replace(paths, data=paths.data / "other"), "colours") as other:
        assert other.encoder.device == "cpu"
        assert other.encoder.load() is colour_encoder


def test_another_device_is_another_loaded_model(
    library: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(encoders, "load", lambda info, device, batch: ColourEncoder())
    first = library.encoder.load()
    assert SharedEncoder(library.info).load() is first
    assert SharedEncoder(library.info, "cuda").load() is not first


def test_trying_it_out_runs_both_towers(library: Library, colour_encoder: ColourEncoder):
    library.encoder.try_out()
    assert (colour_encoder.images_encoded, colour_encoder.labels_encoded) == (1, ["photo"])


def test_a_model_that_cannot_be_loaded_is_told(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(info: object, device: str, batch: int | None) -> np.ndarray:
        raise ModelError("model colours cannot be used: no such device")

    monkeypatch.setattr(encoders, "load", broken)
    with pytest.raises(ModelError, match="no such device"):
        index(library, photos)
    assert library.encoder.device == "none"
