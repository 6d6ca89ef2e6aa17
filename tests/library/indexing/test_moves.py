"""Photos that change places keep their ids, and with them their tags."""

import shutil
from pathlib import Path

from app.library.library import Library
from app.library.records import TagKind
from tests.conftest import index, make_photo

ACCEPTED, REJECTED, ADDED = TagKind


def tagged(library: Library, file: Path) -> dict[str, TagKind]:
    """Label -> kind of the tags of a file."""
    return {t.label: t.kind for t in library.tags.of(library.photos.at(file).id)}


def tag(library: Library, file: Path, label: str, kind: TagKind | None):
    return library.tags.set([library.photos.at(file).id], label, kind)


def ids(library: Library) -> dict[str, int]:
    return {p.path.name: p.id for p in library.photos.get(library.photos.ids())}


def test_photos_that_swap_names_take_their_ids_along(library: Library, photos: Path):
    index(library, photos)
    before = ids(library)
    tag(library, photos / "red0.jpg", "mine", ADDED)
    (photos / "red0.jpg").rename(photos / "other.jpg")
    (photos / "red1.jpg").rename(photos / "red0.jpg")
    (photos / "other.jpg").rename(photos / "red1.jpg")
    index(library, photos)
    after = ids(library)
    assert (after["red0.jpg"], after["red1.jpg"]) == (before["red1.jpg"], before["red0.jpg"])
    assert tagged(library, photos / "red1.jpg") == {"mine": ADDED}
    assert tagged(library, photos / "red0.jpg") == {}


def test_a_photo_moved_over_another_takes_its_id_along(library: Library, photos: Path):
    index(library, photos)
    before = ids(library)
    (photos / "red0.jpg").replace(photos / "red1.jpg")
    index(library, photos)
    after = ids(library)
    assert after["red1.jpg"] == before["red0.jpg"]
    assert len(after) == 5
    assert library.store.photos.counts()["missing"] == 0


def test_a_chain_of_moves(library: Library, photos: Path):
    index(library, photos)
    before = ids(library)
    (photos / "red1.jpg").rename(photos / "a-new-name.jpg")
    (photos / "red0.jpg").rename(photos / "red1.jpg")
    index(library, photos)
    after = ids(library)
    assert after["a-new-name.jpg"] == before["red1.jpg"]
    assert after["red1.jpg"] == before["red0.jpg"]
    assert len(after) == 6


def test_a_photo_edited_in_place_keeps_its_id(library: Library, photos: Path):
    index(library, photos)
    before = ids(library)
    make_photo(photos / "red0.jpg", "blue", 77)
    index(library, photos)
    assert ids(library) == before


def test_a_copy_over_another_is_a_copy(library: Library, photos: Path):
    index(library, photos)
    before = ids(library)
    shutil.copy(photos / "red0.jpg", photos / "red1.jpg")
    index(library, photos)
    assert ids(library) == before
