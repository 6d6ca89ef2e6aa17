"""Answers what was typed: all photos of a query, best first, and what the first of them scored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.library.errors import LibraryError, QueryError
from app.library.scores.answers import Answers
from app.library.search.evaluation import Evaluation
from app.library.search.parser import parse
from app.library.search.query import Query
from app.library.search.tree import Like, Scored

Streams = tuple[float, float, float]  # combined, global, local
NO_SCORES: Streams = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Hit:
    """A photo that answers a query. `confidence` is that of the whole query; `score` and the two
    raw streams are of its first label, 0 where it has none."""

    photo_id: int
    path: Path
    score: float
    confidence: float
    global_score: float
    local_score: float


@dataclass(frozen=True)
class Ranking:
    """All photos of a query, best first, for those who look photos up as they show them.

    ids (N,) int64; confidence (N,) float32. label: of a query that is one label, else "". instead:
    a query to offer where none was found: the nearest photos, without a line. hits: the first
    photos, where they were asked for. seconds: how long all this took.
    """

    query: Query
    label: str
    ids: np.ndarray
    confidence: np.ndarray
    instead: str = ""
    hits: tuple[Hit, ...] = ()
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return len(self.ids)


def rank(answers: Answers, text: str, all_photos: bool = False) -> Ranking:
    """Every photo of a query, none of them looked up: quick at 100,000. Raises QueryError.

    `all_photos`: labels only rank and cut nothing off. Where no photo is found and it would help,
    the ranking says what to ask `instead`.
    """
    return _ranking(Evaluation(answers), parse(text), all_photos)


def rank_similar(answers: Answers, photo_id: int) -> Ranking:
    """The photos most similar to one, itself left out: what like: and its path answers.

    Raises LibraryError where the photo is not at hand or the model has not seen it.
    """
    photos = answers.store.photos.get([photo_id])
    if not photos:
        raise LibraryError("this photo is no longer in the library")
    like = Like(str(photos[0].path))
    return _ranking(Evaluation(answers, {like: photo_id}), Query.of(like))


def _ranking(evaluation: Evaluation, query: Query, all_photos: bool = False) -> Ranking:
    started = time.perf_counter()
    _check_photos(evaluation, query)
    asked = query.without_lines() if all_photos else query
    places, confidence = evaluation.ranked(asked)
    instead = "" if len(places) else _instead(evaluation, asked)
    return Ranking(
        query,
        _single_label(evaluation, query),
        evaluation.photos.table.ids[places],
        confidence,
        instead,
        seconds=time.perf_counter() - started,
    )


def _check_photos(evaluation: Evaluation, query: Query) -> None:
    """Raises QueryError with its position where a like: means no photo that can be compared."""
    for leaf in query.leaves:
        if isinstance(leaf, Like):
            try:
                evaluation.alike(leaf)
            except LibraryError as error:
                raise QueryError(str(error), query.start(leaf)) from error


def _single_label(evaluation: Evaluation, query: Query) -> str:
    """The label of a query that is one label, under its own name; else ""."""
    if isinstance(query.tree, Scored):
        return evaluation.photos.store.labels.known(query.tree.name).name
    return ""


def _instead(evaluation: Evaluation, query: Query) -> str:
    """The query without lines, where this finds something."""
    nearest = query.without_lines()
    finds = nearest.tree != query.tree and len(evaluation.ranked(nearest)[0])
    return nearest.text if finds else ""


def with_hits(answers: Answers, ranking: Ranking, limit: int) -> Ranking:
    """The same ranking with its first `limit` photos looked up (0: all of them)."""
    started = time.perf_counter()
    found = hits(answers, ranking, limit)
    return replace(ranking, hits=found, seconds=ranking.seconds + time.perf_counter() - started)


def hits(answers: Answers, ranking: Ranking, limit: int) -> tuple[Hit, ...]:
    """The first `limit` photos (0: all) with what the first label scored on them; one that has
    left the library since is left out."""
    ids = ranking.ids[: limit or None].tolist()
    confidence = ranking.confidence[: limit or None].tolist()
    paths = {photo.id: photo.path for photo in answers.store.photos.get(ids)}
    streams = _streams(answers, ranking.query, ids)
    found = []
    for photo_id, p in zip(ids, confidence, strict=True):
        combined, whole, local = streams.get(photo_id, NO_SCORES)
        if photo_id in paths:
            found.append(Hit(photo_id, paths[photo_id], combined, p, whole, local))
    return tuple(found)


def _streams(answers: Answers, query: Query, ids: Sequence[int]) -> dict[int, Streams]:
    """Photo id -> what the query's first label scored on it."""
    if not query.labels:
        return {}
    view, label = answers.view, answers.store.labels.known(query.labels[0].name)
    table = view.table()
    places = table.places(np.array(ids, np.int64))
    places = places[(table.rows[places] >= 0) & (table.rows[places] < view.rows)]
    combined = table.spread(view.scores(label).combined)[places]
    columns = (combined, *view.streams(label, table.rows[places]))
    values = zip(*(column.tolist() for column in columns), strict=True)
    return dict(zip(table.ids[places].tolist(), values, strict=True))
