"""Folders are moved, forgotten and partly hidden; what was said of their photos comes back."""

from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import TagKind
from tests.conftest import index, make_photo


def names(library: Library) -> list[str]:
    return sorted(p.path.name for p in library.photos.get(library.photos.ids()))


def test_an_ignore_file_hides_photos_that_are_indexed(library: Library, photos: Path):
    index(library, photos)
    (photos / ".mktignore").write_text("red*\n")
    index(library, photos)
    assert names(library) == ["blue.jpg", "green0.png", "green1.webp"]
    assert library.photos.search("near:red", 0).total == 3
    assert library.status()["missing"] == 3


def test_hidden_photos_keep_their_id_and_tags(library: Library, photos: Path):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    library.tags.set([photo.id], "holiday", TagKind.ADDED)
    assert library.folders.set_ignored(photos, ["red0.jpg"]) == (1, 0)
    assert "red0.jpg" not in names(library)
    assert index(library, photos).unchanged == 5
    assert library.folders.set_ignored(photos, []) == (0, 1)
    assert library.photos.at(photos / "red0.jpg").id == photo.id
    assert [t.label for t in library.tags.of(photo.id)] == ["holiday"]
    assert index(library, photos).unchanged == 6


def test_a_photo_that_changed_while_hidden_waits_for_the_next_run(library: Library, photos: Path):
    index(library, photos)
    library.folders.set_ignored(photos, ["red0.jpg"])
    make_photo(photos / "red0.jpg", "green", 50, size=(200, 100))
    assert library.folders.set_ignored(photos, []) == (0, 0)
    index(library, photos)
    assert "red0.jpg" in [h.path.name for h in library.photos.search("near:green", 3).hits]


def test_a_deleted_photo_does_not_come_back_with_its_pattern(library: Library, photos: Path):
    index(library, photos)
    library.folders.set_ignored(photos, ["red0.jpg"])
    (photos / "red0.jpg").unlink()
    assert library.folders.set_ignored(photos, []) == (0, 0)


def test_what_a_folder_hid_stays_hidden_when_a_folder_above_is_added(
    library: Library, photos: Path
):
    index(library, photos / "sub")
    library.folders.set_ignored(photos / "sub", ["*.png"])
    index(library, photos)
    assert library.folders.ignored(photos) == ["/sub/**/*.png"]
    assert "green0.png" not in names(library)
    assert len(names(library)) == 5


def test_a_pattern_that_is_none_changes_nothing(library: Library, photos: Path):
    index(library, photos)
    with pytest.raises(LibraryError, match="'!' is no ignore pattern"):
        library.folders.set_ignored(photos, ["*.jpg", "!"])
    assert library.folders.ignored(photos) == []
    assert len(names(library)) == 6


def test_tags_come_back_with_a_forgotten_folder(library: Library, photos: Path):
    index(library, photos)
    library.tags.set([library.photos.at(photos / "red0.jpg").id], "mine", TagKind.ADDED)
    library.folders.forget(photos)
    assert library.photos.ids() == []
    assert library.folders.all() == []
    assert (photos / "red0.jpg").exists()
    index(library, photos)
    (said,) = library.tags.of(library.photos.at(photos / "red0.jpg").id)
    assert (said.label, said.kind) == ("mine", TagKind.ADDED)


def test_a_moved_root_keeps_its_photos(library: Library, photos: Path, tmp_path: Path):
    index(library, photos)
    ids = library.photos.ids()
    photos.rename(tmp_path / "elsewhere")
    (state,) = library.folders.all()
    assert (state.root.path, state.present, state.photos) == (photos, False, 6)
    library.folders.relocate(photos, tmp_path / "elsewhere")
    assert library.folders.all()[0].present
    assert library.photos.ids() == ids
    assert library.photos.at(tmp_path / "elsewhere" / "red0.jpg").id in ids


def test_folders_that_cannot_be_relocated(library: Library, photos: Path, tmp_path: Path):
    index(library, photos)
    with pytest.raises(LibraryError, match="is no folder of the library"):
        library.folders.forget(tmp_path / "other")
    with pytest.raises(LibraryError, match="there is no folder"):
        library.folders.relocate(photos, tmp_path / "no")
    index(library, make_photo(tmp_path / "second" / "a.jpg").parent)
    with pytest.raises(LibraryError, match="overlap"):
        library.folders.relocate(photos, tmp_path)


def test_skipped_files_are_told(library: Library, photos: Path):
    (photos / "broken.jpg").write_text("x")
    index(library, photos)
    assert library.folders.skipped() == [
        (photos / "broken.jpg", "not a picture, or of a kind that cannot be read")
    ]


def test_no_folder_changes_while_an_indexing_run_goes_on(library: Library, photos: Path):
    index(library, photos)
    run = library.index([photos])
    next(run)
    for change in (
        lambda: library.folders.forget(photos),
        lambda: library.folders.relocate(photos, photos / "sub"),
        lambda: library.folders.set_ignored(photos, ["*.jpg"]),
    ):
        with pytest.raises(LibraryError, match="another indexing run is going on"):
            change()
    run.close()
    assert len(names(library)) == 6
