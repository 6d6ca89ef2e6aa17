"""The fields of the search language: which there are, and what each takes as its value."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from app.library.records import QueryError

# field -> an example
FIELDS = {
    "tag": "tag:dog",
    "rejected": "rejected:dog",
    "near": "near:dog",
    "like": 'like:"beach/one.jpg"',
    "path": "path:holidays",
    "name": "name:IMG_*",
    "ext": "ext:png",
    "camera": "camera:canon",
    "after": "after:2024-05",
    "before": "before:2024-05-31",
    "year": "year:2024",
    "is": "is:portrait",
    "has": "has:gps",
}
LABEL_FIELDS = ("tag", "rejected", "near")
CHOICES = {"is": ("portrait", "landscape", "square", "tagged", "untagged"), "has": ("gps",)}
DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
YEARS = re.compile(r"(\d{4})(?:(?:-|\.\.)(\d{4}))?")


def close_to(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or ""."""
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), "")


def checked(field: str, value: str, position: int) -> str:
    """A field's value in the one form it is kept in. Raises QueryError."""
    value = value.strip()
    if not value:
        raise _wrong(field, value, position, "has no value")
    if field in CHOICES:
        return _choice(field, value.casefold(), position)
    if field in ("after", "before"):
        return _date(field, value, position)
    if field == "year":
        return _years(value, position)
    return value.casefold().removeprefix(".") if field == "ext" else value


def _choice(field: str, value: str, position: int) -> str:
    if value in CHOICES[field]:
        return value
    meant = close_to(value, CHOICES[field])
    hint = f"did you mean {field}:{meant}?" if meant else "there are " + ", ".join(CHOICES[field])
    raise QueryError(
        f"{field}:{value} (position {position + 1}) is not known; {hint}",
        position, f"{field}:{meant}" if meant else "",
    )  # fmt: skip


def _date(field: str, value: str, position: int) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    if found := DATE.fullmatch(value):
        year, month, day = found.groups()
        try:
            moment = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise _wrong(field, value, position, "is no date") from None
        return moment.isoformat()[: 10 if day else 7 if month else 4]
    raise _wrong(field, value, position, "is no date")


def _years(value: str, position: int) -> str:
    """YYYY or YYYY-YYYY."""
    found = YEARS.fullmatch(value)
    if not found or "0000" in found.groups():
        raise _wrong("year", value, position, "is no year")
    first, last = found.groups()
    return f"{first}-{last}" if last else first


def _wrong(field: str, value: str, position: int, what: str) -> QueryError:
    example = FIELDS[field]
    return QueryError(
        f"{field}:{value} (position {position + 1}) {what}; write for instance {example}",
        position, example,
    )  # fmt: skip
