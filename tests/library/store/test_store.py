"""The database: opening what is new, old, newer, damaged or full."""

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from app.library.records import Decoded, Facts, Found, LibraryError
from app.library.scores.formulas import LabelScores
from app.library.store.label_store import TYPED_LABELS_KEPT
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
    root = store.add_root(tmp_path)
    store.insert_photo(root, Decoded(Found("a.jpg", 1, 1, 1), "x", Facts(1, 1), None))
    pages = store.db.value("PRAGMA page_count")
    store.db.write(f"PRAGMA max_page_count = {pages}")
    photos = [Decoded(Found(f"{i}.jpg", 1, 1, i), "x" * 500, None, None) for i in range(500)]
    with pytest.raises(LibraryError, match="is full; free some space"), store.transaction():
        for photo in photos:
            store.insert_photo(root, photo)
    assert store.counts()["photos"] == 1


def test_a_failed_transaction_stores_nothing(store: Store, tmp_path: Path):
    root = store.add_root(tmp_path)
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.insert_photo(root, Decoded(Found("a.jpg", 1, 1, 1), "x", None, None))
        raise ZeroDivisionError
    assert store.photo_ids() == []


def test_scores_come_back_as_they_went_in(store: Store):
    store.labels.add(["dog"], in_vocabulary=True)
    label = store.labels.find("dog")
    values = np.array([0.5, -0.25, 1.0], np.float32)
    store.labels.save_scores(label, "m", LabelScores(values, values * 2, values * 3, values * 4))
    kept = store.labels.scores(label, "m")
    np.testing.assert_array_equal(kept.embedding, values)
    np.testing.assert_array_equal(kept.combined, values * 2)
    np.testing.assert_array_equal(kept.global_scores, values * 3)
    np.testing.assert_array_equal(kept.local_scores, values * 4)
    assert store.labels.scores(label, "other model") is None


def test_of_labels_only_typed_the_newest_are_kept(store: Store):
    empty = np.zeros(0, np.float32)
    scores = LabelScores(empty, empty, empty, empty)
    names = [f"typed {i}" for i in range(TYPED_LABELS_KEPT + 3)]
    store.labels.add(["kept"], in_vocabulary=True)
    store.labels.add(names, in_vocabulary=False)
    store.labels.save_scores(store.labels.find("kept"), "m", scores)
    for name in names:
        store.labels.save_scores(store.labels.find(name), "m", scores)
    assert store.labels.scores(store.labels.find("kept"), "m")
    assert store.labels.scores(store.labels.find("typed 2"), "m") is None
    assert store.labels.scores(store.labels.find("typed 3"), "m")
