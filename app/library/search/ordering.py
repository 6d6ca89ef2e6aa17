"""Photos in the order a user asked for."""

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from app.library.errors import LibraryError
from app.library.store.photo_table import PhotoTable

ORDERS = ("date", "name", "path")


def ordered(table: PhotoTable, ids: Sequence[int], by: str) -> list[int]:
    """Ids of photos at hand sorted by when they were taken (newest first, unknown dates last), by
    file name or by path; equal ones keep their order. Raises LibraryError for another word."""
    if by not in ORDERS:
        raise LibraryError(f"photos cannot be sorted by {by!r}; there are: {', '.join(ORDERS)}")
    places = table.places(np.array(ids, np.int64))
    order = _by_date(table, places) if by == "date" else _by_text(table, places, by)
    sorted_ids: list[int] = table.ids[places[order]].tolist()
    return sorted_ids


def _by_date(table: PhotoTable, places: np.ndarray) -> np.ndarray:
    taken = table.taken[places]
    newest_first = np.where(np.isnat(taken), np.int64(1) << 62, -taken.astype(np.int64))
    return np.argsort(newest_first, kind="stable")


def _by_text(table: PhotoTable, places: np.ndarray, by: str) -> np.ndarray:
    paths = [table.paths[place] for place in places.tolist()]
    keys = paths if by == "path" else [PurePath(path).name.casefold() for path in paths]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
