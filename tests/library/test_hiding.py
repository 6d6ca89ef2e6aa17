"""Hidden photos leave the library at once, and come back with all that was said of them."""

from pathlib import Path

import pytest

from app.library.library import Library
from app.library.records import LibraryError, TagKind
from tests.conftest import index, make_photo


def names(library: Library) -> list[str]:
    return sorted(p.path.name for p in library.photos(library.photo_ids()))


def test_an_ignore_file_hides_photos_that_are_indexed(library: Library, photos: Path):
    index(library, photos)
    (photos / ".mktignore").write_text("red*\n")
    index(library, photos)
    assert names(library) == ["blue.jpg", "green0.png", "green1.webp"]
    assert library.search("near:red", 0).total == 3
    assert library.status()["missing"] == 3


def test_hidden_photos_keep_their_id_and_tags(library: Library, photos: Path):
    index(library, photos)
    photo = library.photo_at(photos / "red0.jpg")
    library.set_tags([photo.id], "holiday", TagKind.ADDED)
    assert library.set_ignored(photos, ["red0.jpg"]) == (1, 0)
    assert "red0.jpg" not in names(library)
    assert index(library, photos).unchanged == 5
    assert library.set_ignored(photos, []) == (0, 1)
    assert library.photo_at(photos / "red0.jpg").id == photo.id
    assert [t.label for t in library.tags(photo.id)] == ["holiday"]
    assert index(library, photos).unchanged == 6


def test_a_photo_that_changed_while_hidden_waits_for_the_next_run(library: Library, photos: Path):
    index(library, photos)
    library.set_ignored(photos, ["red0.jpg"])
    make_photo(photos / "red0.jpg", "green", 50, size=(200, 100))
    assert library.set_ignored(photos, []) == (0, 0)
    index(library, photos)
    assert "red0.jpg" in [h.path.name for h in library.search("near:green", 3).hits]


def test_a_deleted_photo_does_not_come_back_with_its_pattern(library: Library, photos: Path):
    index(library, photos)
    library.set_ignored(photos, ["red0.jpg"])
    (photos / "red0.jpg").unlink()
    assert library.set_ignored(photos, []) == (0, 0)


def test_what_a_folder_hid_stays_hidden_when_a_folder_above_is_added(
    library: Library, photos: Path
):
    index(library, photos / "sub")
    library.set_ignored(photos / "sub", ["*.png"])
    index(library, photos)
    assert library.ignored(photos) == ["/sub/**/*.png"]
    assert "green0.png" not in names(library)
    assert len(names(library)) == 5


def test_a_pattern_that_is_none_changes_nothing(library: Library, photos: Path):
    index(library, photos)
    with pytest.raises(LibraryError, match="'!' is no ignore pattern"):
        library.set_ignored(photos, ["*.jpg", "!"])
    assert library.ignored(photos) == []
    assert len(names(library)) == 6
