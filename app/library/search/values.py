"""What may stand after a field's colon, and the one form in which it is kept."""

import re
import unicodedata
from datetime import date

from app.library.errors import QueryError
from app.library.search.tokens import check_text

LONGEST_LABEL = 200
DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
YEARS = re.compile(r"(\d{4})(?:(?:-|\.\.)(\d{4}))?")


class WrongValue(Exception):  # noqa: N818 - it becomes a QueryError, which knows the field
    """What is wrong with a value, as the end of a sentence that begins with it."""


def label_name(text: str, position: int | None = None) -> str:
    """The one form a label is stored under: lower case, single spaces. Raises QueryError."""
    check_text(text)
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if not words:
        raise QueryError("the query is empty; type a word, for instance: dog", position)
    if len(words) > LONGEST_LABEL:
        raise QueryError(
            f"the query has {len(words)} characters; a label has at most {LONGEST_LABEL}", position
        )
    return words.casefold()


def as_typed(value: str) -> str:
    return value


def file_ending(value: str) -> str:
    """Without its dot, in lower case. Raises WrongValue."""
    ending = re.sub(r"^[.\s]+", "", value.casefold())
    if not ending:
        raise WrongValue("is no ending")
    return ending


def day(value: str) -> str:
    """A day, month or year as YYYY-MM-DD, YYYY-MM or YYYY. Raises WrongValue."""
    typed = DATE.fullmatch(value)
    if typed is None:
        raise WrongValue("is no date")
    year, month, day_of_month = typed.groups()
    try:
        moment = date(int(year), int(month or 1), int(day_of_month or 1))
    except ValueError:
        raise WrongValue("is no date") from None
    return moment.isoformat()[: 10 if day_of_month else 7 if month else 4]


def years(value: str) -> str:
    """YYYY or YYYY-YYYY. Raises WrongValue."""
    typed = YEARS.fullmatch(value)
    numbers = [int(year) for year in typed.groups() if year] if typed else []
    if not numbers or 0 in numbers:
        raise WrongValue("is no year")
    return "-".join(f"{number:04}" for number in numbers)  # in the digits that numpy reads
