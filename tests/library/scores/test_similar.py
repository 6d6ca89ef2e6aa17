"""Similar photos, copies and near duplicates."""

from pathlib import Path

import numpy as np
import pytest

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.scores.similar import similarities
from app.library.search.tree import Like, show
from tests.conftest import index


def test_the_most_similar_come_first_and_the_photo_itself_not_at_all(
    library: Library, photos: Path
):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    result = library.photos.similar(photo.id, limit=2)
    assert {h.path.name for h in result.hits} == {"red1.jpg", "red2.jpg"}
    assert result.total == 5
    assert result.query.text == show(Like(str(photo.path)))
    again = library.photos.search(result.query.text, 2)
    assert [h.path for h in again.hits] == [h.path for h in result.hits]
    assert 0.9 < result.hits[0].confidence <= 1


def test_a_photo_is_wholly_like_itself_and_both_ways_the_same(library: Library, photos: Path):
    index(library, photos)
    rows = len(library.view.features)
    alike = np.array([similarities(library.view.features, rows, row) for row in range(rows)])
    np.testing.assert_allclose(np.diag(alike), 1, atol=0.01)
    np.testing.assert_allclose(alike, alike.T, atol=0.01)


def test_photos_that_are_gone_have_nothing_similar(library: Library, photos: Path):
    index(library, photos)
    with pytest.raises(LibraryError, match="no longer in the library"):
        library.photos.similar(999)
    photo = library.photos.at(photos / "red0.jpg")
    (photos / "red0.jpg").unlink()
    index(library, photos)
    with pytest.raises(LibraryError, match="not indexed"):
        library.photos.similar(photo.id)
