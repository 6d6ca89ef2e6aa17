"""Numbers in SQLite that change whenever the tables of their topic do, by whatever connection.

What is kept in memory of a table is good as long as its number stays. Triggers count them up.
"""

from app.library.store.database import LibraryDatabase


class RevisionStore:
    """Part of a Store, on its connection. Topics: photos, tags, labels, lines."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def of(self, topic: str) -> int:
        number: int = self.db.value("SELECT number FROM revisions WHERE topic = ?", [topic])
        return number

    def all(self) -> tuple[int, ...]:
        """The numbers of all topics."""
        return tuple(n for (n,) in self.db.rows("SELECT number FROM revisions ORDER BY topic"))
