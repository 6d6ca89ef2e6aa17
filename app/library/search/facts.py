"""Which photos the facts of a query keep: one function a field, named as the field.

Each takes the photos at hand (N) and a value in the form `values` leaves it in -> (N,) bool.
"""

import fnmatch
import os
import re
from collections.abc import Callable
from datetime import date

import numpy as np

from app.library.search.at_hand import AtHand


def path(photos: AtHand, value: str) -> np.ndarray:
    """A part of the whole path; a pattern with * ? [ may begin at any folder's start."""
    value = value.replace("\\", "/")
    pattern = _pattern(value)
    if _is_pattern(value):
        pattern = re.compile(f"(?s:(?:.*/)?){pattern.pattern}")
    return _matching(photos.table.folded_paths, pattern)


def name(photos: AtHand, value: str) -> np.ndarray:
    names = [p.rpartition("/")[2] for p in photos.table.folded_paths]
    return _matching(names, _pattern(value))


def ext(photos: AtHand, value: str) -> np.ndarray:
    paths = photos.table.folded_paths
    endings = (os.path.splitext(p)[1] for p in paths)  # noqa: PTH122 - a Path each is slow
    return np.fromiter((e == f".{value}" for e in endings), bool, len(paths))


def camera(photos: AtHand, value: str) -> np.ndarray:
    return _matching(photos.table.folded_cameras, _pattern(value))


def after(photos: AtHand, value: str) -> np.ndarray:
    return photos.table.taken >= _start(value)


def before(photos: AtHand, value: str) -> np.ndarray:
    return photos.table.taken < _start(value)


def year(photos: AtHand, value: str) -> np.ndarray:
    first, _, last = value.partition("-")
    years = photos.table.taken.astype("datetime64[Y]")
    return (years >= np.datetime64(first)) & (years <= np.datetime64(last or first))


def tag(photos: AtHand, value: str) -> np.ndarray:
    return photos.tagged(value)


def rejected(photos: AtHand, value: str) -> np.ndarray:
    return photos.rejected(value)


Mask = Callable[[AtHand], np.ndarray]
IS: dict[str, Mask] = {
    "portrait": lambda photos: photos.table.heights > photos.table.widths,
    "landscape": lambda photos: photos.table.heights < photos.table.widths,
    "square": lambda photos: photos.table.heights == photos.table.widths,
    "tagged": AtHand.with_any_tag,
    "untagged": lambda photos: ~photos.with_any_tag(),
}
HAS: dict[str, Mask] = {"gps": lambda photos: photos.table.gps}


def is_so(photos: AtHand, value: str) -> np.ndarray:
    return IS[value](photos)


def has(photos: AtHand, value: str) -> np.ndarray:
    return HAS[value](photos)


def _start(value: str) -> np.datetime64:
    """The first moment of a year, month or day."""
    return np.datetime64(date.fromisoformat((value + "-01-01")[:10]), "s")


def _is_pattern(value: str) -> bool:
    return any(c in value for c in "*?[")


def _pattern(value: str) -> re.Pattern[str]:
    """Text that must be somewhere in it, or with * ? [ the pattern of all of it."""
    folded = value.casefold()
    if _is_pattern(folded):
        return re.compile(fnmatch.translate(folded))
    return re.compile(f"(?s:.*{re.escape(folded)})")


def _matching(texts: list[str], pattern: re.Pattern[str]) -> np.ndarray:
    return np.fromiter((pattern.match(t) is not None for t in texts), bool, len(texts))
