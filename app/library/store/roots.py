"""The folders of the library in SQLite."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.library.files.ignore import below
from app.library.records import Root
from app.library.store.database import LibraryDatabase, from_db, now, to_db


@dataclass(frozen=True)
class RootState:
    """A root, whether its folder is there now, and how many photos it holds."""

    root: Root
    present: bool
    photos: int


class RootStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def all(self) -> list[Root]:
        rows = self.db.rows("SELECT id, path, patterns FROM roots ORDER BY id")
        return [Root(i, Path(from_db(path)), from_db(patterns)) for i, path, patterns in rows]

    def add(self, path: Path) -> Root:
        """The root of `path`, made where there is none. Roots inside it become part of it."""
        with self.db.transaction():
            self.db.write(
                "INSERT OR IGNORE INTO roots (path, added_at) VALUES (?, ?)",
                [to_db(str(path)), now()],
            )
            root = self._at(path)
            for inner in self.all():
                if inner.id != root.id and inner.path.is_relative_to(path):
                    self._absorb(inner, self._at(path))
        return self._at(path)

    def _at(self, path: Path) -> Root:
        return next(r for r in self.all() if r.path == path)

    def states(self) -> list[RootState]:
        """Every root, with whether it is there and how many photos are at hand in it."""
        counts: dict[int, int] = dict(
            self.db.rows(
                "SELECT root_id, count(*) FROM photos WHERE missing_since IS NULL GROUP BY root_id"
            )
        )
        return [RootState(r, r.path.is_dir(), counts.get(r.id, 0)) for r in self.all()]

    def forget(self, root: Root) -> None:
        """Drop a root with its photos' rows. Tags and features belong to contents and stay."""
        self.db.write("DELETE FROM roots WHERE id = ?", [root.id])

    def relocate(self, root: Root, path: Path) -> Root:
        """The root's folder lies elsewhere now; its photos keep ids, tags and scores."""
        self.db.write("UPDATE roots SET path = ? WHERE id = ?", [to_db(str(path)), root.id])
        return replace(root, path=path)

    def set_patterns(self, root: Root, patterns: str) -> Root:
        """Replace a root's own ignore patterns."""
        self.db.write("UPDATE roots SET patterns = ? WHERE id = ?", [to_db(patterns), root.id])
        return replace(root, patterns=patterns)

    def _absorb(self, inner: Root, outer: Root) -> None:
        """Move all of `inner` into `outer`, which lies above it; ids and so tags stay."""
        prefix = inner.path.relative_to(outer.path).as_posix()
        for table, key in (("photos", "rowid"), ("skipped", "path")):
            rows = self.db.rows(f"SELECT {key}, path FROM {table} WHERE root_id = ?", [inner.id])
            self.db.write_each(
                f"UPDATE {table} SET root_id = ?, path = ? WHERE root_id = ? AND {key} = ?",
                [
                    (outer.id, to_db(f"{prefix}/{from_db(path)}"), inner.id, value)
                    for value, path in rows
                ],
            )
        # What was hidden stays hidden.
        both = "\n".join(filter(None, (outer.patterns, below(prefix, inner.patterns))))
        self.set_patterns(outer, both)
        self.forget(inner)
