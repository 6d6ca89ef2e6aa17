"""Dated copies of the database: written whole or not at all, named by their time, the newest kept.

A copy holds all but the labels' scores, which are most of a database and are made again from the
features. It is one file, without a write-ahead log.
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

KEPT = 5
MADE_AGAIN = "label_scores"
_NAME = re.compile(r"library-(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)(?:-(\d+))?(?:-[a-z]+)?\.db")

Rows = Callable[[sqlite3.Connection, str], Iterator[tuple[object, ...]]]


def copies_folder(database: Path) -> Path:
    return database.parent / "backups"


def copies(database: Path) -> list[Path]:
    """The dated copies of a database, newest first."""
    dated = {f: _NAME.fullmatch(f.name) for f in copies_folder(database).glob("library-*.db")}
    # By date and time, then by the number of those of one second.
    times = {f: (name.groups()[:4], _number(f)) for f, name in dated.items() if name}
    return sorted(times, key=times.__getitem__, reverse=True)


def newest_copy(database: Path) -> Path | None:
    return next(iter(copies(database)), None)


def made_at(copy: Path) -> str:
    """When a copy was made: ISO 8601, UTC; of any other file, when it was changed."""
    if name := _NAME.fullmatch(copy.name):
        return "{}T{}:{}:{}+00:00".format(*name.groups()[:4])
    changed = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    return changed.isoformat(timespec="seconds")


def new_name(database: Path, why: str = "") -> Path:
    """Where a copy of this moment goes; `why`: a word for its name."""
    folder = copies_folder(database)
    stamp = f"{datetime.now(UTC):library-%Y-%m-%d-%H%M%S}"
    number = 1 + max((_number(file) for file in folder.glob(f"{stamp}*")), default=0)
    parts = [stamp, *([str(number)] if number > 1 else []), *([why] if why else [])]
    return folder / f"{'-'.join(parts)}.db"


def _number(copy: Path) -> int:
    """Which of one second's copies it is."""
    name = _NAME.match(copy.name)
    return int(name[5] or 1) if name else 1


def write_copy(connection: sqlite3.Connection, file: Path) -> None:
    """Write what a connection sees at one moment to a file, in place of what was there.

    Raises sqlite3.Error and OSError, and leaves the file as it was then.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as target:
            connection.execute("BEGIN")  # all tables as of one moment
            with connection, target:
                _copy_all(connection, target)
        draft.replace(file)
        sync_folder(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def _copy_all(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give an empty database the shape and the rows of another. The caller commits."""
    target.execute("BEGIN")
    shape = source.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    parts = shape.fetchall()
    for kind, name, sql in parts:
        if kind == "table":
            target.execute(sql)
            if name != MADE_AGAIN:
                insert(target, name, columns(source, name), whole_table(source, name))
    for kind, _, sql in parts:  # only now, or triggers would count
        if kind != "table":
            target.execute(sql)


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns; none where there is no such table."""
    found = connection.execute("SELECT name FROM pragma_table_info(?)", [table])
    return [name for (name,) in found]


def insert(
    target: sqlite3.Connection,
    table: str,
    names: list[str],
    rows: Iterator[tuple[object, ...]],
) -> None:
    """Add rows of these columns; one whose key is there, or that does not fit, is left out."""
    quoted = ",".join(f'"{name}"' for name in names)
    marks = ",".join("?" * len(names))
    target.executemany(f'INSERT OR IGNORE INTO "{table}" ({quoted}) VALUES ({marks})', rows)


def whole_table(source: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """Every row, with its columns in the order of `columns`."""
    yield from source.execute(f'SELECT * FROM "{table}"')


def keep_newest(database: Path) -> None:
    """Delete all dated copies but the newest."""
    for old in copies(database)[KEPT:]:
        old.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk."""
    if os.name == "nt":
        return  # where a folder cannot be opened
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
