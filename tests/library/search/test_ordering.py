"""Photos in the order a user asked for."""

from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.library import Library
from tests.conftest import index
from tests.library.search.test_evaluation import facts_photo


@pytest.fixture
def album(library: Library, tmp_path: Path) -> dict[str, int]:
    """Ids by name: two days and two photos that do not say when they were taken."""
    folder = tmp_path / "album"
    facts_photo(folder / "z" / "a.jpg", "2023:01:01 00:00:00", "Acme", False, (60, 60))
    facts_photo(folder / "y" / "B.jpg", "2024:05:31 23:59:59", "Acme", False, (60, 61))
    facts_photo(folder / "x" / "c.jpg", "", "Acme", False, (60, 62))
    facts_photo(folder / "w" / "d.jpg", "", "Acme", False, (60, 63))
    index(library, folder)
    return {photo.path.stem: photo.id for photo in library.photos.get(library.photos.ids())}


@pytest.mark.parametrize(
    ("by", "given", "expected"),
    [
        ("date", "aBcd", "Bacd"),
        ("date", "dcaB", "Badc"),
        ("name", "dcBa", "aBcd"),
        ("path", "aBcd", "dcBa"),
        ("path", "", ""),
    ],
)
def test_photos_in_order(
    library: Library, album: dict[str, int], by: str, given: str, expected: str
):
    ids = library.photos.ordered([album[name] for name in given], by)
    assert ids == [album[name] for name in expected]


def test_an_order_that_is_not_known(library: Library, album: dict[str, int]):
    with pytest.raises(LibraryError, match="there are: date, name, path"):
        library.photos.ordered(list(album.values()), "size")
