"""Another database in place of the library's, with what was there kept: a copy made before, or what
can be read of a damaged one."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.library.errors import CannotWriteError, DamagedError, InUseError, LibraryError
from app.library.store.copies import (
    copies_folder,
    keep_newest,
    made_at,
    new_name,
    sync_folder,
    write_copy,
)
from app.library.store.database import LibraryDatabase, check_shape
from app.library.store.plain_errors import plain_errors
from app.library.store.recovery import Recovered, recover


@dataclass(frozen=True)
class Copy:
    """A copy of a library. made_at: ISO 8601, UTC; revisions: as the library's were then."""

    file: Path
    made_at: str
    photos: int
    tags: int
    revisions: tuple[int, ...]


def inspect(file: Path) -> Copy:
    """What a file holds. Raises LibraryError where it is no library, damaged, or of a newer version
    of the program."""
    if not file.is_file():
        raise LibraryError(f"there is no file {file}")
    try:
        with plain_errors(file), closing(_read_only(file)) as copy:
            return _inspected(file, copy)
    except DamagedError as error:
        raise DamagedError(f"{file} is damaged, or no library; take another copy") from error


def _inspected(file: Path, copy: sqlite3.Connection) -> Copy:
    try:
        steps = {name for (name,) in copy.execute("SELECT name FROM _sqlite_migrations")}
    except sqlite3.OperationalError as error:
        raise LibraryError(f"{file} is no library of MKT Tagger") from error
    check_shape(file, steps)
    if (problems := copy.execute("PRAGMA quick_check").fetchall()) != [("ok",)]:
        raise DamagedError(problems[0][0])
    photos, tags = (
        copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("photos", "tags")
    )
    revisions = copy.execute("SELECT number FROM revisions ORDER BY topic").fetchall()
    return Copy(file, made_at(file), photos, tags, tuple(number for (number,) in revisions))


def restore(file: Path, database: Path) -> Path:
    """Put a copy in the place of the database; returns what keeps the one that was there.

    The caller holds the indexing lock; others may have the database open. Raises LibraryError as
    `inspect` does.
    """
    inspect(file)
    with _draft(database) as draft:
        with plain_errors(file), closing(_read_only(file)) as copy:
            write_copy(copy, draft)
        LibraryDatabase(draft).close()  # of the present shape now
        return _replace(database, draft)


def recover_in_place(database: Path) -> tuple[Recovered, Path]:
    """Put what can still be read in the place of the database; returns that, and what keeps the one
    that was there. The caller holds the indexing lock."""
    with _draft(database) as draft:
        LibraryDatabase(draft).close()
        with plain_errors(draft), closing(sqlite3.connect(draft)) as target, target:
            recovered = recover(database, target)
        return recovered, _replace(database, draft)


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


@contextmanager
def _draft(database: Path) -> Iterator[Path]:
    """Where a database is made ready, beside the library's: gone at the end."""
    folder = database.parent / "restoring"
    shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
    folder.mkdir(parents=True)
    try:
        yield folder / database.name
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(database: Path, draft: Path) -> Path:
    """Through SQLite, so that others who have the database open see it change, all of it or
    nothing. One that cannot be read that way is another file from now on."""
    kept = new_name(database, "replaced")
    try:
        with closing(LibraryDatabase(database)) as present:
            present.copy_to(kept)
            present.take_over(draft)
    except (InUseError, CannotWriteError, OSError):
        raise
    except Exception:  # whatever is wrong with it: it is kept as it is
        kept.unlink(missing_ok=True)
        kept = _set_aside(database)
        draft.replace(database)
        sync_folder(database.parent)
    keep_newest(database)
    return kept


def _set_aside(database: Path) -> Path:
    """Keep a damaged database, and take its write-ahead log out of the way: SQLite would take it
    for one of the next database here."""
    kept = new_name(database).with_suffix(".damaged")
    copies_folder(database).mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal"):
        file = database.with_name(database.name + end)
        if file.exists():
            shutil.copyfile(file, kept.with_name(kept.name + end))
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    return kept
