"""Opens the library's SQLite database, keeps its shape up to date and frames its transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from sqlite_utils import Database

from app.library.records import LibraryError
from app.library.store.migrations import STEPS, migrations

BUSY_SECONDS = 30


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
    except sqlite3.IntegrityError:
        raise  # our own mistake, and no sign of damage
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"{path} is damaged ({error}); move it away and index your folders again"
        ) from error


class LibraryDatabase:
    """One connection for one thread: write-ahead log, foreign keys, and a long patience."""

    def __init__(self, path: Path) -> None:
        """Open or make the database and bring it to the present shape.

        Raises LibraryError where it is damaged, locked, or made by a newer version.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with plain_errors(path):
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        self.tables = Database(connection)
        if newer := sorted({step.name for step in migrations.applied(self.tables)} - STEPS):
            raise LibraryError(
                f"{self.path} was made by a newer version of MKT Tagger ({newer[-1]}); update the "
                "program, or set MKT_TAGGER_HOME to another folder"
            )
        if migrations.pending(self.tables):
            # Two threads or programs may open a new library at once; the second finds it done.
            with FileLock(self.path.with_suffix(".migrating")):
                migrations.apply(self.tables)

    def close(self) -> None:
        self.tables.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with plain_errors(self.path), self.tables.atomic():
            yield


def now() -> str:
    """This moment as stored: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
