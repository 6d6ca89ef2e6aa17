"""What can go wrong in a way that the user can act on."""


class LibraryError(Exception):
    """Something the user can act on; its text is one line that says what to do."""


class QueryError(LibraryError):
    """A query that cannot be understood. position: where in the typed text, from 0, if known;
    suggestion: what to type instead, if known. The text says all of it."""

    def __init__(self, text: str, position: int | None = None, suggestion: str = "") -> None:
        super().__init__(text)
        self.position, self.suggestion = position, suggestion
