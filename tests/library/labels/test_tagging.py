"""What a human says of a photo outranks the model, outlives files and can be undone."""

import shutil
from pathlib import Path

import pytest

from app.library.labels.tagging import PhotoLabel
from app.library.library import Library
from app.library.records import TagKind
from app.library.search.parser import QueryError
from tests.conftest import index

ACCEPTED, REJECTED, ADDED = TagKind


def tagged(library: Library, file: Path) -> dict[str, TagKind]:
    """Label -> kind of the tags of a file."""
    return {t.label: t.kind for t in library.tags.of(library.photos.at(file).id)}


def tag(library: Library, file: Path, label: str, kind: TagKind | None):
    return library.tags.set([library.photos.at(file).id], label, kind)


def test_a_tag_knows_when_and_beside_which_model_it_was_said(library: Library, photos: Path):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    library.tags.set([photo.id], " Grand  Piano ", ADDED)
    (said,) = library.tags.of(photo.id)
    assert (said.label, said.kind, said.model_id) == ("grand piano", ADDED, library.view.model_id)
    assert said.set_at.startswith("20")


def test_a_change_can_be_undone_and_redone(library: Library, photos: Path):
    index(library, photos)
    first, second = (library.photos.at(photos / f"red{i}.jpg").id for i in (0, 1))
    library.tags.set([first], "red", REJECTED)
    change = library.tags.set([first, second], "red", ACCEPTED)
    assert change.before == {first: REJECTED, second: None}
    assert change.after == ACCEPTED
    redo = library.tags.restore(change)
    assert tagged(library, photos / "red0.jpg") == {"red": REJECTED}
    assert tagged(library, photos / "red1.jpg") == {}
    library.tags.restore(redo)
    assert tagged(library, photos / "red0.jpg") == tagged(library, photos / "red1.jpg")
    assert tagged(library, photos / "red1.jpg") == {"red": ACCEPTED}


def test_clearing_a_tag(library: Library, photos: Path):
    index(library, photos)
    tag(library, photos / "red0.jpg", "red", ADDED)
    tag(library, photos / "red0.jpg", "red", None)
    assert tagged(library, photos / "red0.jpg") == {}


def test_what_is_no_label_is_no_tag(library: Library, photos: Path):
    index(library, photos)
    with pytest.raises(QueryError, match="empty"):
        tag(library, photos / "red0.jpg", "  ", ADDED)


def test_tags_survive_move_rename_and_new_metadata(library: Library, photos: Path):
    index(library, photos)
    tag(library, photos / "red0.jpg", "mine", ADDED)
    (photos / "new").mkdir()
    (photos / "red0.jpg").rename(photos / "new" / "name.jpg")
    index(library, photos)
    assert tagged(library, photos / "new" / "name.jpg") == {"mine": ADDED}


def test_copies_share_their_tags(library: Library, photos: Path):
    shutil.copy(photos / "red0.jpg", photos / "copy.jpg")
    index(library, photos)
    tag(library, photos / "red0.jpg", "mine", ADDED)
    assert tagged(library, photos / "copy.jpg") == {"mine": ADDED}


def test_a_model_run_touches_no_tag(library: Library, photos: Path):
    index(library, photos)
    tag(library, photos / "red0.jpg", "red", REJECTED)
    before = library.tags.of(library.photos.at(photos / "red0.jpg").id)
    library.view.encodings.drop(0)
    library.labels.add("violet")
    index(library, photos)
    assert library.tags.of(library.photos.at(photos / "red0.jpg").id) == before


def test_tags_stand_before_suggestions_and_rejected_ones_are_not_suggested(
    library: Library, photos: Path
):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    (suggested,) = library.tags.beside(photo)
    assert suggested.label == "red"
    assert suggested.kind is None
    assert suggested.confidence >= 0.5
    library.tags.set([photo.id], "zebra", ADDED)
    assert library.tags.beside(photo) == [PhotoLabel("zebra", 1.0, ADDED), suggested]
    library.tags.set([photo.id], "red", REJECTED)
    assert library.tags.beside(photo) == [PhotoLabel("zebra", 1.0, ADDED)]


def test_the_common_tags_of_a_selection(library: Library, photos: Path):
    index(library, photos)
    first, second = (library.photos.at(photos / f"red{i}.jpg").id for i in (0, 1))
    library.tags.set([first, second], "holiday", ADDED)
    library.tags.set([first], "mine", ADDED)
    library.tags.set([second], "mine", REJECTED)
    assert library.tags.in_common([first, second]) == [PhotoLabel("holiday", 1.0, ADDED)]
    assert library.tags.in_common([]) == []
