"""The fields of the search language: one table, which parser, completion, errors and help read.

A new field is a line of FIELDS, a function in `facts`, and a line in the table of
docs/searching.md; a new choice of is: or has: is a line in `facts` and one in the page.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from app.library.errors import QueryError
from app.library.search import facts
from app.library.search.at_hand import AtHand
from app.library.search.values import WrongValue, as_typed, day, file_ending, label_name, years


@dataclass(frozen=True)
class Field:
    """example: a query that uses it; meaning: what it finds, for help and docs; check: a typed
    value -> the form it is kept in, raises WrongValue; keep: which photos it keeps, (N,) bool, or
    None where it ranks them all; choices: its only values, where there are few."""

    name: str
    example: str
    meaning: str
    check: Callable[[str], str]
    keep: Callable[[AtHand, str], np.ndarray] | None
    choices: Collection[str] = ()

    @property
    def takes_label(self) -> bool:
        """Whether its value is a label: all words that stand side by side."""
        return self.check is label_name

    def value(self, typed: str, position: int) -> str:
        """What was typed after the colon, in the form it is kept in. Raises QueryError."""
        if self.takes_label:
            return label_name(typed, position)
        typed = typed.strip()
        if not typed:
            raise self._wrong(typed, position, "has no value")
        try:
            value = self.check(typed)
        except WrongValue as why:
            raise self._wrong(typed, position, str(why)) from None
        if self.choices and value not in self.choices:
            raise self._unknown(value, position)
        return value

    def _wrong(self, typed: str, position: int, what: str) -> QueryError:
        place = f"{self.name}:{typed} (position {position + 1})"
        hint = f"write for instance {self.example}"
        return QueryError(f"{place} {what}; {hint}", position, self.example)

    def _unknown(self, value: str, position: int) -> QueryError:
        meant = close_to(value, self.choices)
        fixed = f"{self.name}:{meant}" if meant else ""
        place = f"{self.name}:{value} (position {position + 1})"
        hint = f"did you mean {fixed}?" if meant else f"there are {', '.join(self.choices)}"
        return QueryError(f"{place} is not known; {hint}", position, fixed)


def close_to(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or ""."""
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), "")


def _also(choices: Iterable[str]) -> str:
    return "also " + ", ".join(list(choices)[1:])


ANY_PART = "a part of it, or a pattern of all of it with * ?"
_TABLE = (
    Field("tag", "tag:dog", "what you said yes to", label_name, facts.tag),
    Field("rejected", "rejected:dog", "what you said no to", label_name, facts.rejected),
    Field("near", "near:dog", "no line: every photo, the nearest first", label_name, None),
    Field("like", "like:beach/one.jpg", "every photo, the most similar first", as_typed, None),
    Field("path", "path:holidays", ANY_PART, as_typed, facts.path),
    Field("name", "name:IMG_*", ANY_PART, as_typed, facts.name),
    Field("ext", "ext:png", "the ending of the file's name", file_ending, facts.ext),
    Field("camera", "camera:canon", ANY_PART, as_typed, facts.camera),
    Field("after", "after:2024-05", "taken in this day, month or year, or later", day, facts.after),
    Field("before", "before:2024-05-31", "taken before this day, month or year", day, facts.before),
    Field("year", "year:2024", "also several: year:2020-2024", years, facts.year),
    Field("is", "is:portrait", _also(facts.IS), str.casefold, facts.is_so, facts.IS),
    Field("has", "has:gps", "it says where it was taken", str.casefold, facts.has, facts.HAS),
)
FIELDS = {field.name: field for field in _TABLE}
