"""The searches a user keeps, and what completes one that is being typed."""

from app.library.errors import LibraryError
from app.library.search.completion import complete
from app.library.store.store import Store


class Searches:
    """The saved searches by name, and the words of the search language."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def saved(self) -> list[tuple[str, str]]:
        """(name, query), by name."""
        return self.store.searches.all()

    def save(self, name: str, query: str) -> None:
        """Keep a query under a name; one of that name is replaced. Raises LibraryError where either
        is empty."""
        if not name.strip() or not query.strip():
            raise LibraryError("a saved search needs a name and a query")
        self.store.searches.save(name.strip(), query.strip())

    def delete(self, name: str) -> None:
        """Raises LibraryError where there is no saved search of this name."""
        if not self.store.searches.delete(name):
            raise LibraryError(f"there is no saved search {name!r}")

    def complete(self, prefix: str, limit: int = 10) -> list[str]:
        """What a term of a query that begins so may become."""
        return complete(self.store, prefix, limit)
