"""Groups of photos that are one picture: the same content, or nearly the same by the model's eye.

Nothing is deleted here or anywhere: the user is shown groups.
"""

from collections.abc import Iterator

import numpy as np

from app.library.records import NEAR_DUPLICATE, DuplicateGroup
from app.library.scores.features import FeaturesFile
from app.library.scores.view import ModelView
from app.library.store.photo_table import PhotoTable

ROWS_AT_ONCE, AGAINST = 2048, 8192  # a block of their cosines takes 64 MB


def duplicates(view: ModelView, threshold: float = NEAR_DUPLICATE) -> list[DuplicateGroup]:
    """Exact groups, largest first, then near ones, most alike first.

    Of copies of one content, a near group names only the first. Photos chained by alike neighbours
    are one group; `similarity` is that of its weakest link.
    """
    return _exact(view) + _near(view.features, view.table(), threshold)


def _exact(view: ModelView) -> list[DuplicateGroup]:
    groups = view.store.photos.copies()
    return [DuplicateGroup("exact", g, 1.0) for g in sorted(groups, key=lambda g: (-len(g), g))]


def _near(features: FeaturesFile, table: PhotoTable, threshold: float) -> list[DuplicateGroup]:
    rows, first = np.unique(table.rows, return_index=True)
    seen = rows >= 0
    rows, ids = rows[seen], table.ids[first[seen]]
    groups = _Groups(len(rows))
    for one, other, alike in _pairs(features, rows, threshold):
        groups.join(one, other, alike)
    found = [
        DuplicateGroup("near", tuple(ids[members].tolist()), weakest)
        for members, weakest in groups.of_several()
    ]
    return sorted(found, key=lambda g: (-g.similarity, g.photo_ids))


def _pairs(
    features: FeaturesFile, rows: np.ndarray, threshold: float
) -> Iterator[tuple[int, int, float]]:
    """(place, later place, cosine) of all pairs among `rows` that are alike enough."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        ours = _embeddings(features, rows[start : start + ROWS_AT_ONCE])
        for begin in range(start, len(rows), AGAINST):
            alike = ours @ _embeddings(features, rows[begin : begin + AGAINST]).T
            for one, other in zip(*np.nonzero(alike >= threshold), strict=True):
                if start + one < begin + other:
                    yield start + int(one), begin + int(other), float(alike[one, other])


def _embeddings(features: FeaturesFile, rows: np.ndarray) -> np.ndarray:
    """The global embeddings of rows in rising order, of length 1: (n, D) float32."""
    span = features.rows(int(rows[0]), int(rows[-1]) + 1)
    vectors: np.ndarray = span.vectors[rows - rows[0], 0].astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


class _Groups:
    """Which of n things belong together (union-find), and the weakest link of each group."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))
        self._weakest = [1.0] * n

    def _root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, one: int, other: int, alike: float) -> None:
        low, high = sorted((self._root(one), self._root(other)))
        if low != high:
            self._parent[high] = low
            self._weakest[low] = min(self._weakest[low], self._weakest[high], alike)

    def of_several(self) -> Iterator[tuple[list[int], float]]:
        """(members in rising order, weakest link) of every group of two or more."""
        members: dict[int, list[int]] = {}
        for i in range(len(self._parent)):
            members.setdefault(self._root(i), []).append(i)
        for root, group in members.items():
            if len(group) > 1:
                yield group, min(self._weakest[root], 1.0)
