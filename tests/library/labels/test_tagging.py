"""What a human says of a photo outranks the model, outlives files and can be undone."""

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from app.library.errors import LibraryError
from app.library.labels.tagging import PhotoLabel
from app.library.library import Library
from app.library.records import TagKind
from app.library.search.parser import QueryError
from app.library.store.migrations import migrations
from app.library.store.store import Store
from app.paths import Paths
from tests.conftest import index, make_photo

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


def test_tags_come_back_with_a_forgotten_folder(library: Library, photos: Path):
    index(library, photos)
    tag(library, photos / "red0.jpg", "mine", ADDED)
    library.folders.forget(photos)
    assert library.photos.ids() == []
    assert library.folders.all() == []
    assert (photos / "red0.jpg").exists()
    index(library, photos)
    assert tagged(library, photos / "red0.jpg") == {"mine": ADDED}


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


def test_counts_follow_the_tags(library: Library, photos: Path):
    index(library, photos)
    assert library.labels.counts() == {"red": 3, "green": 2, "blue": 1}
    tag(library, photos / "red0.jpg", "red", REJECTED)
    tag(library, photos / "red0.jpg", "green", ADDED)
    assert library.labels.counts() == {"red": 2, "green": 3, "blue": 1}


def test_skipped_files_are_told(library: Library, photos: Path):
    (photos / "broken.jpg").write_text("x")
    index(library, photos)
    assert library.folders.skipped() == [
        (photos / "broken.jpg", "not a picture, or of a kind that cannot be read")
    ]


def test_saved_searches(library: Library):
    library.searches.save("Pets", "dog OR cat")
    library.searches.save("Pets", "dog")
    library.searches.save("Sea", "sea")
    assert library.searches.saved() == [("Pets", "dog"), ("Sea", "sea")]
    library.searches.delete("Sea")
    assert library.searches.saved() == [("Pets", "dog")]
    with pytest.raises(LibraryError, match="no saved search 'Sea'"):
        library.searches.delete("Sea")
    with pytest.raises(LibraryError, match="needs a name"):
        library.searches.save(" ", "dog")


def test_a_database_of_the_first_version_goes_on_working(tmp_path: Path, photos: Path):
    connection = sqlite3.connect(tmp_path / "library.db")
    old = Database(connection)
    migrations.apply(old, stop_before="m002_tags_and_searching")
    connection.execute("INSERT INTO roots VALUES (1, ?, '2026-01-01')", [str(photos)])
    connection.execute(
        "INSERT INTO photos VALUES (7, 1, 'red0.jpg', 1, 1, 1, 'abc', 4, 3, NULL, NULL,"
        " '2026-01-01', NULL)"
    )
    connection.execute("INSERT INTO labels VALUES (3, 'dog', 1, '2026-01-01')")
    connection.commit()
    connection.close()
    store = Store(tmp_path / "library.db")
    assert store.photos.get([7])[0].path == photos / "red0.jpg"
    assert store.tags.set([3], {7: ADDED}, "m") == {7: None}
    assert [t.label for t in store.tags.of_photo(7)] == ["dog"]
    table = store.with_model("m").photo_table()
    assert (table.ids, table.rows, table.widths, table.heights, table.gps) == (7, -1, 4, 3, False)
    assert np.isnat(table.taken).tolist() == [True]
    store.close()


def test_what_is_kept_of_a_table_is_known_to_be_old(library: Library, photos: Path, paths: Paths):
    index(library, photos)
    assert library.labels.counts()["blue"] == 1
    with Library(paths, "colours") as other:
        make_photo(photos / "new.jpg", "blue", 50)
        index(other, photos)
    assert library.labels.counts()["blue"] == 2
