"""Similar photos, copies and near duplicates."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.library.library import Library
from app.library.records import LibraryError
from app.library.scores import duplicates as module
from app.library.scores.similar import similarities
from app.library.search.tree import Like, show
from tests.conftest import index, make_photo


def test_the_most_similar_come_first_and_the_photo_itself_not_at_all(
    library: Library, photos: Path
):
    index(library, photos)
    photo = library.photo_at(photos / "red0.jpg")
    result = library.similar(photo.id, limit=2)
    assert {h.path.name for h in result.hits} == {"red1.jpg", "red2.jpg"}
    assert result.total == 5
    assert result.query.text == show(Like(str(photo.path)))
    again = library.search(result.query.text, 2)
    assert [h.path for h in again.hits] == [h.path for h in result.hits]
    assert 0.9 < result.hits[0].confidence <= 1


def test_a_photo_is_wholly_like_itself_and_both_ways_the_same(library: Library, photos: Path):
    index(library, photos)
    rows = len(library.cache.features)
    alike = np.array([similarities(library.cache.features, rows, row) for row in range(rows)])
    np.testing.assert_allclose(np.diag(alike), 1, atol=0.01)
    np.testing.assert_allclose(alike, alike.T, atol=0.01)


def test_photos_that_are_gone_have_nothing_similar(library: Library, photos: Path):
    index(library, photos)
    with pytest.raises(LibraryError, match="no longer in the library"):
        library.similar(999)
    photo = library.photo_at(photos / "red0.jpg")
    (photos / "red0.jpg").unlink()
    index(library, photos)
    with pytest.raises(LibraryError, match="not indexed"):
        library.similar(photo.id)


def names(library: Library, ids: tuple[int, ...]) -> list[str]:
    return sorted(p.path.name for p in library.photos(ids))


def test_copies_and_near_copies_are_groups_of_their_own(library: Library, photos: Path):
    shutil.copy(photos / "sub" / "deep" / "blue.jpg", photos / "copy.jpg")
    with Image.open(photos / "sub" / "deep" / "blue.jpg") as image:
        image.save(photos / "again.jpg", quality=30)
    index(library, photos)
    exact, *near = library.duplicates(0.9999)
    assert (exact.kind, exact.similarity) == ("exact", 1.0)
    assert names(library, exact.photo_ids) == ["blue.jpg", "copy.jpg"]
    blue = next(g for g in near if "again.jpg" in names(library, g.photo_ids))
    assert blue.kind == "near"
    assert len(blue.photo_ids) == 2
    assert 0.9999 <= blue.similarity <= 1
    assert sum(len(g.photo_ids) for g in library.duplicates(0.0)[1:]) == 7


def test_blocks_make_no_difference(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for i in range(9):
        make_photo(tmp_path / "many" / f"{i}.png", ["red", "green", "blue"][i % 3], i)
    index(library, tmp_path / "many")
    whole = library.duplicates(0.98)
    assert sorted(len(g.photo_ids) for g in whole) == [3, 3, 3]
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(module, "AGAINST", 3)
    parts = library.duplicates(0.98)
    assert [g.photo_ids for g in parts] == [g.photo_ids for g in whole]
    np.testing.assert_allclose(
        [g.similarity for g in parts], [g.similarity for g in whole], atol=0.01
    )


def test_an_empty_library_has_no_duplicates(library: Library):
    assert library.duplicates() == []
