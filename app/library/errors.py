"""What can go wrong in a way that the user can act on."""


class LibraryError(Exception):
    """Something the user can act on; its text is one line that says what to do."""


class DamagedError(LibraryError):
    """The library's database cannot be read as it was written."""


class InUseError(LibraryError):
    """Another program keeps the database for itself."""


class CannotWriteError(LibraryError):
    """The library can be read, but its disk is full or it may not be changed."""


class QueryError(LibraryError):
    """A query that cannot be understood. position: where in the typed text, from 0, if known;
    suggestion: what to type instead, if known. The text says all of it."""

    def __init__(self, text: str, position: int | None = None, suggestion: str = "") -> None:
        super().__init__(text)
        self.position, self.suggestion = position, suggestion
