"""Which photos the facts of a query keep: over the columns of all photos."""

import fnmatch
import os
import re
from collections.abc import Callable
from datetime import date

import numpy as np

from app.library.store.photo_table import PhotoTable


def kept(table: PhotoTable, field: str, value: str, tagged: Callable[[], np.ndarray]) -> np.ndarray:
    """(N,) bool of a Fact; `tagged` gives the photos that bear any tag."""
    match field:
        case "path":
            return _matching(table.folded_paths, _whole_path(value))
        case "name":
            return _matching(_names(table), _pattern(value))
        case "ext":
            endings = (os.path.splitext(p)[1] for p in table.folded_paths)  # noqa: PTH122
            return np.fromiter((e == f".{value}" for e in endings), bool, len(table))
        case "camera":
            return _matching(table.folded_cameras, _pattern(value))
        case "after":
            return table.taken >= _start(value)
        case "before":
            return table.taken < _start(value)
        case "year":
            first, _, last = value.partition("-")
            years = table.taken.astype("datetime64[Y]")
            return (years >= np.datetime64(first)) & (years <= np.datetime64(last or first))
        case "is":
            return _shape(table, value) if value in SHAPES else tagged() == (value == "tagged")
        case "has":
            return table.gps
    raise ValueError(field)


SHAPES = {"portrait": np.greater, "landscape": np.less, "square": np.equal}


def _shape(table: PhotoTable, value: str) -> np.ndarray:
    return SHAPES[value](table.heights, table.widths)


def _start(value: str) -> np.datetime64:
    """The first moment of a year, month or day."""
    return np.datetime64(date.fromisoformat((value + "-01-01")[:10]), "s")


def _names(table: PhotoTable) -> list[str]:
    return [p.rpartition("/")[2] for p in table.folded_paths]


def _pattern(value: str) -> re.Pattern[str]:
    """Text that must be somewhere in it, or with * ? [ the pattern of all of it."""
    folded = value.casefold()
    if any(c in folded for c in "*?["):
        return re.compile(fnmatch.translate(folded))
    return re.compile(f"(?s:.*{re.escape(folded)})")


def _whole_path(value: str) -> re.Pattern[str]:
    """As _pattern; one with * ? [ may begin at any folder's start."""
    value = value.replace("\\", "/")
    pattern = _pattern(value).pattern
    return re.compile(f"(?s:(?:.*/)?){pattern}" if any(c in value for c in "*?[") else pattern)


def _matching(texts: list[str], pattern: re.Pattern[str]) -> np.ndarray:
    return np.fromiter((pattern.match(t) is not None for t in texts), bool, len(texts))
