"""What a disk or another program may do to a database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PAGE_TYPE = 1  # no page of a table begins with it


def damage(database: Path, *tables: str) -> None:
    """Make the first page of each of these tables, and of their indexes, unreadable."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = [
            page
            for table in tables
            for (page,) in connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name = ? AND rootpage", [table]
            )
        ]
    with database.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(bytes([PAGE_TYPE]) * size)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """While another program has the database for itself."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        yield


def damage_pages_with(database: Path, *texts: bytes) -> None:
    """Make every page that holds one of these texts unreadable."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = database.read_bytes()
    pages = [content[i : i + size] for i in range(0, len(content), size)]
    wrong = bytes([PAGE_TYPE]) * size
    database.write_bytes(b"".join(wrong if any(t in p for t in texts) else p for p in pages))
