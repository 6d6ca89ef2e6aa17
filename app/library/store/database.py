"""The one door to the library's SQLite database: every statement goes through it.

It keeps the database's shape up to date, frames its transactions and says SQLite's errors, of
reading as of writing, in words that a user can act on.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlite_utils import Database

from app.library.errors import LibraryError
from app.library.store.migrations import STEPS, migrations

BUSY_SECONDS = 30
# The ids of `listed` in a statement: one variable however many they are, for SQLite limits these.
LISTED = "IN (SELECT value FROM json_each(?))"

Row = tuple[Any, ...]
Values = Sequence[object]


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """SQLite's errors that a user can act on, as LibraryError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise LibraryError(
                f"the disk that holds {path} is full; free some space and run this again: "
                "what was indexed so far is kept"
            ) from error
        if "locked" in str(error):
            raise LibraryError(f"{path} is in use by another program; try again") from error
        raise LibraryError(f"{path}: {error}") from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # our own mistake, and no sign of damage
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"{path} is damaged ({error}); move it away and index your folders again"
        ) from error


class LibraryDatabase:
    """One connection for one thread: write-ahead log, foreign keys, and a long patience.

    Every method raises LibraryError where the database is damaged, locked or has no more room.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the database and bring it to the present shape.

        Raises LibraryError where it is damaged, locked, or made by a newer version.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with plain_errors(path):
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
            try:
                self._tables = self._prepared(connection)
            except BaseException:
                connection.close()
                raise

    def _prepared(self, connection: sqlite3.Connection) -> Database:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        tables = Database(connection)
        if newer := sorted({step.name for step in migrations.applied(tables)} - STEPS):
            raise LibraryError(
                f"{self.path} was made by a newer version of MKT Tagger ({newer[-1]}); update the "
                "program, or set MKT_TAGGER_HOME to another folder"
            )
        if migrations.pending(tables):
            # Two threads or programs may open a new library at once; the second finds it done.
            with FileLock(self.path.with_suffix(".migrating")):
                migrations.apply(tables)
        return tables

    def close(self) -> None:
        self._tables.close()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a question; read to the end here, since reading on may fail too."""
        with plain_errors(self.path):
            return self._tables.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a question, or None."""
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql: str, values: Values = ()) -> Any:
        """The only column of the first row, or None where there is no row."""
        row = self.row(sql, values)
        return row[0] if row else None

    def write(self, sql: str, values: Values = ()) -> int:
        """Run a statement that changes something; returns how many rows it changed. Outside a
        transaction it is one by itself."""
        with plain_errors(self.path):
            return self._tables.execute(sql, values).rowcount

    def write_each(self, sql: str, many: Iterable[Values]) -> None:
        """Run a statement once for each of many values. The caller holds the transaction."""
        with plain_errors(self.path):
            self._tables.conn.executemany(sql, many)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of the block, or none. One inside another is part of it. This is the one
        place where transactions begin."""
        with plain_errors(self.path), self._tables.atomic():
            yield


def listed(ids: Iterable[int]) -> str:
    """Ids as the value of LISTED."""
    return json.dumps(list(ids))


def to_db(path: str) -> str | bytes:
    """A path as SQLite can hold it: bytes where it is not valid UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def from_db(path: str | bytes) -> str:
    return os.fsdecode(path)


def now() -> str:
    """This moment as stored: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
