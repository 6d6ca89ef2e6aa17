"""The database: opening what is new, old, newer, damaged or full."""

import sqlite3
import threading
from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.records import Decoded, Facts, Found
from app.library.store.store import Store


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "library.db")
    yield store
    store.close()


def test_a_new_database_waits_for_others_and_writes_ahead(store: Store):
    assert store.db.value("PRAGMA journal_mode") == "wal"
    assert store.db.value("PRAGMA foreign_keys") == 1
    assert store.db.value("PRAGMA busy_timeout") == 30_000


def test_a_database_from_a_newer_version_is_left_alone(tmp_path: Path):
    Store(tmp_path / "library.db").close()
    connection = sqlite3.connect(tmp_path / "library.db")
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('library', 'm999_future', '2099-01-01')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError, match=r"made by a newer version of MKT Tagger .m999_future."):
        Store(tmp_path / "library.db")


def test_a_file_that_is_no_database(tmp_path: Path):
    (tmp_path / "library.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(LibraryError, match="is damaged"):
        Store(tmp_path / "library.db")


def test_many_may_open_a_new_library_at_once(tmp_path: Path):
    errors = []

    def open_it() -> None:
        try:
            Store(tmp_path / "library.db").close()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_full_disk_is_told_and_keeps_what_was_there(store: Store, tmp_path: Path):
    root = store.roots.add(tmp_path)
    store.photos.insert(root, Decoded(Found("a.jpg", 1, 1, 1), "x", Facts(1, 1), None))
    pages = store.db.value("PRAGMA page_count")
    store.db.write(f"PRAGMA max_page_count = {pages}")
    photos = [Decoded(Found(f"{i}.jpg", 1, 1, i), "x" * 500, None, None) for i in range(500)]
    with pytest.raises(LibraryError, match="is full; free some space"), store.transaction():
        for photo in photos:
            store.photos.insert(root, photo)
    assert store.photos.counts()["photos"] == 1


def test_a_failed_transaction_stores_nothing(store: Store, tmp_path: Path):
    root = store.roots.add(tmp_path)
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.photos.insert(root, Decoded(Found("a.jpg", 1, 1, 1), "x", None, None))
        raise ZeroDivisionError
    assert store.photos.ids() == []
