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
_NAME = re.compile(r"library-(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)(-\w+)*\.db")

Rows = Callable[[sqlite3.Connection, str], Iterator[tuple[object, ...]]]


def copies_folder(database: Path) -> Path:
    return database.parent / "backups"


def copies(database: Path) -> list[Path]:
    """The dated copies of a database, newest first."""
    found = copies_folder(database).glob("library-*.db")
    return sorted((f for f in found if _NAME.fullmatch(f.name)), reverse=True)


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
    stamp, tail = f"{datetime.now(UTC):library-%Y-%m-%d-%H%M%S}", f"-{why}" if why else ""
    folder, number = copies_folder(database), 1
    while (file := folder / f"{stamp}{'' if number == 1 else f'-{number}'}{tail}.db").exists():
        number += 1
    return file


def write_copy(connection: sqlite3.Connection, file: Path) -> None:
    """Write what a connection sees at one moment to a new file.

    Raises sqlite3.Error and OSError, and leaves no file then.
    """
    draft = file.with_name(f"{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as target:
            connection.execute("BEGIN")  # all tables as of one moment
            with connection, target:
                fill(connection, target, whole_table)
        draft.replace(file)
        sync_folder(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def fill(source: sqlite3.Connection, target: sqlite3.Connection, rows: Rows) -> None:
    """Give an empty database the shape and the `rows` of another. The caller commits."""
    target.execute("BEGIN")
    shape = source.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
    ).fetchall()
    for kind, name, sql in shape:
        if kind == "table":
            target.execute(sql)
            if name != MADE_AGAIN:
                insert(target, name, rows(source, name))
    for kind, _, sql in shape:  # only now, or triggers would count
        if kind != "table":
            target.execute(sql)


def insert(target: sqlite3.Connection, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    """Add rows to a table of the same columns; one whose key is there is left out."""
    columns = target.execute(f'SELECT count(*) FROM pragma_table_info("{table}")').fetchone()[0]
    marks = ",".join("?" * columns)
    target.executemany(f'INSERT OR IGNORE INTO "{table}" VALUES ({marks})', rows)


def whole_table(source: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    yield from source.execute(f'SELECT * FROM "{table}"')


def keep_newest(database: Path) -> None:
    """Delete all dated copies but the newest."""
    for old in copies(database)[KEPT:]:
        old.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk; where that is not possible, let be."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # on Windows a folder is no file
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
