"""The photos of the library in SQLite, and the files that could not be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.library.records import Decoded, Facts, Found, Photo, Root, Skipped
from app.library.store.database import LISTED, LibraryDatabase, from_db, listed, now, to_db

PHOTO = """SELECT p.id, r.path, p.path, p.identity, p.width, p.height, p.taken_at, p.camera,
    p.size FROM photos p JOIN roots r ON r.id = p.root_id"""


@dataclass(frozen=True)
class Known:
    """What the database holds of one path: `photo_id` is None for a file that was skipped."""

    size: int
    mtime_ns: int
    photo_id: int | None = None
    identity: str | None = None
    reason: str | None = None
    missing: bool = False


class PhotoStore:
    """Part of a Store, on its connection. Paths come and go as str (any bytes, surrogate-escaped).

    insert, move and note_skipped are steps of a batch: the caller holds the transaction.
    """

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def known_paths(self, root: Root) -> dict[str, Known]:
        """Everything the database holds of a root, by relative path."""
        known = {
            from_db(path): Known(size, mtime, reason=reason)
            for path, size, mtime, reason in self.db.rows(
                "SELECT path, size, mtime_ns, reason FROM skipped WHERE root_id = ?", [root.id]
            )
        }
        for path, size, mtime, photo_id, identity, missing in self.db.rows(
            "SELECT path, size, mtime_ns, id, identity, missing_since FROM photos"
            " WHERE root_id = ?",
            [root.id],
        ):
            known[from_db(path)] = Known(
                size, mtime, photo_id, identity, missing=missing is not None
            )
        return known

    def of_identity(self, identity: str) -> list[tuple[int, Path, str]]:
        """(id, root, relative path) of every photo with this content."""
        rows = self.db.rows(
            "SELECT p.id, r.path, p.path FROM photos p JOIN roots r ON r.id = p.root_id"
            " WHERE p.identity = ?",
            [identity],
        )
        return [(i, Path(from_db(root)), from_db(path)) for i, root, path in rows]

    def insert(self, root: Root, photo: Decoded) -> int:
        """A new photo, or a new content at a known path (which keeps its id). Returns the id."""
        found, facts = photo.found, photo.facts or Facts(0, 0)
        self.db.write(
            "DELETE FROM skipped WHERE root_id = ? AND path = ?", [root.id, to_db(found.path)]
        )
        photo_id: int = self.db.value(
            "INSERT INTO photos (root_id, path, size, mtime_ns, inode, identity, width, height,"
            " taken_at, camera, has_gps, added_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT (root_id, path) DO UPDATE SET size = excluded.size,"
            " mtime_ns = excluded.mtime_ns, inode = excluded.inode, identity = excluded.identity,"
            " width = excluded.width, height = excluded.height, taken_at = excluded.taken_at,"
            " camera = excluded.camera, has_gps = excluded.has_gps, missing_since = NULL"
            " RETURNING id",
            [
                *_place(root, found),
                photo.identity,
                facts.width,
                facts.height,
                facts.taken_at,
                facts.camera,
                facts.has_gps,
                now(),
            ],
        )
        return photo_id

    def move(self, photo_id: int, root: Root, found: Found) -> None:
        """The photo's file lies elsewhere now; all else of it stays."""
        self.db.write(
            "UPDATE photos SET root_id = ?, path = ?, size = ?, mtime_ns = ?, inode = ?,"
            " missing_since = NULL WHERE id = ?",
            [*_place(root, found), photo_id],
        )

    def renumber(self, wanted: Mapping[int, int], dropped: Sequence[int]) -> None:
        """Give photos the ids in `wanted`, after the rows of `dropped` went. A photo whose id is
        taken by another gets a new one. Ids are named by no other table."""
        if not wanted:
            return
        displaced = set(wanted.values()) - set(wanted) - set(dropped)
        with self.db.transaction():
            added = {
                i: self.db.value("SELECT added_at FROM photos WHERE id = ?", [i])
                for i in wanted.values()
            }
            free = self.db.value("SELECT max(id) + 1 FROM photos")
            self.db.write_each("DELETE FROM photos WHERE id = ?", [(i,) for i in dropped])
            moves = dict(wanted) | {i: free + n for n, i in enumerate(sorted(displaced))}
            # In two steps, since no two rows may share an id even for a moment.
            self.db.write_each("UPDATE photos SET id = -id WHERE id = ?", [(i,) for i in moves])
            self.db.write_each(
                "UPDATE photos SET id = ?, added_at = coalesce(?, added_at) WHERE id = ?",
                [(new, added.get(new), -old) for old, new in moves.items()],
            )

    def note_skipped(self, root: Root, skipped: Skipped) -> None:
        """Remember a file that cannot be read, so that it is not read again until it changes."""
        found = skipped.found
        size = found.size if skipped.lasting else -1  # which no file has
        self.db.write(
            "INSERT OR REPLACE INTO skipped (root_id, path, size, mtime_ns, reason)"
            " VALUES (?,?,?,?,?)",
            [root.id, to_db(found.path), size, found.mtime_ns, skipped.reason],
        )

    def set_missing(self, gone: Iterable[int], back: Iterable[int]) -> None:
        """Photos whose files are no longer there, and those whose files are there again."""
        with self.db.transaction():
            self.db.write_each(
                "UPDATE photos SET missing_since = ? WHERE id = ? AND missing_since IS NULL",
                [(now(), i) for i in gone],
            )
            self.db.write_each(
                "UPDATE photos SET missing_since = NULL WHERE id = ?", [(i,) for i in back]
            )

    def forget_skipped(self, root: Root, paths: Iterable[str]) -> None:
        with self.db.transaction():
            self.db.write_each(
                "DELETE FROM skipped WHERE root_id = ? AND path = ?",
                [(root.id, to_db(p)) for p in paths],
            )

    def ids(self) -> list[int]:
        """Every photo whose file is there, newest first by the time it was taken."""
        rows = self.db.rows(
            "SELECT id FROM photos WHERE missing_since IS NULL"
            " ORDER BY taken_at IS NULL, taken_at DESC, id"
        )
        return [row[0] for row in rows]

    def get(self, ids: Sequence[int]) -> list[Photo]:
        """The photos of `ids`, in their order; unknown ids are left out."""
        rows = self.db.rows(f"{PHOTO} WHERE p.id {LISTED}", [listed(ids)])
        by_id = {row[0]: _photo(*row) for row in rows}
        return [by_id[i] for i in ids if i in by_id]

    def at(self, root: Root, path: str) -> Photo | None:
        row = self.db.row(f"{PHOTO} WHERE p.root_id = ? AND p.path = ?", [root.id, to_db(path)])
        return _photo(*row) if row else None

    def counts(self) -> dict[str, int]:
        """How many photos, missing photos and skipped files there are."""
        names = ("photos", "missing", "skipped")
        (row,) = self.db.rows(
            "SELECT (SELECT count(*) FROM photos WHERE missing_since IS NULL),"
            " (SELECT count(*) FROM photos WHERE missing_since IS NOT NULL),"
            " (SELECT count(*) FROM skipped)"
        )
        return dict(zip(names, row, strict=True))

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
        return [(Path(from_db(r), from_db(p)), reason) for r, p, reason in rows]


def _place(root: Root, found: Found) -> tuple[object, ...]:
    """root_id, path, size, mtime_ns, inode."""
    return root.id, to_db(found.path), found.size, found.mtime_ns, found.inode


def _photo(photo_id: int, root: str | bytes, path: str | bytes, *facts: Any) -> Photo:
    """A row of PHOTO."""
    return Photo(photo_id, Path(from_db(root), from_db(path)), *facts)
