"""What searching keeps and reads in SQLite: saved searches, and the columns of all photos."""

import os
from pathlib import Path

from app.library.store.database import LibraryDatabase, now


class SearchStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def saved(self) -> list[tuple[str, str]]:
        """(name, query), by name."""
        rows = self.db.rows("SELECT name, query FROM saved_searches ORDER BY name")
        return [(name, query) for name, query in rows]

    def save(self, name: str, query: str) -> None:
        """Keep a query under a name; one of that name is replaced."""
        with self.db.transaction():
            self.db.write(
                "INSERT OR REPLACE INTO saved_searches (name, query, saved_at) VALUES (?,?,?)",
                [name, query, now()],
            )

    def delete(self, name: str) -> bool:
        """Whether there was a saved search of that name."""
        with self.db.transaction():
            deleted = self.db.write("DELETE FROM saved_searches WHERE name = ?", [name])
        return deleted > 0

    def revision(self, topic: str) -> int:
        """A number that changes whenever the tables of `topic` do: photos or tags."""
        return int(self.db.value("SELECT number FROM revisions WHERE topic = ?", [topic]))

    def revisions(self) -> tuple[int, ...]:
        """The numbers of all topics."""
        return tuple(n for (n,) in self.db.rows("SELECT number FROM revisions ORDER BY topic"))

    def columns(self, model_id: str) -> list[tuple]:
        """(id, features row or -1, width, height, taken at or None, has GPS or None) of every photo
        at hand, by id."""
        return self.db.rows(
            'SELECT p.id, coalesce(e."row", -1), p.width, p.height, p.taken_at, p.has_gps'
            " FROM photos p LEFT JOIN encodings e ON e.model_id = ? AND e.identity = p.identity"
            " WHERE p.missing_since IS NULL ORDER BY p.id",
            [model_id],
        )

    def paths(self) -> list[str]:
        """The full path of every photo at hand, by id."""
        roots = {i: os.fsdecode(path) for i, path in self.db.rows("SELECT id, path FROM roots")}
        rows = self.db.rows(
            "SELECT root_id, path FROM photos WHERE missing_since IS NULL ORDER BY id"
        )
        return [f"{roots[root]}{os.sep}{os.fsdecode(path)}" for root, path in rows]

    def cameras(self) -> list[str]:
        """The camera of every photo at hand, by id; "" where it is not known."""
        rows = self.db.rows(
            "SELECT coalesce(camera, '') FROM photos WHERE missing_since IS NULL ORDER BY id"
        )
        return [row[0] for row in rows]

    def copies(self) -> list[tuple[int, ...]]:
        """The ids of photos at hand that share a content, one group a content."""
        rows = self.db.rows(
            "SELECT group_concat(id) FROM (SELECT id, identity FROM photos"
            " WHERE missing_since IS NULL ORDER BY id) GROUP BY identity HAVING count(*) > 1"
        )
        return [tuple(sorted(map(int, row[0].split(",")))) for row in rows]

    def skipped(self) -> list[tuple[Path, str]]:
        """(path, reason) of every file that could not be read."""
        rows = self.db.rows(
            "SELECT r.path, s.path, s.reason FROM skipped s JOIN roots r ON r.id = s.root_id"
            " ORDER BY r.id, s.path"
        )
        return [(Path(os.fsdecode(r), os.fsdecode(p)), reason) for r, p, reason in rows]
