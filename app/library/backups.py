"""Copies of the library's database: made, listed, put back, and what is saved from a damaged one.

What people said exists nowhere else. A copy is made by itself after a run that changed something,
but at most one a day: the newest are kept, and a few runs in an hour must not push out yesterday's.
"""

import logging
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.library.errors import LibraryError
from app.library.one_run import one_run
from app.library.store.copies import copies, keep_newest, made_at, new_name
from app.library.store.database import LibraryDatabase
from app.library.store.recovery import Recovered
from app.library.store.restoring import Copy, inspect, recover_in_place, restore
from app.library.store.store import Store
from app.paths import Paths

log = logging.getLogger(__name__)


class Backups:
    """The copies of the library under `paths`, which need not be open, nor in order."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths

    def all(self) -> list[Copy | LibraryError]:
        """The dated copies, newest first; of a copy that is of no use, why."""
        return [_inspected(file) for file in copies(self.paths.database)]

    def write(self, file: Path | None = None) -> Copy:
        """Copy the database, as of now, to a new file, or among the dated copies.

        Raises LibraryError where it cannot be read or the file is there, and OSError.
        """
        database = self.paths.database
        if not database.exists():
            raise LibraryError("there is no library yet; run: mkt-tagger index FOLDER")
        if file and file.exists():
            raise LibraryError(f"there is a file {file} already; give another name")
        written = file or new_name(database)
        with closing(LibraryDatabase(database)) as library:
            library.copy_to(written)
        if file is None:
            keep_newest(database)
        return inspect(written)

    def restore(self, file: Path) -> tuple[Copy, Path]:
        """Put a copy back; returns what it holds, and the file that keeps the library until now.

        Raises LibraryError where the file is no library that this version understands, and while an
        indexing run is going on.
        """
        copy = inspect(file)
        with one_run(self.paths.data):
            return copy, restore(file, self.paths.database)

    def recover(self) -> tuple[Recovered, Path]:
        """Keep what can still be read of a damaged library; raises as `restore` does."""
        if not self.paths.database.exists():
            raise LibraryError("there is no library to recover")
        with one_run(self.paths.data):
            return recover_in_place(self.paths.database)


def copy_if_due(store: Store) -> None:
    """Make the copy of today, unless there is one or nothing changed since the last."""
    database = store.db.path
    try:
        newest = next(iter(copies(database)), None)
        if newest and made_at(newest)[:10] == f"{datetime.now(UTC):%Y-%m-%d}":
            return
        last = _inspected(newest) if newest else None
        if not isinstance(last, Copy) or last.revisions != store.revisions.all():
            store.db.copy_to(new_name(database))
            keep_newest(database)
    except (LibraryError, OSError) as error:
        log.warning("no copy of the library was made: %s", error)


def _inspected(file: Path) -> Copy | LibraryError:
    try:
        return inspect(file)
    except LibraryError as error:
        return error
