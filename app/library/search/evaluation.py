"""Evaluates the tree of a query over all photos: which it means, best first.

Which: every label says yes or no by its own line (tags first), and AND, OR, NOT join these. Best
first: by the probability of the whole query, as if labels were independent: AND multiplies, OR is
1 - (1 - p)(1 - q), NOT is 1 - p; facts count as 0 or 1. Equal photos come by the score of the first
label; without a label, the newest first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType

import numpy as np

from app.library.scores.answers import Answer, Answers
from app.library.scores.similar import similar_to
from app.library.search.at_hand import AtHand
from app.library.search.fields import FIELDS
from app.library.search.query import Query
from app.library.search.tree import (
    And,
    Compared,
    Fact,
    Like,
    Near,
    Node,
    Not,
    Or,
    Scored,
    Shows,
)

SIGNS = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}


@dataclass(frozen=True)
class Verdict:
    """Of N photos: which a node means, yes (N,) bool, and how surely, p (N,) float32."""

    yes: np.ndarray
    p: np.ndarray

    @staticmethod
    def fact(yes: np.ndarray) -> "Verdict":
        return Verdict(yes, yes.astype(np.float32))


class Evaluation:
    """One query over the photos at hand. What a node needs is asked once."""

    def __init__(self, answers: Answers, meant: Mapping[Like, int] = MappingProxyType({})) -> None:
        """meant: the photo ids of terms that need not be looked for by their path."""
        self.photos, self.meant = AtHand(answers), meant
        self._labels: dict[str, Answer] = {}
        self._alike: dict[Like, np.ndarray] = {}

    def ranked(self, query: Query) -> tuple[np.ndarray, np.ndarray]:
        """(places in the table, their probabilities) of all that the query means, best first."""
        verdict = self.of(query.tree)
        chosen = np.flatnonzero(verdict.yes & self._looked_at(query))
        p = verdict.p[chosen]
        order = best_first(p, self._tie_break(query)[chosen])
        return chosen[order], p[order]

    def _looked_at(self, query: Query) -> np.ndarray:
        """The photos the query can speak of: a model must have seen them, or a human tagged them,
        where it asks for labels."""
        table = self.photos.table
        if not any(isinstance(leaf, Scored | Like) for leaf in query.leaves):
            return np.ones(len(table), bool)
        seen = table.encoded
        for leaf in query.labels:
            seen = seen | (self.label(leaf.name).said > 0)
        return seen

    def _tie_break(self, query: Query) -> np.ndarray:
        """(N,) float32: higher comes first among photos of the same probability."""
        if query.labels:
            return self.label(query.labels[0].name).score
        return self.photos.table.newness

    def of(self, node: Node) -> Verdict:
        match node:
            case And(parts):
                return reduce(_both, map(self.of, parts))
            case Or(parts):
                return reduce(_either, map(self.of, parts))
            case Not(part):
                inner = self.of(part)
                return Verdict(~inner.yes, 1 - inner.p)
            case Shows(name):
                answer = self.label(name)
                return Verdict(answer.yes, answer.confidence)
            case Near(name):
                answer = self.label(name)
                return Verdict(answer.said >= 0, answer.confidence)
            case Compared(name, sign, value):
                p = self.label(name).confidence
                return Verdict(SIGNS[sign](p, np.float32(value)), p if sign[0] == ">" else 1 - p)
            case Like():
                p = self.alike(node)
                return Verdict(p >= 0, np.clip(p, 0, 1))
            case Fact(field, value):
                return Verdict.fact(self._kept(field, value))
        raise TypeError(node)

    def label(self, name: str) -> Answer:
        if name not in self._labels:
            self._labels[name] = self.photos.label(name)
        return self._labels[name]

    def _kept(self, field: str, value: str) -> np.ndarray:
        keep = FIELDS[field].keep
        assert keep is not None, field  # a field that ranks is a Near or a Like
        return keep(self.photos, value)

    def alike(self, like: Like) -> np.ndarray:
        """(N,) float32: how alike each photo is to this one; -1 for itself. Raises LibraryError."""
        if like not in self._alike:
            photo_id = self.meant.get(like) or self.photos.photo_meant(like.path)
            self._alike[like] = similar_to(self.photos.answers.view, self.photos.table, photo_id)
        return self._alike[like]


def best_first(p: np.ndarray, tie: np.ndarray) -> np.ndarray:
    """The order of falling p (n,) in 0..1, then of falling tie (n,), then as they stand.

    One unstable sort of both as whole numbers, and then the few equal ones: several times as fast
    as sorting by one after the other.
    """
    if not len(p):
        return np.zeros(0, np.int64)
    keys = (_rising(-p).astype(np.uint64) << np.uint64(32)) | _rising(-tie)
    order = np.argsort(keys)
    same = keys[order[1:]] == keys[order[:-1]]
    tied = np.append(same, False) | np.insert(same, 0, False)
    among = order[tied]
    order[tied] = among[np.lexsort((among, keys[among]))]
    return order


def _rising(values: np.ndarray) -> np.ndarray:
    """float32 values as uint32 of the same order."""
    bits = (values.astype(np.float32) + np.float32(0)).view(np.uint32)  # no -0
    return np.where(bits >> 31, ~bits, bits | np.uint32(1 << 31))


def _both(one: Verdict, other: Verdict) -> Verdict:
    return Verdict(one.yes & other.yes, one.p * other.p)


def _either(one: Verdict, other: Verdict) -> Verdict:
    return Verdict(one.yes | other.yes, 1 - (1 - one.p) * (1 - other.p))
