"""The one door to the library's SQLite database: every statement goes through it.

It keeps the database's shape up to date, frames its transactions and says SQLite's errors, of
reading as of writing, in words that a user can act on.
"""

import json
import logging
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlite_utils import Database

from app.library.errors import CannotWriteError, LibraryError
from app.library.store.copies import keep_newest, new_name, write_copy
from app.library.store.migrations import STEPS, migrations
from app.library.store.plain_errors import IN_USE, code, damaged, plain_errors

log = logging.getLogger(__name__)

BUSY_SECONDS = 30
ASK_AGAIN = 0.001, 0.005  # seconds, between two looks whether it is our turn
# The ids of `listed` in a statement: one variable however many they are, for SQLite limits these.
LISTED = "IN (SELECT value FROM json_each(?))"

Row = tuple[Any, ...]
Values = Sequence[object]


class LibraryDatabase:
    """One connection for one thread: write-ahead log, foreign keys, and a long patience.

    Where nothing can be written, on a read-only disk or in a folder of somebody else, it can still
    be read. Every method raises LibraryError where the database is damaged, locked or has no more
    room.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the database and bring it to the present shape.

        Raises LibraryError where it is damaged, locked, or made by a newer version.
        """
        self.path = path
        try:
            self._tables = self._opened(_connect_to_write)
        except (CannotWriteError, OSError):
            if not path.exists():
                raise
            self._tables = self._opened(_connect_to_read)

    def _opened(self, connect: Callable[[Path], sqlite3.Connection]) -> Database:
        with plain_errors(self.path):
            connection = connect(self.path)
            try:
                return self._prepared(connection)
            except BaseException:
                connection.close()
                raise

    def _prepared(self, connection: sqlite3.Connection) -> Database:
        tables = Database(connection)
        applied = {step.name for step in migrations.applied(tables)}
        check_shape(self.path, applied)
        if applied < STEPS:
            if connection.execute("PRAGMA query_only").fetchone()[0]:
                raise CannotWriteError(
                    f"{self.path} is of an earlier version: open it once where it can be written"
                )
            # Two threads or programs may open a library at once; the second finds it done.
            with FileLock(self.path.with_suffix(".migrating")):
                if applied and migrations.pending(tables):
                    write_copy(connection, new_name(self.path, "before"))
                    keep_newest(self.path)
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
        with self.transaction():
            return self._tables.execute(sql, values).rowcount

    def write_each(self, sql: str, many: Iterable[Values]) -> None:
        """Run a statement once for each of many values. The caller holds the transaction."""
        with plain_errors(self.path):
            self._tables.conn.executemany(sql, many)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of the block, or none, and safe on the disk at its end. One inside another is
        part of it. This is the one place where transactions begin.

        It has the turn to write from its first line on: a transaction that reads first and then
        wants to write is refused at once, however patient it is, where another wrote meanwhile.
        """
        with plain_errors(self.path):
            connection = self._tables.conn
            if connection.in_transaction:
                with self._tables.atomic():
                    yield
            else:
                self._begin(connection)
                with connection:  # commits, or takes all back
                    yield

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Wait for the turn to write. SQLite itself asks ever more seldom while it waits, so that
        busy programs would be served before the one that has waited longest."""
        until = time.monotonic() + BUSY_SECONDS
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if code(error) not in IN_USE or time.monotonic() > until:
                        raise
                time.sleep(random.uniform(*ASK_AGAIN))  # so that two do not meet again
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def remake(self, *statements: tuple[str, Values]) -> None:
        """Write what can be made again from what is kept elsewhere, in one transaction. A power cut
        may take it back, and where nothing can be written it is let go."""
        alone = not self._tables.conn.in_transaction
        if alone:
            self._tables.conn.execute("PRAGMA synchronous = NORMAL")
        try:
            with self.transaction():
                for sql, values in statements:
                    self._tables.execute(sql, values)
        except CannotWriteError as error:
            if not alone:
                raise  # it is for those who began the transaction to end it
            log.warning("not kept: %s", error)
        finally:
            if alone:
                self._tables.conn.execute("PRAGMA synchronous = FULL")

    def copy_to(self, file: Path) -> None:
        """Write a copy, as of now, to a new file; see copies. Raises LibraryError and OSError."""
        with plain_errors(self.path):
            write_copy(self._tables.conn, file)

    def take_over(self, file: Path) -> None:
        """Become what another database of the present shape is, all at once; what others keep in
        memory of this one counts as changed. Raises LibraryError."""
        with plain_errors(self.path), closing(sqlite3.connect(file)) as other:
            numbers = self.rows("SELECT topic, number FROM revisions")
            with other:
                other.executemany(
                    "UPDATE revisions SET number = max(number, ?2) + 1 WHERE topic = ?1", numbers
                )
            other.backup(self._tables.conn)

    def problems(self, full: bool = False) -> list[str]:
        """What SQLite finds damaged; `full` also compares every index with its table."""
        check = "integrity_check" if full else "quick_check"
        try:
            found = [str(text) for (text,) in self.rows(f"PRAGMA {check}")]
        except LibraryError as error:
            return [str(error)]
        return [] if found == ["ok"] else [str(damaged(self.path, f"{found[0].splitlines()[-1]}"))]


def _connect_to_write(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """For a disk that cannot be written. A log that another program left is read too; without one
    nobody has the database open, and SQLite may take it as one that does not change, for else it
    would want to make a log."""
    log_file = path.with_name(f"{path.name}-wal")
    alone = "" if log_file.exists() and log_file.stat().st_size else "&immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro{alone}", BUSY_SECONDS, uri=True
    )
    connection.execute("PRAGMA query_only = ON")
    return connection


def check_shape(path: Path, applied: Set[str]) -> None:
    """Raises LibraryError where these steps are of a newer version."""
    if newer := sorted(applied - STEPS):
        raise LibraryError(
            f"{path} was made by a newer version of MKT Tagger ({newer[-1]}); update the "
            "program, or set MKT_TAGGER_HOME to another folder"
        )


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
