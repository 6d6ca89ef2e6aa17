"""A database of an earlier version is brought to the present shape."""

import sqlite3
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from app.library.records import TagKind
from app.library.store.migrations import migrations
from app.library.store.store import Store


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
    assert store.tags.set([3], {7: TagKind.ADDED}, "m") == {7: None}
    assert [t.label for t in store.tags.of_photo(7)] == ["dog"]
    table = store.with_model("m").photo_table()
    assert (table.ids, table.rows, table.widths, table.heights, table.gps) == (7, -1, 4, 3, False)
    assert np.isnat(table.taken).tolist() == [True]
    store.close()
