"""Which labels of the vocabulary tell nothing, and which mean the same."""

from dataclasses import dataclass

import numpy as np

from app.library.scores.answers import Answers
from app.library.scores.formulas import score_block
from app.library.scores.view import ModelView

EVERYWHERE = 0.5  # of all photos
FEWEST_PHOTOS = 20  # below it, never and everywhere mean nothing
# Two labels mean the same where the model reads their words alike and sees them in the same photos.
ALIKE_TEXTS, ALIKE_SCORES = 0.8, 0.85
PHOTOS_COMPARED = 2000


@dataclass(frozen=True)
class SameLabels:
    """Two labels that mean the same: cosine of their texts, correlation of their scores."""

    one: str
    other: str
    texts: float
    scores: float


@dataclass(frozen=True)
class LabelHealth:
    """Of the vocabulary over `photos` photos: labels that fire nearly everywhere with their share,
    labels that never fire, and pairs that mean the same."""

    photos: int
    everywhere: tuple[tuple[str, float], ...]
    never: tuple[str, ...]
    same: tuple[SameLabels, ...]


def label_health(answers: Answers) -> LabelHealth:
    """Which labels fire nearly everywhere or never, and which mean the same."""
    photos, counts = len(answers.view.table()), answers.counts()
    often: list[tuple[str, float]] = []
    never: list[str] = []
    if photos >= FEWEST_PHOTOS:
        shares = [(name, number / photos) for name, number in counts.items()]
        often = sorted((s for s in shares if s[1] > EVERYWHERE), key=lambda share: -share[1])
        never = [name for name, number in counts.items() if number == 0]
    return LabelHealth(photos, tuple(often), tuple(never), tuple(_same(answers.view)))


def _same(view: ModelView) -> list[SameLabels]:
    """Pairs of vocabulary labels that mean the same, most alike first."""
    labels, embeddings = view.vocabulary()
    if view.rows < FEWEST_PHOTOS or len(labels) < 2:
        return []
    unit = embeddings / np.maximum(np.linalg.norm(embeddings, axis=1, keepdims=True), 1e-9)
    texts = unit @ unit.T  # (L, L)
    scores = np.corrcoef(_sampled_scores(view, embeddings))
    alike = np.triu((texts >= ALIKE_TEXTS) & (scores >= ALIKE_SCORES), 1)
    pairs = [
        SameLabels(labels[i].name, labels[j].name, float(texts[i, j]), float(scores[i, j]))
        for i, j in zip(*np.nonzero(alike), strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair.scores)


def _sampled_scores(view: ModelView, embeddings: np.ndarray) -> np.ndarray:
    """(L, n) combined scores on at most a few thousand photos, evenly spread."""
    rows = view.rows
    every = -(-rows // PHOTOS_COMPARED)
    parts = []
    for block in view.features.rows(0, rows).blocks(PHOTOS_COMPARED):
        chosen = block.every(every)
        parts.append(score_block(chosen, embeddings, view.info)[0])
    return np.concatenate(parts, axis=1)
