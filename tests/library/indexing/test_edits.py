"""A photo that is edited in place takes what was said of it along; it can be taken back."""

import shutil
from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from tests.conftest import index, make_photo

ACCEPTED, REJECTED, ADDED = TagKind


def tag(library: Library, file: Path, label: str, kind: TagKind | None) -> None:
    library.tags.set([library.photos.at(file).id], label, kind)


def tagged(library: Library, file: Path) -> dict[str, TagKind]:
    """Label -> kind of the tags of a file."""
    return {t.label: t.kind for t in library.tags.of(library.photos.at(file).id)}


def edit(file: Path, colour: str = "green", seed: int = 70) -> None:
    make_photo(file, colour, seed, size=(200, 100))


@pytest.fixture
def photo(library: Library, photos: Path) -> Path:
    """An indexed photo with a tag of each kind."""
    index(library, photos)
    for label, kind in (("mine", ADDED), ("red", ACCEPTED), ("green", REJECTED)):
        tag(library, photos / "red0.jpg", label, kind)
    return photos / "red0.jpg"


SAID = {"mine": ADDED, "red": ACCEPTED, "green": REJECTED}


def test_tags_go_along_and_are_counted(library: Library, photo: Path):
    edit(photo)
    final = index(library)
    assert (final.indexed, final.edited) == (1, 1)
    assert tagged(library, photo) == SAID
    assert [h.path for h in library.photos.search("mine").hits] == [photo]
    assert index(library).edited == 0


def test_the_old_file_brings_back_what_was_said_of_it(library: Library, photo: Path):
    before = photo.read_bytes()
    edit(photo)
    index(library)
    tag(library, photo, "mine", None)
    edit(photo, "blue", 71)
    index(library)
    assert tagged(library, photo) == {"red": ACCEPTED, "green": REJECTED}
    photo.write_bytes(before)
    index(library)
    assert tagged(library, photo) == SAID


def test_a_newer_word_outranks_what_comes_along(
    library: Library, photo: Path, monkeypatch: pytest.MonkeyPatch
):
    before = photo.read_bytes()
    edit(photo)
    index(library)
    monkeypatch.setattr("app.library.store.tags.now", lambda: "2999-01-01T00:00:00+00:00")
    tag(library, photo, "red", REJECTED)
    photo.write_bytes(before)
    index(library)
    assert tagged(library, photo) == SAID | {"red": REJECTED}
    assert library.edits.take_back([photo]) == 1
    assert tagged(library, photo) == SAID


def test_a_photo_moved_away_keeps_its_tags_and_the_one_in_its_place_gets_none(
    library: Library, photo: Path
):
    photo.rename(photo.with_name("moved.jpg"))
    edit(photo)
    assert index(library).edited == 0
    assert tagged(library, photo) == {}
    assert tagged(library, photo.with_name("moved.jpg")) == SAID


def test_a_photo_that_another_known_one_replaced_is_not_an_edited_one(
    library: Library, photo: Path
):
    shutil.copy(photo.with_name("red1.jpg"), photo)
    assert index(library).edited == 0
    assert tagged(library, photo) == {}
    photo.with_name("red2.jpg").replace(photo)
    assert index(library).edited == 0
    assert tagged(library, photo) == {}


def test_a_photo_with_the_name_of_a_deleted_one_gets_nothing(library: Library, photo: Path):
    photo.unlink()
    index(library)
    edit(photo)
    assert index(library).edited == 0
    assert tagged(library, photo) == {}


def test_all_copies_that_were_edited_keep_their_tags(library: Library, photo: Path):
    copy = Path(shutil.copy(photo, photo.with_name("copy.jpg")))
    index(library)
    edit(photo)
    edit(copy, "blue", 71)
    assert index(library).edited == 2
    assert tagged(library, photo) == tagged(library, copy) == SAID


def test_an_interrupted_run_leaves_it_to_the_next(library: Library, photo: Path, paths: Paths):
    edit(photo)
    run = library.index([])
    while not next(run).indexed:
        pass
    run.close()
    assert tagged(library, photo) == {}
    edit(photo, "blue", 71)
    with Library(paths, "colours") as again:
        assert index(again).edited == 1
        assert tagged(again, photo) == SAID


def test_it_can_be_taken_back(library: Library, photo: Path):
    before = photo.read_bytes()
    edit(photo)
    index(library)
    tag(library, photo, "red", REJECTED)
    (kept,) = library.edits.all()
    assert (kept.path, kept.tags) == (photo, 3)
    assert library.edits.take_back([photo]) == 1
    assert tagged(library, photo) == {"red": REJECTED}
    assert library.edits.all() == []
    with pytest.raises(LibraryError, match="took no tags along"):
        library.edits.take_back([photo])
    photo.write_bytes(before)
    index(library)
    assert tagged(library, photo) == SAID
