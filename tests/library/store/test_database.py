"""The one door to the database: what is wrong with it is said in words, of reading too."""

import sqlite3
import threading
import time
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
        with pytest.raises(LibraryError, match=r"library.db is damaged .* run: mkt-tagger restore"):
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


def test_who_waits_is_served_while_others_keep_writing(store: Store, tmp_path: Path):
    """One that holds on to the database most of the time, without a pause worth the name."""
    ended = threading.Event()

    def keep_writing() -> None:
        busy = Store(tmp_path / "library.db")
        while not ended.is_set():
            with busy.transaction():
                busy.labels.add(["dog"], in_vocabulary=True)
                time.sleep(0.02)
        busy.close()

    threads = [threading.Thread(target=keep_writing) for _ in range(2)]
    for thread in threads:
        thread.start()
    for i in range(10):
        store.searches.save("s", str(i))
    ended.set()
    for thread in threads:
        thread.join()
    assert store.searches.all() == [("s", "9")]


def test_what_a_human_says_is_on_the_disk_at_once(store: Store):
    """FULL (2): SQLite waits for the disk at the end of each transaction. What can be made again is
    not waited for (NORMAL), and the next word of a human is again."""
    levels = []
    store.db._tables.conn.set_trace_callback(
        lambda sql: levels.append(sql) if sql.startswith(("PRAGMA synchronous", "INSERT")) else None
    )
    assert store.db.value("PRAGMA synchronous") == 2
    store.labels.add(["dog"], in_vocabulary=True)
    store.with_model("m").curves.save_curve(store.labels.find("dog"), 0, {})
    assert list(dict.fromkeys(sql.split(" (")[0] for sql in levels[1:])) == [
        "INSERT INTO labels",
        "PRAGMA synchronous = NORMAL",
        "INSERT OR REPLACE INTO calibrations",
        "PRAGMA synchronous = FULL",
    ]


def test_our_own_mistakes_are_no_damage(store: Store):
    with pytest.raises(sqlite3.IntegrityError):
        store.db.write("INSERT INTO labels (name) VALUES ('dog')")
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.photos.ids()


def test_what_is_too_large_is_no_damage(store: Store):
    """Any error of SQLite that is none of the known ones was called damage once."""
    store.db._tables.conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100)
    with pytest.raises(sqlite3.DataError, match="too big"):
        store.searches.save("long", "x" * 101)


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


def test_between_reading_and_writing_nobody_else_writes(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    other = Store(tmp_path / "library.db")
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    with store.transaction():
        assert store.labels.all() == []
        with pytest.raises(LibraryError, match="in use by another program"):
            other.labels.add(["cat"], in_vocabulary=True)
        store.labels.add(["dog"], in_vocabulary=True)
    other.labels.add(["cat"], in_vocabulary=True)
    assert [label.name for label in store.labels.all()] == ["cat", "dog"]
    other.close()


def test_a_transaction_within_another_is_part_of_it(store: Store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.labels.add(["dog"], in_vocabulary=True)  # a transaction of its own
        raise ZeroDivisionError
    assert store.labels.all() == []
