"""Word lists, and the error of all data that cannot be used."""

from pathlib import Path

BACKGROUND = Path("resources/vocabulary/background.txt")  # as seen from a checkout


class DataError(ValueError):
    """Data that is missing or does not fit together; the text names the file."""


def read_words(path: Path) -> list[str]:
    """A word list: one a line, # starts a comment. Raises DataError naming the file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]
