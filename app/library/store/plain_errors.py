"""SQLite's errors, of reading as of writing, in words that a user can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.library.errors import CannotWriteError, DamagedError, InUseError, LibraryError
from app.library.store.copies import newest_copy

# What SQLite itself calls damage; anything else is none.
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
# No room or no right for the index of the write-ahead log.
NO_LOG = {sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP}


def code(error: sqlite3.Error) -> int | None:
    """SQLite's primary code; None where the error is Python's own."""
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """SQLite's errors that a user can act on, as LibraryError."""
    try:
        yield
    except sqlite3.Error as error:
        if code(error) in DAMAGED:
            raise damaged(path, error) from error
        if not isinstance(error, sqlite3.OperationalError):
            raise  # our own mistake, and no sign of damage
        raise _in_words(path, error) from error


def damaged(path: Path, why: object) -> DamagedError:
    """That a database is damaged, with the newest copy of it and what to run."""
    copy = newest_copy(path)
    advice = (
        f"or take the newest copy back: mkt-tagger restore {copy}" if copy else "there is no copy"
    )
    return DamagedError(
        f"{path} is damaged ({why}); to keep what can still be read, run: "
        f"mkt-tagger restore --recover ({advice})"
    )


def _in_words(path: Path, error: sqlite3.OperationalError) -> LibraryError:
    what = code(error)
    if what == sqlite3.SQLITE_FULL:
        return CannotWriteError(
            f"the disk that holds {path} is full; free some space and run this again: "
            "what was indexed so far is kept"
        )
    if what in CLOSED or getattr(error, "sqlite_errorcode", None) in NO_LOG:
        return CannotWriteError(
            f"{path} cannot be written ({error}); see who may write in its folder, or set "
            "MKT_TAGGER_HOME to another one"
        )
    if what in IN_USE:
        return InUseError(f"{path} is in use by another program; try again")
    if what == sqlite3.SQLITE_IOERR:
        return LibraryError(f"{path} cannot be read or written ({error}); see to its disk")
    return LibraryError(f"{path}: {error}")
