"""Labels that tell nothing, and labels that mean the same."""

from pathlib import Path

import pytest

from app.library.library import Library
from tests.colour_encoder import WORDS
from tests.conftest import index, make_photo


def test_the_health_of_the_vocabulary(library: Library, photos: Path):
    index(library, photos)
    assert library.labels.health().everywhere == ()
    for i in range(20):
        make_photo(photos / f"more{i}.jpg", "red", 100 + i)
    index(library, photos)
    library.labels.add("violet")
    health = library.labels.health()
    assert health.photos == 26
    assert health.everywhere == (("red", pytest.approx(23 / 26)),)
    assert health.never == ("violet",)
    assert health.same == ()


def test_labels_that_mean_the_same_are_found(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(WORDS, "crimson", 0)
    for i in range(20):
        make_photo(photos / f"more{i}.jpg", ["red", "green"][i % 2], 100 + i)
    index(library, photos)
    library.labels.add("crimson")
    (pair,) = library.labels.health().same
    assert (pair.one, pair.other) == ("crimson", "red")
    assert pair.texts == pytest.approx(1)
    assert pair.scores == pytest.approx(1)
