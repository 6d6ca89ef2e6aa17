"""Answers what was typed: the best photos of a query, and the photos similar to one."""

import time
from collections.abc import Iterator, Sequence

import numpy as np

from app.library.records import Hit, LibraryError, Ranking, SearchResult
from app.library.scores.answers import Answers
from app.library.scores.similar import similar_to
from app.library.search.evaluation import LABELLED, Evaluation
from app.library.search.parser import Query, parse
from app.library.search.tree import Leaf, Like, Node, leaves, show, without_lines

PHOTOS_AT_ONCE = 1000  # under SQLite's limit of variables in one statement


def search(answers: Answers, text: str, limit: int = 50, all_photos: bool = False) -> SearchResult:
    """The `limit` best photos of a query (0: all of them). Raises QueryError.

    `all_photos`: labels only rank and cut nothing off. Where no photo is found and it would help,
    the result says what to ask `instead`.
    """
    started = time.perf_counter()
    query = parse(text)
    tree = without_lines(query.tree) if all_photos else query.tree
    evaluation = Evaluation(answers)
    places, sure = evaluation.ranked(tree)
    hits = tuple(_hits(evaluation, tree, places[: limit or None], sure[: limit or None]))
    instead = "" if len(places) else _instead(evaluation, tree)
    return SearchResult(
        text, _single_label(evaluation, query), time.perf_counter() - started, hits, query.parts,
        len(places), instead,
    )  # fmt: skip


def rank(answers: Answers, text: str) -> Ranking:
    """Every photo of a query, none of them looked up: quick at 100,000. Raises QueryError."""
    query = parse(text)
    evaluation = Evaluation(answers)
    places, sure = evaluation.ranked(query.tree)
    return Ranking(
        text, _single_label(evaluation, query), evaluation.table.ids[places], sure, query.parts,
        "" if len(places) else _instead(evaluation, query.tree),
    )  # fmt: skip


def _single_label(evaluation: Evaluation, query: Query) -> str:
    """The label of a query that is one label, under its own name; else ""."""
    if isinstance(query.tree, LABELLED):
        return evaluation.store.labels.known(query.tree.name).name
    return ""


def _instead(evaluation: Evaluation, tree: Node) -> str:
    """The query without lines, where this finds something."""
    nearest = without_lines(tree)
    return show(nearest) if nearest != tree and len(evaluation.ranked(nearest)[0]) else ""


def _hits(
    evaluation: Evaluation, tree: Node, places: np.ndarray, sure: np.ndarray
) -> Iterator[Hit]:
    """The photos at these places of the table, with what their first label scored."""
    ids = evaluation.table.ids[places].tolist()
    paths = {}
    for start in range(0, len(ids), PHOTOS_AT_ONCE):
        part = evaluation.store.photos.get(ids[start : start + PHOTOS_AT_ONCE])
        paths |= {photo.id: photo.path for photo in part}
    first: Leaf | None = next((f for f in leaves(tree) if isinstance(f, LABELLED)), None)
    streams = _streams(evaluation, first.name if first else None, places)
    for photo_id, p, scores in zip(ids, sure.tolist(), streams, strict=True):
        if photo_id in paths:
            yield Hit(photo_id, paths[photo_id], scores[0], p, scores[1], scores[2])


def _streams(
    evaluation: Evaluation, name: str | None, places: np.ndarray
) -> Sequence[tuple[float, float, float]]:
    """(combined, global, local) score of a label on each photo; zeros where there is none."""
    if name is None:
        return [(0.0, 0.0, 0.0)] * len(places)
    store, table = evaluation.store, evaluation.table
    scores = evaluation.view.scores(store.labels.known(name))
    columns = (scores.combined, scores.global_scores, scores.local_scores)
    return list(zip(*(table.spread(c)[places].tolist() for c in columns), strict=True))


def similar(answers: Answers, photo_id: int, limit: int = 50) -> SearchResult:
    """The photos most similar to one, best first, itself left out.

    Raises LibraryError where the photo is not at hand or the model has not seen it.
    """
    started = time.perf_counter()
    evaluation = Evaluation(answers)
    (photo,) = evaluation.store.photos.get([photo_id]) or [None]
    places, alike = _alike(evaluation, photo_id)
    shown = places[: limit or None]
    tree = Like(str(photo.path))
    hits = tuple(_hits(evaluation, tree, shown, alike[shown]))
    return SearchResult(show(tree), "", time.perf_counter() - started, hits, (), len(places))


def rank_similar(answers: Answers, photo_id: int) -> Ranking:
    """The same for all photos at once, without looking any of them up."""
    evaluation = Evaluation(answers)
    places, alike = _alike(evaluation, photo_id)
    return Ranking("", "", evaluation.table.ids[places], alike[places])


def _alike(evaluation: Evaluation, photo_id: int) -> tuple[np.ndarray, np.ndarray]:
    """(places in the table, most similar first; similarity (N,) of every photo)."""
    if not evaluation.store.photos.get([photo_id]):
        raise LibraryError("this photo is no longer in the library")
    alike = similar_to(evaluation.view, evaluation.table, photo_id)
    places = np.flatnonzero(alike >= 0)
    return places[np.argsort(-alike[places], kind="stable")], alike
