"""Copies of the library: what they hold, when they are made, and what is saved by them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.library.backups import Backups
from app.library.errors import DamagedError, LibraryError
from app.library.library import Library
from app.library.records import TagKind
from app.library.store.copies import copies
from app.library.store.migrations import migrations
from app.library.store.store import Store
from app.paths import Paths
from tests.conftest import index, make_photo
from tests.library.store.damage import damage, damage_pages_with


@pytest.fixture
def backups(paths: Paths) -> Backups:
    return Backups(paths)


@pytest.fixture
def tagged(library: Library, photos: Path) -> Library:
    """Six photos; red0.jpg shows a sunset, a human said; a search is saved, a line is chosen."""
    index(library, photos)
    library.tags.set([library.photos.at(photos / "red0.jpg").id], "sunset", TagKind.ADDED)
    library.searches.save("Evenings", "sunset")
    library.lines.set("red", 0.7)
    return library


def found(library: Library, query: str) -> list[str]:
    return [hit.path.name for hit in library.photos.search(query).hits]


def older(copy: Path, day: str = "2020-01-01") -> Path:
    """Make a copy one of another day."""
    return copy.rename(copy.with_name(f"library-{day}-120000.db"))


def test_a_copy_holds_what_people_said_in_one_file(tagged: Library, backups: Backups, tmp_path):
    copy = backups.write(tmp_path / "copy.db")
    assert (copy.photos, copy.tags) == (6, 1)
    assert [f.name for f in tmp_path.glob("copy*")] == ["copy.db"]
    with closing(sqlite3.connect(copy.file)) as rows:
        assert rows.execute("SELECT name, query FROM saved_searches").fetchall() == [
            ("Evenings", "sunset")
        ]
        assert rows.execute("SELECT value FROM lines").fetchall() == [(0.7,)]
        assert rows.execute("SELECT count(*) FROM label_scores").fetchone() == (0,)
    with pytest.raises(LibraryError, match=r"copy.db already; give another name"):
        backups.write(copy.file)


def test_a_run_that_changed_something_leaves_one_copy_a_day(
    library: Library, photos: Path, paths: Paths
):
    index(library, photos)
    (first,) = copies(paths.database)
    make_photo(photos / "another.jpg", "blue", 77)
    index(library, photos)
    assert copies(paths.database) == [first]
    older(first)
    index(library, photos)
    assert len(copies(paths.database)) == 2
    older(copies(paths.database)[0], "2020-01-02")
    index(library, photos)  # nothing is new
    assert len(copies(paths.database)) == 2
    library.tags.set(library.photos.ids()[:1], "red", TagKind.REJECTED)
    index(library, photos)  # but now a tag is
    assert len(copies(paths.database)) == 3


def test_the_newest_five_are_kept(tagged: Library, backups: Backups, paths: Paths):
    older(copies(paths.database)[0])
    made = [backups.write().file for _ in range(6)]
    assert copies(paths.database) == made[:0:-1]


def test_a_copy_is_made_before_the_shape_changes(tmp_path: Path):
    file = tmp_path / "library.db"
    with closing(sqlite3.connect(file)) as connection:
        migrations.apply(Database(connection), stop_before="m004_ignore_patterns")
        connection.execute("INSERT INTO saved_searches VALUES ('Pets', 'dog', '')")
        connection.commit()
    Store(file).close()
    (copy,) = copies(file)
    assert copy.name.endswith("-before.db")
    with closing(sqlite3.connect(copy)) as rows:
        assert rows.execute("SELECT name FROM saved_searches").fetchall() == [("Pets",)]
        assert "patterns" not in str(rows.execute("SELECT sql FROM sqlite_master").fetchall())


def test_a_new_library_has_no_copy(tmp_path: Path):
    Store(tmp_path / "library.db").close()
    assert copies(tmp_path / "library.db") == []


def test_a_copy_put_back_is_seen_by_who_has_the_library_open(tagged: Library, backups: Backups):
    copy = backups.write()
    ids = tagged.photos.ids()
    tagged.tags.set(ids, "sunset", TagKind.ADDED)
    assert len(found(tagged, "sunset")) == 6
    restored, kept = backups.restore(copy.file)
    assert (restored.tags, kept.name.endswith("-replaced.db")) == (1, True)
    assert found(tagged, "sunset") == ["red0.jpg"]
    assert len(found(tagged, "near:blue")) == 6  # scores were no part of the copy
    backups.restore(kept)
    assert len(found(tagged, "sunset")) == 6


def test_a_copy_of_an_earlier_version_gets_the_present_shape(
    tagged: Library, backups: Backups, tmp_path: Path
):
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        migrations.apply(Database(connection), stop_before="m004_ignore_patterns")
        connection.execute("INSERT INTO saved_searches VALUES ('Pets', 'dog', '')")
        connection.commit()
    backups.restore(tmp_path / "old.db")
    assert tagged.searches.saved() == [("Pets", "dog")]
    assert tagged.folders.all() == []


def refusals(folder: Path, copy: Path) -> dict[str, Path]:
    """Files that are no copy, by what is said of them."""
    (folder / "text.db").write_text("this is no database, and long enough to be sure" * 20)
    with closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE songs (name)")
    newer, torn = folder / "newer.db", folder / "torn.db"
    for file in (newer, torn):
        file.write_bytes(copy.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("UPDATE _sqlite_migrations SET name = 'm999_future' WHERE id = 1")
        connection.commit()
    damage(torn, "tags")
    return {
        "there is no file": folder / "none.db",
        "text.db is damaged, or no library": folder / "text.db",
        "no library of MKT Tagger": folder / "other.db",
        "made by a newer version": newer,
        "torn.db is damaged": torn,
    }


def test_what_is_no_copy_is_refused_and_changes_nothing(
    tagged: Library, backups: Backups, tmp_path: Path
):
    for told, file in refusals(tmp_path, backups.write().file).items():
        with pytest.raises(LibraryError, match=told):
            backups.restore(file)
        assert found(tagged, "sunset") == ["red0.jpg"]


def test_nothing_is_put_back_while_a_run_is_going_on(
    tagged: Library, backups: Backups, photos: Path
):
    copy = backups.write()
    run = tagged.index([photos])
    next(run)
    for replace in (lambda: backups.restore(copy.file), backups.recover):
        with pytest.raises(LibraryError, match="another indexing run"):
            replace()
    run.close()


def test_damage_is_told_with_the_newest_copy(tagged: Library, paths: Paths):
    tagged.close()
    damage(paths.database, "photos")
    with pytest.raises(DamagedError) as told, Library(paths, "colours") as library:
        library.status()
    (copy,) = copies(paths.database)
    assert "mkt-tagger restore --recover" in str(told.value)
    assert f"mkt-tagger restore {copy}" in str(told.value)


@pytest.mark.parametrize("table", ["tags", "labels", "saved_searches", "roots", "photos"])
def test_a_table_that_was_lost_comes_from_the_newest_copy(
    tagged: Library, backups: Backups, paths: Paths, photos: Path, table: str
):
    copy = backups.write()
    tagged.tags.set(tagged.photos.ids()[:1], "dog", TagKind.ADDED)
    tagged.close()
    damage(paths.database, table)
    recovered, kept = backups.recover()
    assert (recovered.torn, recovered.filled_from) == ([table], copy.file)
    assert kept.suffix == ".damaged"
    with Library(paths, "colours") as library:
        assert found(library, "sunset") == ["red0.jpg"]
        assert library.searches.saved() == [("Evenings", "sunset")]
        assert library.store.db.problems(full=True) == []
        if table != "tags":  # then the tag that came after the copy is there too
            assert recovered.rows["tags"] == 2
        assert index(library, photos).found == 6


def test_of_a_table_with_damaged_pages_the_others_are_read(paths: Paths, backups: Backups):
    """Two pages, far from each other, so that reading from both ends is not enough."""
    names = [f"label number {i:05}" for i in range(5000)]
    with closing(Store(paths.database)) as store:
        store.labels.add(names, in_vocabulary=False)
    damage_pages_with(paths.database, b"label number 01000", b"label number 03000")
    recovered, _ = backups.recover()
    assert "labels" in recovered.torn
    with closing(Store(paths.database)) as store:
        kept = {label.name for label in store.labels.all()}
    assert kept <= set(names)
    assert {names[0], names[2000], names[-1]} <= kept
    assert len(kept) > 4000


def test_a_tag_outlives_the_name_of_its_label(
    tagged: Library, backups: Backups, paths: Paths, photos: Path
):
    tagged.close()
    for copy in copies(paths.database):
        copy.unlink()
    damage(paths.database, "labels")
    backups.recover()
    with Library(paths, "colours") as library:
        photo = library.photos.at(photos / "red0.jpg")
        (tag,) = library.tags.of(photo.id)
        assert tag.label.startswith("recovered label ")
        assert found(library, f'tag:"{tag.label}"') == ["red0.jpg"]


def test_a_file_that_is_no_database_any_more_is_all_from_the_copy(
    tagged: Library, backups: Backups, paths: Paths
):
    backups.write()
    tagged.close()
    paths.database.write_bytes(b"garbled!" * 4096)
    recovered, kept = backups.recover()
    assert kept.read_bytes() == b"garbled!" * 4096
    assert recovered.rows["tags"] == 1
    with Library(paths, "colours") as library:
        assert found(library, "sunset") == ["red0.jpg"]


def test_an_empty_library_beside_features_is_told(tagged: Library, paths: Paths):
    assert tagged.lost() == ""
    tagged.close()
    for file in paths.data.glob("library.db*"):
        file.unlink()
    with Library(paths, "colours") as library:
        assert "features of 6 photos; if it was lost, put a copy back" in library.lost()
