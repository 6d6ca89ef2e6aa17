"""Evaluates the tree of a query over all photos: which it means, best first.

Which: every label says yes or no by its own line (tags first), and AND, OR, NOT join these. Best
first: by the probability of the whole query, as if labels were independent: AND multiplies, OR is
1 - (1 - p)(1 - q), NOT is 1 - p; facts count as 0 or 1. Equal photos come by the score of the first
label; without a label, the newest first.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from app.library.scores.answers import Answer, Answers
from app.library.scores.similar import photo_at, similar_to
from app.library.search import facts
from app.library.search.tree import (
    And,
    Compared,
    Fact,
    Label,
    Like,
    Near,
    Node,
    Not,
    Or,
    Tagged,
    leaves,
)

SCORED = (Label, Compared, Near, Like)
LABELLED = (Label, Compared, Near)
SIGNS = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}


@dataclass(frozen=True)
class Found:
    """Of N photos: which a node means, yes (N,) bool, and how surely, p (N,) float32."""

    yes: np.ndarray
    p: np.ndarray

    @staticmethod
    def fact(yes: np.ndarray) -> "Found":
        return Found(yes, yes.astype(np.float32))


class Evaluation:
    """One query over the photos at hand. What a node needs is asked once."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.store, self.view = answers, answers.store, answers.view
        self.table = answers.view.table()
        self.families = self.store.families.read()
        self._labels: dict[str, Answer] = {}
        self._alike: dict[str, np.ndarray] = {}

    def ranked(self, tree: Node) -> tuple[np.ndarray, np.ndarray]:
        """(places in the table, their probabilities) of all that the query means, best first."""
        found = self.of(tree)
        yes = found.yes & self._looked_at(tree)
        chosen = np.flatnonzero(yes)
        p = found.p[chosen]
        order = best_first(p, self._tie_break(tree)[chosen])
        return chosen[order], p[order]

    def _looked_at(self, tree: Node) -> np.ndarray:
        """The photos the query can speak of: a model must have seen them, or a human tagged them,
        where it asks for labels."""
        if not any(isinstance(leaf, SCORED) for leaf in leaves(tree)):
            return np.ones(len(self.table), bool)
        seen = self.table.encoded
        for leaf in leaves(tree):
            if isinstance(leaf, LABELLED):
                seen = seen | (self.label(leaf.name).said > 0)
        return seen

    def _tie_break(self, tree: Node) -> np.ndarray:
        """(N,) float32: higher comes first among photos of the same probability."""
        for leaf in leaves(tree):
            if isinstance(leaf, LABELLED):
                return self.label(leaf.name).score
        return self.table.newness

    def of(self, node: Node) -> Found:
        match node:
            case And(parts):
                return reduce(_both, map(self.of, parts))
            case Or(parts):
                return reduce(_either, map(self.of, parts))
            case Not(part):
                inner = self.of(part)
                return Found(~inner.yes, 1 - inner.p)
            case Label(name):
                answer = self.label(name)
                return Found(answer.yes, answer.confidence)
            case Near(name):
                answer = self.label(name)
                return Found(answer.said >= 0, answer.confidence)
            case Compared(name, sign, value):
                p = self.label(name).confidence
                return Found(SIGNS[sign](p, np.float32(value)), p if sign[0] == ">" else 1 - p)
            case Like(path):
                p = self.alike(path)
                return Found(p >= 0, np.clip(p, 0, 1))
            case Tagged(field, name):
                return Found.fact(self._tagged(field, name))
            case Fact(field, value):
                return Found.fact(facts.kept(self.table, field, value, self._any_tag))
        raise TypeError(node)

    def label(self, name: str) -> Answer:
        if name not in self._labels:
            label = self.store.labels.known(name)
            self._labels[name] = self.answers.recent(label, self.table, self.families)
        return self._labels[name]

    def _tagged(self, field: str, name: str) -> np.ndarray:
        """A tag of a child is one of its parent; a child's rejection is not."""
        label = self.store.labels.find(name)
        if label is None:
            return np.zeros(len(self.table), bool)
        own = self.families.label(label.id)
        said = self.answers.said(self.families.names(own), self.table)
        if field == "rejected":
            return said < 0
        below = (self.families.names(i) for i in self.families.descendants(own))
        inherited = [self.answers.said(names, self.table) > 0 for names in below]
        return (said > 0) | (np.any(inherited, axis=0) & (said >= 0) if inherited else False)

    def _any_tag(self) -> np.ndarray:
        tagged = np.zeros(len(self.table), bool)
        tagged[self.table.places(np.array(self.store.tags.tagged_photo_ids(), np.int64))] = True
        return tagged

    def alike(self, path: str) -> np.ndarray:
        """(N,) float32: how alike each photo is to this one; -1 for itself."""
        if path not in self._alike:
            photo_id = photo_at(self.store, self.table, path)
            self._alike[path] = similar_to(self.view, self.table, photo_id)
        return self._alike[path]


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


def _both(one: Found, other: Found) -> Found:
    return Found(one.yes & other.yes, one.p * other.p)


def _either(one: Found, other: Found) -> Found:
    return Found(one.yes | other.yes, 1 - (1 - one.p) * (1 - other.p))
