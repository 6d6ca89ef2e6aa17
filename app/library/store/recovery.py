"""What can still be read of a damaged database, in a new one of the present shape.

Each table is read on its own, in as many parts as damage makes necessary; what people said comes
first. Where a table could not be read to its end, an earlier copy fills the gaps.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.library.store.copies import MADE_AGAIN, columns, insert, newest_copy, whole_table

# What people said, then what is made again by indexing. A label's id is named by the others.
HUMAN = ("roots", "labels", "tags", "lines", "learned", "saved_searches")
REST = ("photos", "encodings", "skipped")
NEVER = {MADE_AGAIN, "calibrations", "revisions", "_sqlite_migrations"}


@dataclass
class Recovered:
    """Rows in the new database, by table; the tables that could not be read to their end; the copy
    that filled their gaps, if there was one."""

    rows: dict[str, int] = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)
    filled_from: Path | None = None


def recover(database: Path, target: sqlite3.Connection) -> Recovered:
    """Fill `target`, empty and of the present shape. The caller commits."""
    result = Recovered()
    with closing(_connected(database)) as source:
        every = [
            name
            for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        others = [name for name in every if name not in {*HUMAN, *REST, *NEVER}]
        for table in (*HUMAN, *others, *REST):
            if not _take(source, target, table):
                result.torn.append(table)
    result.filled_from = newest_copy(database) if result.torn else None
    if result.filled_from:
        with closing(_connected(result.filled_from)) as copy:
            for table in result.torn:
                insert(target, table, columns(copy, table), whole_table(copy, table))
    _drop_orphans(target)
    for table in (*HUMAN, *REST):
        result.rows[table] = target.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return result


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _take(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> bool:
    """Take over what can be read of a table; returns whether that is all of it."""
    complete = True

    def torn() -> None:
        nonlocal complete
        complete = False

    try:
        names = columns(source, table)
    except sqlite3.DatabaseError:
        return False  # not even the list of tables
    if names:
        insert(target, table, names, _readable(source, table, names, torn))
    return complete and bool(names)


def _readable(
    source: sqlite3.Connection, table: str, names: list[str], torn: Callable[[], None]
) -> Iterator[tuple[object, ...]]:
    """The rows of a table from its start to where it is damaged, then from its end back to there;
    torn() is called where it is. `insert` leaves out what comes twice."""
    chosen = ",".join(f'"{name}"' for name in names)
    key = source.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", [table])
    order = [f'"{name}"' for (name,) in key] or ["rowid"]
    for direction in ("", " DESC"):
        ordered = ",".join(f"{name}{direction}" for name in order)
        try:
            yield from source.execute(f'SELECT {chosen} FROM "{table}" ORDER BY {ordered}')
            return
        except sqlite3.DatabaseError:
            torn()
    yield from _in_parts(source, f'SELECT {chosen} FROM "{table}"', table, order[0])


def _in_parts(
    source: sqlite3.Connection, rows: str, table: str, key: str
) -> Iterator[tuple[object, ...]]:
    """The rows between two damaged places, by halving what lies between numbers of the key."""
    try:
        lowest, highest = (
            source.execute(f'SELECT {end}({key}) FROM "{table}"').fetchone()[0]
            for end in ("min", "max")
        )
    except sqlite3.DatabaseError:
        return
    if not isinstance(lowest, int) or not isinstance(highest, int):
        return
    waiting = [(lowest, highest)]
    while waiting:
        first, last = waiting.pop()
        try:
            yield from source.execute(f"{rows} WHERE {key} BETWEEN ? AND ?", [first, last])
        except sqlite3.DatabaseError:
            if first < last:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]


def _drop_orphans(target: sqlite3.Connection) -> None:
    """A label that something was said of gets a name where its own was lost; other rows that name
    a row which could not be read are dropped."""
    for name in ("alias_of", "parent_id"):
        target.execute(
            f"UPDATE labels SET {name} = NULL WHERE {name} NOT IN (SELECT id FROM labels)"
        )
    for table in ("tags", "lines", "learned"):
        target.execute(
            "INSERT OR IGNORE INTO labels (id, name, in_vocabulary, added_at)"
            f" SELECT DISTINCT label_id, 'recovered label ' || label_id, 0, '' FROM {table}"
        )
    for table, _, parent, number in target.execute("PRAGMA foreign_key_check").fetchall():
        keys = target.execute(
            'SELECT "from", "to" FROM pragma_foreign_key_list(?) WHERE id = ?', [table, number]
        )
        child, key = keys.fetchone()
        target.execute(
            f'DELETE FROM "{table}" WHERE "{child}" NOT IN (SELECT "{key}" FROM "{parent}")'
        )
