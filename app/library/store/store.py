"""The photos of the library in SQLite: roots, files and which content has features."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.library.files.ignore import below
from app.library.records import Decoded, Facts, Found, Photo, Root, RootState, Skipped
from app.library.store.curves import LineStore
from app.library.store.database import LISTED, LibraryDatabase, from_db, listed, now, to_db
from app.library.store.families import FamilyStore
from app.library.store.label_store import LabelStore
from app.library.store.searches import SearchStore
from app.library.store.tags import TagStore

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


class Store:
    """One connection for one thread. Paths come and go as str (any bytes, surrogate-escaped).

    Methods named insert_, move_, note_ and add_encodings are steps of a batch: the caller holds the
    transaction. Every other write is a transaction of its own.
    """

    def __init__(self, path: Path) -> None:
        """See LibraryDatabase for what can be wrong with a database."""
        self.db = LibraryDatabase(path)
        self.labels = LabelStore(self.db)
        self.families = FamilyStore(self.db)
        self.tags = TagStore(self.db)
        self.searches = SearchStore(self.db)
        self.lines = LineStore(self.db)

    def close(self) -> None:
        self.db.close()

    def transaction(self) -> AbstractContextManager[None]:
        return self.db.transaction()

    # Roots

    def roots(self) -> list[Root]:
        rows = self.db.rows("SELECT id, path, patterns FROM roots ORDER BY id")
        return [Root(i, Path(from_db(path)), from_db(patterns)) for i, path, patterns in rows]

    def add_root(self, path: Path) -> Root:
        """The root of `path`, made where there is none. Roots inside it become part of it."""
        with self.transaction():
            self.db.write(
                "INSERT OR IGNORE INTO roots (path, added_at) VALUES (?, ?)",
                [to_db(str(path)), now()],
            )
            root = next(r for r in self.roots() if r.path == path)
            for inner in self.roots():
                if inner.id != root.id and inner.path.is_relative_to(path):
                    self._absorb(inner, root)
        return next(r for r in self.roots() if r.path == path)

    def root_states(self) -> list[RootState]:
        """Every root, with whether it is there and how many photos are at hand in it."""
        counts = dict(
            self.db.rows(
                "SELECT root_id, count(*) FROM photos WHERE missing_since IS NULL GROUP BY root_id"
            )
        )
        return [RootState(r, r.path.is_dir(), counts.get(r.id, 0)) for r in self.roots()]

    def forget_root(self, root: Root) -> None:
        """Drop a root with its photos' rows. Tags and features belong to contents and stay."""
        with self.transaction():
            self.db.write("DELETE FROM roots WHERE id = ?", [root.id])

    def relocate_root(self, root: Root, path: Path) -> Root:
        """The root's folder lies elsewhere now; its photos keep ids, tags and scores."""
        with self.transaction():
            self.db.write("UPDATE roots SET path = ? WHERE id = ?", [to_db(str(path)), root.id])
        return replace(root, path=path)

    def set_patterns(self, root: Root, patterns: str) -> Root:
        """Replace a root's own ignore patterns."""
        with self.transaction():
            self.db.write("UPDATE roots SET patterns = ? WHERE id = ?", [to_db(patterns), root.id])
        return replace(root, patterns=patterns)

    def _absorb(self, inner: Root, outer: Root) -> None:
        """Move all of `inner` into `outer`, which lies above it; ids and so tags stay."""
        prefix = inner.path.relative_to(outer.path).as_posix()
        for table, key in (("photos", "rowid"), ("skipped", "path")):
            rows = self.db.rows(
                f"SELECT {key}, path FROM {table} WHERE root_id = ?", [inner.id]
            )
            for value, path in rows:
                self.db.write(
                    f"UPDATE {table} SET root_id = ?, path = ? WHERE root_id = ? AND {key} = ?",
                    [outer.id, to_db(f"{prefix}/{from_db(path)}"), inner.id, value],
                )
        # What was hidden stays hidden.
        own = next(r for r in self.roots() if r.id == outer.id).patterns
        both = "\n".join(filter(None, (own, below(prefix, inner.patterns))))
        self.db.write("UPDATE roots SET patterns = ? WHERE id = ?", [to_db(both), outer.id])
        self.db.write("DELETE FROM roots WHERE id = ?", [inner.id])

    # Photos

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

    def photos_of_identity(self, identity: str) -> list[tuple[int, Path, str]]:
        """(id, root, relative path) of every photo with this content."""
        rows = self.db.rows(
            "SELECT p.id, r.path, p.path FROM photos p JOIN roots r ON r.id = p.root_id"
            " WHERE p.identity = ?",
            [identity],
        )
        return [(i, Path(from_db(root)), from_db(path)) for i, root, path in rows]

    def insert_photo(self, root: Root, photo: Decoded) -> int:
        """A new photo, or a new content at a known path (which keeps its id). Returns the id."""
        found, facts = photo.found, photo.facts or Facts(0, 0)
        self.db.write("DELETE FROM skipped WHERE root_id = ? AND path = ?",
                        [root.id, to_db(found.path)])  # fmt: skip
        photo_id: int = self.db.value(
            "INSERT INTO photos (root_id, path, size, mtime_ns, inode, identity, width, height,"
            " taken_at, camera, has_gps, added_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT (root_id, path) DO UPDATE SET size = excluded.size,"
            " mtime_ns = excluded.mtime_ns, inode = excluded.inode, identity = excluded.identity,"
            " width = excluded.width, height = excluded.height, taken_at = excluded.taken_at,"
            " camera = excluded.camera, has_gps = excluded.has_gps, missing_since = NULL"
            " RETURNING id",
            [root.id, to_db(found.path), found.size, found.mtime_ns, found.inode, photo.identity,
             facts.width, facts.height, facts.taken_at, facts.camera, facts.has_gps,
             now()],
        )  # fmt: skip
        return photo_id

    def move_photo(self, photo_id: int, root: Root, found: Found) -> None:
        """The photo's file lies elsewhere now; all else of it stays."""
        self.db.write(
            "UPDATE photos SET root_id = ?, path = ?, size = ?, mtime_ns = ?, inode = ?,"
            " missing_since = NULL WHERE id = ?",
            [root.id, to_db(found.path), found.size, found.mtime_ns, found.inode, photo_id],
        )

    def renumber(self, wanted: Mapping[int, int], dropped: Sequence[int]) -> None:
        """Give photos the ids in `wanted`, after the rows of `dropped` went. A photo whose id is
        taken by another gets a new one. Ids are named by no other table."""
        if not wanted:
            return
        displaced = set(wanted.values()) - set(wanted) - set(dropped)
        with self.transaction():
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
        self.db.write(
            "INSERT OR REPLACE INTO skipped (root_id, path, size, mtime_ns, reason)"
            " VALUES (?,?,?,?,?)",
            [root.id, to_db(found.path), found.size if skipped.lasting else -1, found.mtime_ns,
             skipped.reason],
        )  # fmt: skip

    def set_missing(self, gone: Iterable[int], back: Iterable[int]) -> None:
        """Photos whose files are no longer there, and those whose files are there again."""
        with self.transaction():
            self.db.write_each(
                "UPDATE photos SET missing_since = ? WHERE id = ? AND missing_since IS NULL",
                [(now(), i) for i in gone],
            )
            self.db.write_each(
                "UPDATE photos SET missing_since = NULL WHERE id = ?", [(i,) for i in back]
            )

    def forget_skipped(self, root: Root, paths: Iterable[str]) -> None:
        with self.transaction():
            self.db.write_each(
                "DELETE FROM skipped WHERE root_id = ? AND path = ?",
                [(root.id, to_db(p)) for p in paths],
            )

    def photo_ids(self) -> list[int]:
        """Every photo whose file is there, newest first by the time it was taken."""
        rows = self.db.rows(
            "SELECT id FROM photos WHERE missing_since IS NULL"
            " ORDER BY taken_at IS NULL, taken_at DESC, id"
        )
        return [row[0] for row in rows]

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        """The photos of `ids`, in their order; unknown ids are left out."""
        rows = self.db.rows(f"{PHOTO} WHERE p.id {LISTED}", [listed(ids)])
        by_id = {row[0]: _photo(*row) for row in rows}
        return [by_id[i] for i in ids if i in by_id]

    def photo_at(self, root: Root, path: str) -> Photo | None:
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

    # Encodings: which content lies in which row of a model's features file

    def encoded_rows(self, model_id: str) -> dict[str, int]:
        """Content identity -> features row."""
        return dict(
            self.db.rows('SELECT identity, "row" FROM encodings WHERE model_id = ?', [model_id])
        )

    def encoded_row(self, model_id: str, identity: str) -> int | None:
        """The features row of a content."""
        row: int | None = self.db.value(
            'SELECT "row" FROM encodings WHERE model_id = ? AND identity = ?', [model_id, identity]
        )
        return row

    def encoded_count(self, model_id: str) -> int:
        """One more than the highest features row in use."""
        count: int = self.db.value(
            'SELECT coalesce(max("row") + 1, 0) FROM encodings WHERE model_id = ?', [model_id]
        )
        return count

    def add_encodings(self, model_id: str, first_row: int, identities: Sequence[str]) -> None:
        self.db.write_each(
            'INSERT INTO encodings (model_id, "row", identity) VALUES (?,?,?)',
            [(model_id, first_row + i, identity) for i, identity in enumerate(identities)],
        )

    def drop_encodings(self, model_id: str, from_row: int) -> None:
        """Forget the rows that the features file no longer has, with all scores of the model."""
        with self.transaction():
            for statement in (
                'DELETE FROM encodings WHERE model_id = ? AND "row" >= ?',
                "DELETE FROM label_scores WHERE model_id = ? AND rows > ?",
                "DELETE FROM calibrations WHERE model_id = ? AND rows > ?",
            ):
                self.db.write(statement, [model_id, from_row])

    def photos_of_rows(self, model_id: str, rows: Sequence[int]) -> list[tuple[int, int, Path]]:
        """(row, photo id, path) of the photos at hand whose content lies in these rows."""
        found = self.db.rows(
            'SELECT e."row", p.id, r.path, p.path FROM encodings e'
            " JOIN photos p ON p.identity = e.identity JOIN roots r ON r.id = p.root_id"
            f' WHERE e.model_id = ? AND e."row" {LISTED} AND p.missing_since IS NULL'
            " ORDER BY p.id",
            [model_id, listed(rows)],
        )
        return [(row, i, Path(from_db(root), from_db(path))) for row, i, root, path in found]


def _photo(photo_id: int, root: str | bytes, path: str | bytes, *facts: Any) -> Photo:
    """A row of PHOTO."""
    return Photo(photo_id, Path(from_db(root), from_db(path)), *facts)
