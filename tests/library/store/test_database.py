"""The one door to the database: what is wrong with it is said in words, of reading too."""

import sqlite3
from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.records import Decoded, Facts, Found
from app.library.store import database
from app.library.store.database import LibraryDatabase
from app.library.store.store import Store
from tests.library.store.damage import damage, locked

MANY = 300_000  # more than the variables that SQLite takes in one statement


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "library.db")
    yield store
    store.close()


def test_reading_a_damaged_page_says_so(tmp_path: Path):
    Store(tmp_path / "library.db").close()
    damage(tmp_path / "library.db", "photos")
    opened = LibraryDatabase(tmp_path / "library.db")
    assert opened.rows("SELECT * FROM roots") == []
    for read in (opened.rows, opened.row, opened.value):
        with pytest.raises(LibraryError, match=r"library.db is damaged .* index your folders"):
            read("SELECT * FROM photos")
    opened.close()


def test_a_locked_database_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    Store(tmp_path / "library.db").close()
    with (
        locked(tmp_path / "library.db"),
        pytest.raises(LibraryError, match=r"in use by another program; try again"),
    ):
        Store(tmp_path / "library.db")


def test_a_lock_met_while_reading_says_so(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store.db.write("PRAGMA busy_timeout = 0")
    store.db.value("PRAGMA journal_mode = DELETE")  # or readers would not meet the writer
    with locked(tmp_path / "library.db"), pytest.raises(LibraryError, match="another program"):
        store.roots.all()


def test_our_own_mistakes_are_no_damage(store: Store):
    with pytest.raises(sqlite3.IntegrityError):
        store.db.write("INSERT INTO labels (name) VALUES ('dog')")
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.photos.ids()


def test_a_list_of_ids_may_be_of_any_length(store: Store, tmp_path: Path):
    root, kept = store.roots.add(tmp_path), store.with_model("m")
    with store.transaction():
        for name in ("a", "b"):
            photo = Decoded(Found(f"{name}.jpg", 1, 1, 1), name, Facts(1, 1), None)
            store.photos.insert(root, photo)
    found = store.photos.get(range(MANY, -1, -1))
    assert [photo.path.name for photo in found] == ["b.jpg", "a.jpg"]
    store.labels.add(["dog"], in_vocabulary=False)
    assert [label.name for label in store.labels.by_ids(range(MANY))] == ["dog"]
    assert kept.encodings.photo_ids(range(MANY)) == []
    assert store.tags.of_labels(range(MANY)) == []
    assert kept.encodings.tagged(range(MANY)) == []
    assert list(store.tags.set([1], dict.fromkeys(range(MANY)), "m")) == [1, 2]


def test_a_transaction_within_another_is_part_of_it(store: Store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.labels.add(["dog"], in_vocabulary=True)  # a transaction of its own
        raise ZeroDivisionError
    assert store.labels.all() == []
