"""Answers a query: the photos of a label, best first."""

import time
from collections.abc import Iterator

import numpy as np

from app.library.encoder import ModelInfo
from app.library.query import parse_label
from app.library.records import Hit, SearchResult
from app.library.score_cache import ScoreCache
from app.library.scoring import LabelScores, confidence
from app.library.store import Store

ROWS_AT_ONCE = 1000  # under SQLite's limit of variables in one statement


def search(cache: ScoreCache, query: str, limit: int = 50) -> SearchResult:
    """The `limit` best photos of a query (0: all of them). Raises QueryError.

    Equal scores come in the order the photos were indexed.
    """
    started = time.perf_counter()
    name = parse_label(query)
    store = cache.store
    label = store.labels.find(name)
    if label is None:
        store.labels.add([name], in_vocabulary=False)
        label = store.labels.find(name)
    scores = cache.scores(label)
    order = np.argsort(-scores.combined, kind="stable")
    hits = []
    for hit in _hits(store, cache.info, scores, order):
        hits.append(hit)
        if len(hits) == limit:
            break
    return SearchResult(query, name, time.perf_counter() - started, tuple(hits))


def _hits(store: Store, info: ModelInfo, scores: LabelScores, order: np.ndarray) -> Iterator[Hit]:
    """Photos along the rows of `order`; a row stands for every copy of the same picture."""
    sure = confidence(scores.combined, info)
    for start in range(0, len(order), ROWS_AT_ONCE):
        rows = order[start : start + ROWS_AT_ONCE].tolist()
        photos: dict[int, list] = {}
        for row, photo_id, path in store.photos_of_rows(info.model_id, rows):
            photos.setdefault(row, []).append((photo_id, path))
        for row in rows:
            for photo_id, path in photos.get(row, ()):
                yield Hit(
                    photo_id, path, float(scores.combined[row]), float(sure[row]),
                    float(scores.global_scores[row]), float(scores.local_scores[row]),
                )  # fmt: skip
