"""The shape of the library's database, as a list of steps that are never edited once released."""

import numpy as np
from sqlite_utils import Database, Migrations

migrations = Migrations("library")


@migrations()
def m001_photos_and_scores(db: Database) -> None:
    """Paths are TEXT where they are valid UTF-8 and BLOB where they are not."""
    for statement in (
        """CREATE TABLE roots (
            id INTEGER PRIMARY KEY, path NOT NULL UNIQUE, added_at TEXT NOT NULL)""",
        """CREATE TABLE photos (
            id INTEGER PRIMARY KEY,
            root_id INTEGER NOT NULL REFERENCES roots(id) ON DELETE CASCADE,
            path NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
            inode INTEGER NOT NULL, identity TEXT NOT NULL,
            width INTEGER NOT NULL, height INTEGER NOT NULL, taken_at TEXT, camera TEXT,
            added_at TEXT NOT NULL, missing_since TEXT,
            UNIQUE (root_id, path))""",
        "CREATE INDEX photos_identity ON photos(identity)",
        """CREATE TABLE skipped (
            root_id INTEGER NOT NULL REFERENCES roots(id) ON DELETE CASCADE,
            path NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (root_id, path)) WITHOUT ROWID""",
        # Features belong to a content, not to a file: copies and moved files share one row.
        """CREATE TABLE encodings (
            model_id TEXT NOT NULL, "row" INTEGER NOT NULL, identity TEXT NOT NULL,
            PRIMARY KEY (model_id, "row")) WITHOUT ROWID""",
        "CREATE UNIQUE INDEX encodings_identity ON encodings(model_id, identity)",
        """CREATE TABLE labels (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
            in_vocabulary INTEGER NOT NULL, added_at TEXT NOT NULL)""",
        # One row a (label, model): packed little-endian arrays over the features rows 0..rows-1.
        """CREATE TABLE label_scores (
            label_id INTEGER NOT NULL REFERENCES labels(id) ON DELETE CASCADE,
            model_id TEXT NOT NULL, embedding BLOB NOT NULL, rows INTEGER NOT NULL,
            combined BLOB NOT NULL, global_scores BLOB NOT NULL, local_scores BLOB NOT NULL,
            UNIQUE (label_id, model_id))""",
        # What is shown beside a photo: its few best vocabulary labels.
        """CREATE TABLE suggestions (
            model_id TEXT NOT NULL, "row" INTEGER NOT NULL,
            label_id INTEGER NOT NULL REFERENCES labels(id) ON DELETE CASCADE,
            confidence REAL NOT NULL,
            PRIMARY KEY (model_id, "row", label_id)) WITHOUT ROWID""",
    ):
        db.execute(statement)


@migrations()
def m002_tags_and_searching(db: Database) -> None:
    """What humans say of photos, by content; and what the search language asks for."""
    for statement in (
        """CREATE TABLE tags (
            label_id INTEGER NOT NULL REFERENCES labels(id),
            identity TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('accepted', 'rejected', 'added')),
            set_at TEXT NOT NULL, model_id TEXT NOT NULL,
            PRIMARY KEY (label_id, identity)) WITHOUT ROWID""",
        "CREATE INDEX tags_identity ON tags(identity)",
        # An alias is another name of a label; a parent is found wherever its child is.
        "ALTER TABLE labels ADD COLUMN alias_of INTEGER REFERENCES labels(id)",
        "ALTER TABLE labels ADD COLUMN parent_id INTEGER REFERENCES labels(id)",
        # NULL: indexed by a version that did not look.
        "ALTER TABLE photos ADD COLUMN has_gps INTEGER",
        """CREATE TABLE saved_searches (
            name TEXT PRIMARY KEY, query TEXT NOT NULL, saved_at TEXT NOT NULL) WITHOUT ROWID""",
        # What is kept in memory of a table is good as long as its number here stays.
        "CREATE TABLE revisions (topic TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO revisions VALUES ('photos', 0), ('tags', 0), ('labels', 0)",
    ):
        db.execute(statement)
    topics = {
        "photos": "photos",
        "encodings": "photos",
        "roots": "photos",
        "tags": "tags",
        "label_scores": "labels",
    }
    for table, topic in topics.items():
        for change in ("INSERT", "UPDATE", "DELETE"):
            _note(db, f"{table}_{change}", f"{change} ON {table}", topic)
    changed = "in_vocabulary, alias_of, parent_id"
    _note(db, "labels_UPDATE", f"UPDATE OF {changed} ON labels", "labels")
    # A label that was only typed is news to nobody.
    _note(db, "labels_INSERT", "INSERT ON labels WHEN new.in_vocabulary", "labels")


def _note(db: Database, name: str, change: str, topic: str) -> None:
    """Count a change of a table as one of its topic."""
    db.execute(
        f"CREATE TRIGGER noted_{name} AFTER {change} BEGIN"
        f" UPDATE revisions SET number = number + 1 WHERE topic = '{topic}'; END"
    )


@migrations()
def m003_lines_and_learning(db: Database) -> None:
    """Where a label's yes begins. Made from scores, so of one model; tags are kept elsewhere."""
    key = """label_id INTEGER NOT NULL REFERENCES labels(id) ON DELETE CASCADE,
            model_id TEXT NOT NULL, {0}, PRIMARY KEY (label_id, model_id)"""
    for name, columns in (
        ("calibrations", "rows INTEGER NOT NULL, curve TEXT NOT NULL"),
        ("lines", "value REAL NOT NULL"),
        (
            "learned",
            "original BLOB NOT NULL, embedding BLOB NOT NULL, slope REAL NOT NULL,"
            " offset REAL NOT NULL, positives INTEGER NOT NULL, negatives INTEGER NOT NULL,"
            " learned_at TEXT NOT NULL",
        ),
    ):
        db.execute(f"CREATE TABLE {name} ({key.format(columns)}) WITHOUT ROWID")
    db.execute("CREATE INDEX suggestions_label ON suggestions(label_id, model_id)")
    db.execute("INSERT INTO revisions VALUES ('lines', 0)")
    for table in ("lines", "learned"):
        for change in ("INSERT", "UPDATE", "DELETE"):
            _note(db, f"{table}_{change}", f"{change} ON {table}", "lines")


@migrations()
def m004_ignore_patterns(db: Database) -> None:
    """Each root's own ignore patterns, one a line."""
    db.execute("ALTER TABLE roots ADD COLUMN patterns NOT NULL DEFAULT ''")


@migrations()
def m005_no_stored_suggestions(db: Database) -> None:
    """What stands beside a photo follows from tags, scores and lines, and is not kept."""
    db.execute("DROP TABLE suggestions")


@migrations()
def m006_half_scores(db: Database) -> None:
    """Of each label only the combined scores stay, as float16."""
    for number, packed in db.execute("SELECT rowid, combined FROM label_scores").fetchall():
        halved = np.frombuffer(packed, "<f4").astype("<f2").tobytes()
        db.execute("UPDATE label_scores SET combined = ? WHERE rowid = ?", [halved, number])
    for stream in ("global_scores", "local_scores"):
        db.execute(f"ALTER TABLE label_scores DROP COLUMN {stream}")


# On an empty database every step is pending.
STEPS = frozenset(step.name for step in migrations.pending(Database(memory=True)))
