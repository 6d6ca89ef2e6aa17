"""The library's SQLite database. The only file with SQL; every write is one transaction."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from sqlite_utils import Database

from app.library.migrations import STEPS, migrations
from app.library.records import Decoded, Facts, Found, LibraryError, Photo, Root, Skipped
from app.library.scoring import LabelScores

BUSY_SECONDS = 30
TYPED_LABELS_KEPT = 500

PHOTO = """SELECT p.id, r.path AS root, p.path, p.identity, p.width, p.height, p.taken_at, p.camera,
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


@dataclass(frozen=True)
class Label:
    id: int
    name: str
    in_vocabulary: bool


def _to_db(path: str) -> str | bytes:
    """A path as SQLite can hold it: bytes where it is not valid UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _from_db(path: str | bytes) -> str:
    return os.fsdecode(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """SQLite's errors that a user can act on, as LibraryError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise LibraryError(
                f"the disk that holds {path} is full; free some space and run this again: "
                "what was indexed so far is kept"
            ) from error
        if "locked" in str(error):
            raise LibraryError(f"{path} is in use by another program; try again") from error
        raise LibraryError(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"{path} is damaged ({error}); move it away and index your folders again"
        ) from error


class Store:
    """One connection for one thread. Paths come and go as str (any bytes, surrogate-escaped)."""

    def __init__(self, path: Path) -> None:
        """Open or make the database and bring it to the present shape.

        Raises LibraryError where it is damaged, locked, or made by a newer version.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with _plain_errors(path):
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        self.db = Database(connection)
        if newer := sorted({step.name for step in migrations.applied(self.db)} - STEPS):
            raise LibraryError(
                f"{self.path} was made by a newer version of MKT Tagger ({newer[-1]}); update the "
                "program, or set MKT_TAGGER_HOME to another folder"
            )
        if migrations.pending(self.db):
            # Two threads or programs may open a new library at once; the second finds it done.
            with FileLock(self.path.with_suffix(".migrating")):
                migrations.apply(self.db)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with _plain_errors(self.path), self.db.atomic():
            yield

    # Roots

    def roots(self) -> list[Root]:
        rows = self.db.query("SELECT id, path FROM roots ORDER BY id")
        return [Root(r["id"], Path(_from_db(r["path"]))) for r in rows]

    def add_root(self, path: Path) -> Root:
        """The root of `path`, made where there is none. Roots inside it become part of it."""
        with self.transaction():
            self.db.execute(
                "INSERT OR IGNORE INTO roots (path, added_at) VALUES (?, ?)",
                [_to_db(str(path)), _now()],
            )
            root = next(r for r in self.roots() if r.path == path)
            for inner in self.roots():
                if inner.id != root.id and inner.path.is_relative_to(path):
                    self._absorb(inner, root)
        return root

    def _absorb(self, inner: Root, outer: Root) -> None:
        """Move all of `inner` into `outer`, which lies above it; ids and so tags stay."""
        prefix = inner.path.relative_to(outer.path).as_posix()
        for table, key in (("photos", "rowid"), ("skipped", "path")):
            rows = self.db.execute(
                f"SELECT {key}, path FROM {table} WHERE root_id = ?", [inner.id]
            ).fetchall()
            for value, path in rows:
                self.db.execute(
                    f"UPDATE {table} SET root_id = ?, path = ? WHERE root_id = ? AND {key} = ?",
                    [outer.id, _to_db(f"{prefix}/{_from_db(path)}"), inner.id, value],
                )
        self.db.execute("DELETE FROM roots WHERE id = ?", [inner.id])

    # Photos

    def known_paths(self, root: Root) -> dict[str, Known]:
        """Everything the database holds of a root, by relative path."""
        known = {
            _from_db(path): Known(size, mtime, reason=reason)
            for path, size, mtime, reason in self.db.execute(
                "SELECT path, size, mtime_ns, reason FROM skipped WHERE root_id = ?", [root.id]
            )
        }
        for path, size, mtime, photo_id, identity, missing in self.db.execute(
            "SELECT path, size, mtime_ns, id, identity, missing_since FROM photos"
            " WHERE root_id = ?",
            [root.id],
        ):
            known[_from_db(path)] = Known(
                size, mtime, photo_id, identity, missing=missing is not None
            )
        return known

    def photos_of_identity(self, identity: str) -> list[tuple[int, Path, str]]:
        """(id, root, relative path) of every photo with this content."""
        rows = self.db.execute(
            "SELECT p.id, r.path, p.path FROM photos p JOIN roots r ON r.id = p.root_id"
            " WHERE p.identity = ?",
            [identity],
        )
        return [(i, Path(_from_db(root)), _from_db(path)) for i, root, path in rows]

    def insert_photo(self, root: Root, photo: Decoded) -> int:
        """A new photo, or a new content at a known path (which keeps its id). Returns the id."""
        found, facts = photo.found, photo.facts or Facts(0, 0)
        self.db.execute("DELETE FROM skipped WHERE root_id = ? AND path = ?",
                        [root.id, _to_db(found.path)])  # fmt: skip
        cursor = self.db.execute(
            "INSERT INTO photos (root_id, path, size, mtime_ns, inode, identity, width, height,"
            " taken_at, camera, added_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
            " ON CONFLICT (root_id, path) DO UPDATE SET size = excluded.size,"
            " mtime_ns = excluded.mtime_ns, inode = excluded.inode, identity = excluded.identity,"
            " width = excluded.width, height = excluded.height, taken_at = excluded.taken_at,"
            " camera = excluded.camera, missing_since = NULL RETURNING id",
            [root.id, _to_db(found.path), found.size, found.mtime_ns, found.inode, photo.identity,
             facts.width, facts.height, facts.taken_at, facts.camera, _now()],
        )  # fmt: skip
        return cursor.fetchone()[0]

    def move_photo(self, photo_id: int, root: Root, found: Found) -> None:
        """The photo's file lies elsewhere now; all else of it stays."""
        self.db.execute(
            "UPDATE photos SET root_id = ?, path = ?, size = ?, mtime_ns = ?, inode = ?,"
            " missing_since = NULL WHERE id = ?",
            [root.id, _to_db(found.path), found.size, found.mtime_ns, found.inode, photo_id],
        )

    def note_skipped(self, root: Root, skipped: Skipped) -> None:
        """Remember a file that cannot be read, so that it is not read again until it changes."""
        found = skipped.found
        self.db.execute(
            "INSERT OR REPLACE INTO skipped (root_id, path, size, mtime_ns, reason)"
            " VALUES (?,?,?,?,?)",
            [root.id, _to_db(found.path), found.size if skipped.lasting else -1, found.mtime_ns,
             skipped.reason],
        )  # fmt: skip

    def set_missing(self, gone: Iterable[int], back: Iterable[int]) -> None:
        """Photos whose files are no longer there, and those whose files are there again."""
        with self.transaction():
            self.db.conn.executemany(
                "UPDATE photos SET missing_since = ? WHERE id = ? AND missing_since IS NULL",
                [(_now(), i) for i in gone],
            )
            self.db.conn.executemany(
                "UPDATE photos SET missing_since = NULL WHERE id = ?", [(i,) for i in back]
            )

    def forget_skipped(self, root: Root, paths: Iterable[str]) -> None:
        with self.transaction():
            self.db.conn.executemany(
                "DELETE FROM skipped WHERE root_id = ? AND path = ?",
                [(root.id, _to_db(p)) for p in paths],
            )

    def photo_ids(self) -> list[int]:
        """Every photo whose file is there, newest first by the time it was taken."""
        rows = self.db.execute(
            "SELECT id FROM photos WHERE missing_since IS NULL"
            " ORDER BY taken_at IS NULL, taken_at DESC, id"
        )
        return [row[0] for row in rows]

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        """The photos of `ids`, in their order; unknown ids are left out."""
        marks = ",".join("?" * len(ids))
        rows = self.db.query(f"{PHOTO} WHERE p.id IN ({marks})", list(ids))
        by_id = {r["id"]: _photo(r) for r in rows}
        return [by_id[i] for i in ids if i in by_id]

    def photo_at(self, root: Root, path: str) -> Photo | None:
        rows = self.db.query(f"{PHOTO} WHERE p.root_id = ? AND p.path = ?", [root.id, _to_db(path)])
        return next(map(_photo, rows), None)

    def counts(self) -> dict[str, int]:
        """How many photos, missing photos and skipped files there are."""
        names = ("photos", "missing", "skipped")
        row = self.db.execute(
            "SELECT (SELECT count(*) FROM photos WHERE missing_since IS NULL),"
            " (SELECT count(*) FROM photos WHERE missing_since IS NOT NULL),"
            " (SELECT count(*) FROM skipped)"
        ).fetchone()
        return dict(zip(names, row, strict=True))

    # Encodings: which content lies in which row of a model's features file

    def encoded_rows(self, model_id: str) -> dict[str, int]:
        """Content identity -> features row."""
        rows = self.db.execute(
            'SELECT identity, "row" FROM encodings WHERE model_id = ?', [model_id]
        )
        return dict(rows.fetchall())

    def encoded_count(self, model_id: str) -> int:
        """One more than the highest features row in use."""
        return self.db.execute(
            'SELECT coalesce(max("row") + 1, 0) FROM encodings WHERE model_id = ?', [model_id]
        ).fetchone()[0]

    def add_encodings(self, model_id: str, first_row: int, identities: Sequence[str]) -> None:
        self.db.conn.executemany(
            'INSERT INTO encodings (model_id, "row", identity) VALUES (?,?,?)',
            [(model_id, first_row + i, identity) for i, identity in enumerate(identities)],
        )

    def drop_encodings(self, model_id: str, from_row: int) -> None:
        """Forget the rows that the features file no longer has, with all scores of the model."""
        with self.transaction():
            for statement in (
                'DELETE FROM encodings WHERE model_id = ? AND "row" >= ?',
                'DELETE FROM suggestions WHERE model_id = ? AND "row" >= ?',
                "DELETE FROM label_scores WHERE model_id = ? AND rows > ?",
            ):
                self.db.execute(statement, [model_id, from_row])

    def photos_of_rows(self, model_id: str, rows: Sequence[int]) -> list[tuple[int, int, Path]]:
        """(row, photo id, path) of the photos at hand whose content lies in these rows."""
        marks = ",".join("?" * len(rows))
        found = self.db.execute(
            'SELECT e."row", p.id, r.path, p.path FROM encodings e'
            " JOIN photos p ON p.identity = e.identity JOIN roots r ON r.id = p.root_id"
            f' WHERE e.model_id = ? AND e."row" IN ({marks}) AND p.missing_since IS NULL'
            " ORDER BY p.id",
            [model_id, *rows],
        )
        return [(row, i, Path(_from_db(root), _from_db(path))) for row, i, root, path in found]

    # Labels and scores

    def labels(self) -> list[Label]:
        rows = self.db.execute("SELECT id, name, in_vocabulary FROM labels ORDER BY name")
        return [Label(i, name, bool(inside)) for i, name, inside in rows]

    def vocabulary(self) -> list[Label]:
        return [label for label in self.labels() if label.in_vocabulary]

    def find_label(self, name: str) -> Label | None:
        row = self.db.execute(
            "SELECT id, name, in_vocabulary FROM labels WHERE name = ?", [name]
        ).fetchone()
        return row and Label(row[0], row[1], bool(row[2]))

    def add_labels(self, names: Iterable[str], in_vocabulary: bool) -> None:
        """Make labels; those known already join the vocabulary but never leave it by this."""
        with self.transaction():
            self.db.conn.executemany(
                "INSERT INTO labels (name, in_vocabulary, added_at) VALUES (?,?,?)"
                " ON CONFLICT (name) DO UPDATE"
                " SET in_vocabulary = max(in_vocabulary, excluded.in_vocabulary)",
                [(name, in_vocabulary, _now()) for name in names],
            )

    def remove_from_vocabulary(self, label: Label) -> None:
        """The label's suggestions go; it can still be typed."""
        with self.transaction():
            self.db.execute("UPDATE labels SET in_vocabulary = 0 WHERE id = ?", [label.id])
            self.db.execute("DELETE FROM suggestions WHERE label_id = ?", [label.id])

    def scores(self, label: Label, model_id: str) -> LabelScores | None:
        row = self.db.execute(
            "SELECT embedding, combined, global_scores, local_scores FROM label_scores"
            " WHERE label_id = ? AND model_id = ?",
            [label.id, model_id],
        ).fetchone()
        return row and LabelScores.unpack(*row)

    def save_scores(self, label: Label, model_id: str, scores: LabelScores) -> None:
        """Keep a label's scores; of labels only typed, the newest few hundred are kept."""
        with self.transaction():
            self.db.execute(
                "INSERT OR REPLACE INTO label_scores (label_id, model_id, rows, embedding,"
                " combined, global_scores, local_scores) VALUES (?,?,?,?,?,?,?)",
                [label.id, model_id, len(scores.combined), *scores.pack()],
            )
            if not label.in_vocabulary:
                self._drop_old_typed_scores()

    def _drop_old_typed_scores(self) -> None:
        self.db.execute(
            "DELETE FROM label_scores WHERE rowid IN (SELECT s.rowid FROM label_scores s"
            " JOIN labels l ON l.id = s.label_id WHERE l.in_vocabulary = 0"
            " ORDER BY s.rowid DESC LIMIT -1 OFFSET ?)",
            [TYPED_LABELS_KEPT],
        )

    def stale_vocabulary(self, model_id: str, rows: int) -> list[Label]:
        """The vocabulary labels whose scores do not cover `rows` features rows yet."""
        found = self.db.execute(
            "SELECT l.id, l.name FROM labels l LEFT JOIN label_scores s"
            " ON s.label_id = l.id AND s.model_id = ?"
            " WHERE l.in_vocabulary = 1 AND coalesce(s.rows, -1) < ? ORDER BY l.id",
            [model_id, rows],
        )
        return [Label(i, name, True) for i, name in found]

    def add_suggestions(self, model_id: str, rows: Iterable[tuple[int, int, float]]) -> None:
        """(features row, label id, confidence) of what is worth showing beside a photo."""
        self.db.conn.executemany(
            'INSERT OR REPLACE INTO suggestions (model_id, "row", label_id, confidence)'
            " VALUES (?,?,?,?)",
            [(model_id, *row) for row in rows],
        )

    def suggestions(self, model_id: str, photo: Photo, limit: int) -> list[tuple[str, float]]:
        """(label, confidence) of a photo, best first."""
        return self.db.execute(
            "SELECT l.name, s.confidence FROM suggestions s JOIN labels l ON l.id = s.label_id"
            ' JOIN encodings e ON e.model_id = s.model_id AND e."row" = s."row"'
            " WHERE e.model_id = ? AND e.identity = ? ORDER BY s.confidence DESC, l.name LIMIT ?",
            [model_id, photo.identity, limit],
        ).fetchall()


def _photo(row: dict) -> Photo:
    path = Path(_from_db(row["root"]), _from_db(row["path"]))
    return Photo(row["id"], path, *(row[k] for k in (
        "identity", "width", "height", "taken_at", "camera", "size")))  # fmt: skip
