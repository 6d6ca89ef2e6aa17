"""The columns of all photos at hand as arrays: what a search evaluates over."""

import os
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.library.store.database import LibraryDatabase, from_db


@dataclass(frozen=True)
class PhotoTable:
    """N photos by id. ids (N,) int64; rows (N,) int64: features row, -1 where there is none yet;
    widths, heights (N,) int64; taken (N,) datetime64[s], NaT where unknown; gps (N,) bool."""

    db: LibraryDatabase
    ids: np.ndarray
    rows: np.ndarray
    widths: np.ndarray
    heights: np.ndarray
    taken: np.ndarray
    gps: np.ndarray

    @staticmethod
    def read(db: LibraryDatabase, model_id: str) -> "PhotoTable":
        rows = db.rows(
            'SELECT p.id, coalesce(e."row", -1), p.width, p.height, p.taken_at, p.has_gps'
            " FROM photos p LEFT JOIN encodings e ON e.model_id = ? AND e.identity = p.identity"
            " WHERE p.missing_since IS NULL ORDER BY p.id",
            [model_id],
        )
        ids, features, widths, heights, taken, gps = zip(*rows, strict=True) if rows else [()] * 6
        return PhotoTable(
            db,
            np.array(ids, np.int64),
            np.array(features, np.int64),
            np.array(widths, np.int64),
            np.array(heights, np.int64),
            np.array([t or "NaT" for t in taken], "datetime64[s]"),
            np.array([bool(g) for g in gps], bool),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def encoded(self) -> np.ndarray:
        """(N,) bool: the photos that the model has seen."""
        return self.rows >= 0

    @cached_property
    def newness(self) -> np.ndarray:
        """(N,) float32: the place of each photo in time, the newest highest, unknown times 0."""
        times, ranks = np.unique(self.taken.astype(np.int64), return_inverse=True)
        unknown = bool(len(times)) and times[0] == np.datetime64("NaT").astype(np.int64)
        return (ranks + (not unknown)).astype(np.float32)  # exact up to 16 million

    @cached_property
    def paths(self) -> list[str]:
        """The full path of every photo."""
        roots = {i: from_db(path) for i, path in self.db.rows("SELECT id, path FROM roots")}
        rows = self.db.rows(
            "SELECT root_id, path FROM photos WHERE missing_since IS NULL ORDER BY id"
        )
        return [f"{roots[root]}{os.sep}{from_db(path)}" for root, path in rows]

    @cached_property
    def folded_paths(self) -> list[str]:
        """The paths without regard to case, with / between folders."""
        return [p.casefold().replace("\\", "/") for p in self.paths]

    @cached_property
    def folded_cameras(self) -> list[str]:
        """The camera of every photo; "" where it is not known."""
        rows = self.db.rows(
            "SELECT coalesce(camera, '') FROM photos WHERE missing_since IS NULL ORDER BY id"
        )
        return [camera.casefold() for (camera,) in rows]

    def places(self, photo_ids: np.ndarray) -> np.ndarray:
        """Where these photos stand in the columns; those that are not at hand are left out."""
        wanted = np.asarray(photo_ids, np.int64)
        if not len(self):
            return np.zeros(0, np.int64)
        at = np.minimum(np.searchsorted(self.ids, wanted), len(self) - 1)
        places: np.ndarray = at[self.ids[at] == wanted]
        return places

    def spread(self, by_row: np.ndarray) -> np.ndarray:
        """Values of features rows (R,) as values of photos (N,); 0 where there is no row."""
        if not len(by_row):
            return np.zeros(len(self), by_row.dtype)
        values: np.ndarray = by_row.take(self.rows, mode="clip")
        values[~self.encoded | (self.rows >= len(by_row))] = 0
        return values
