"""The saved searches in SQLite."""

from app.library.store.database import LibraryDatabase, now


class SearchStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def all(self) -> list[tuple[str, str]]:
        """(name, query), by name."""
        rows = self.db.rows("SELECT name, query FROM saved_searches ORDER BY name")
        return [(name, query) for name, query in rows]

    def save(self, name: str, query: str) -> None:
        """Keep a query under a name; one of that name is replaced."""
        self.db.write(
            "INSERT OR REPLACE INTO saved_searches (name, query, saved_at) VALUES (?,?,?)",
            [name, query, now()],
        )

    def delete(self, name: str) -> bool:
        """Whether there was a saved search of that name."""
        return self.db.write("DELETE FROM saved_searches WHERE name = ?", [name]) > 0
