"""Edited photos in SQLite: which content took another's place, and the tags that went along.

A tag is copied to the new content and stays with the old one, so that restoring the old file brings
back what was said of it. What was copied, and what it replaced, is kept: enough to take it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.library.store.database import LibraryDatabase, from_db, now


@dataclass(frozen=True)
class Replaced:
    """A photo's content identity before, and the one that its path holds now."""

    photo_id: int
    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    """A photo that took `tags` tags along when it was edited. carried_at: ISO 8601, UTC."""

    before: str
    after: str
    path: Path
    tags: int
    carried_at: str


class EditStore:
    """Part of a Store, on its connection. All but take_back are steps of a batch: the caller holds
    the transaction."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def note(self, replaced: Replaced) -> None:
        """Remember it until it is known what happened, if need be by a later run. A photo that
        changed again since it was noted has several contents before."""
        photo_id, before, after = replaced.photo_id, replaced.before, replaced.after
        self.db.write("UPDATE replaced SET after = ? WHERE photo_id = ?", [after, photo_id])
        self.db.write("INSERT OR REPLACE INTO replaced VALUES (?,?,?)", [photo_id, before, after])
        self.db.write("DELETE FROM replaced WHERE before = after")

    def noted(self) -> list[Replaced]:
        """What was noted of photos that still hold the content that took the other's place."""
        rows = self.db.rows(
            "SELECT r.photo_id, r.before, r.after FROM replaced r JOIN photos p"
            " ON p.id = r.photo_id AND p.identity = r.after ORDER BY r.photo_id"
        )
        return [Replaced(*row) for row in rows]

    def forget_noted(self) -> None:
        self.db.write("DELETE FROM replaced")

    def carry(self, before: str, after: str) -> int:
        """Copy the tags of a content to another, where nothing newer was said of it; returns how
        many."""
        carried = self.db.write(
            "INSERT OR REPLACE INTO carried_tags SELECT ?, ?, old.label_id, old.kind, old.set_at,"
            " new.kind, new.set_at, new.model_id, ? FROM tags old LEFT JOIN tags new"
            " ON new.label_id = old.label_id AND new.identity = ?"
            " WHERE old.identity = ? AND (new.set_at IS NULL OR new.set_at < old.set_at)",
            [before, after, now(), after, before],
        )
        self.db.write(
            "INSERT INTO tags (label_id, identity, kind, set_at, model_id)"
            " SELECT label_id, ?, kind, set_at, model_id FROM tags WHERE identity = ?"
            " ON CONFLICT (label_id, identity) DO UPDATE SET kind = excluded.kind,"
            " set_at = excluded.set_at, model_id = excluded.model_id"
            " WHERE excluded.set_at > tags.set_at",
            [after, before],
        )
        return carried

    def all(self) -> list[Edit]:
        """Every edited photo at hand that took tags along, the latest first."""
        rows = self.db.rows(
            "SELECT c.before, c.after, r.path, p.path, count(*), max(c.carried_at)"
            " FROM carried_tags c JOIN photos p ON p.identity = c.after"
            " JOIN roots r ON r.id = p.root_id WHERE p.missing_since IS NULL"
            " GROUP BY c.before, c.after, p.id ORDER BY max(c.carried_at) DESC, p.id"
        )
        return [
            Edit(before, after, Path(from_db(root), from_db(path)), tags, at)
            for before, after, root, path, tags, at in rows
        ]

    def take_back(self, edits: Sequence[Edit]) -> int:
        """Take from each new content the tags that it got and that nobody changed since, and put
        back what they replaced; returns how many photos had any."""
        with self.db.transaction():
            return sum(self._take_back(edit.before, edit.after) for edit in edits)

    def _take_back(self, before: str, after: str) -> bool:
        key = [before, after]
        rows = self.db.rows(
            "SELECT t.label_id, c.former_kind, c.former_set_at, c.former_model_id"
            " FROM carried_tags c JOIN tags t ON t.label_id = c.label_id AND t.identity = c.after"
            " AND t.kind = c.kind AND t.set_at = c.set_at WHERE c.before = ? AND c.after = ?",
            key,
        )
        for label_id, *former in rows:
            self.db.write("DELETE FROM tags WHERE label_id = ? AND identity = ?", [label_id, after])
            if former[0] is not None:
                self.db.write(
                    "INSERT INTO tags (label_id, identity, kind, set_at, model_id)"
                    " VALUES (?,?,?,?,?)",
                    [label_id, after, *former],
                )
        self.db.write("DELETE FROM carried_tags WHERE before = ? AND after = ?", key)
        return bool(rows)
