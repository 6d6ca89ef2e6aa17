"""Groups of photos that are one picture."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.library.library import Library
from app.library.scores import duplicates as module
from tests.conftest import index, make_photo


def names(library: Library, ids: tuple[int, ...]) -> list[str]:
    return sorted(p.path.name for p in library.photos.get(ids))


def test_copies_and_near_copies_are_groups_of_their_own(library: Library, photos: Path):
    shutil.copy(photos / "sub" / "deep" / "blue.jpg", photos / "copy.jpg")
    with Image.open(photos / "sub" / "deep" / "blue.jpg") as image:
        image.save(photos / "again.jpg", quality=30)
    index(library, photos)
    exact, *near = library.photos.duplicates(0.9999)
    assert (exact.kind, exact.similarity) == ("exact", 1.0)
    assert names(library, exact.photo_ids) == ["blue.jpg", "copy.jpg"]
    blue = next(g for g in near if "again.jpg" in names(library, g.photo_ids))
    assert blue.kind == "near"
    assert len(blue.photo_ids) == 2
    assert 0.9999 <= blue.similarity <= 1
    assert sum(len(g.photo_ids) for g in library.photos.duplicates(0.0)[1:]) == 7


def test_blocks_make_no_difference(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for i in range(9):
        make_photo(tmp_path / "many" / f"{i}.png", ["red", "green", "blue"][i % 3], i)
    index(library, tmp_path / "many")
    whole = library.photos.duplicates(0.98)
    assert sorted(len(g.photo_ids) for g in whole) == [3, 3, 3]
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(module, "AGAINST", 3)
    parts = library.photos.duplicates(0.98)
    assert [g.photo_ids for g in parts] == [g.photo_ids for g in whole]
    np.testing.assert_allclose(
        [g.similarity for g in parts], [g.similarity for g in whole], atol=0.01
    )


def test_an_empty_library_has_no_duplicates(library: Library):
    assert library.photos.duplicates() == []
