"""What a label learns from yes and no: its line moves, and its embedding is tuned. Numpy only.

The tuning is MKT's prompt tuning at the size of one label (He et al., AAAI 2023, stage 2): the
photos' embeddings stay as stored, the label's vector moves by the ranking loss of both streams, and
is pulled toward where it was. It is kept only where it ranks answers it has not seen no worse.
"""

from dataclasses import dataclass

import numpy as np

from app.library.model.encoder import ModelInfo
from app.library.scores.calibration import Background, Calibration, fit, sigmoid
from app.library.scores.features import Rows
from app.library.scores.formulas import combine, score_label
from app.library.store.label_scores import LabelScores

MOVED_FROM = 4  # answers: fewer tell the line nothing but noise
TUNED_FROM = 5  # positives
FOLDS = 4
BEST, SPREAD = 100, 300  # unanswered photos that stand for all others: the best and evenly spread
STEPS, STEP = 40, 0.1
PULL = 3.0  # toward the original embedding, against a loss whose pairs weigh 1 in all
MARGIN = 1.0  # between yes and no, in background standard deviations
# How far answers move the curve before they outweigh its prior: sd of the offset and of the log of
# the slope. The line of one half is where F1 is best; there about one photo in five is a yes (half
# the F1 that can be had), not one in two: log odds of YES_AT_LINE.
OFFSET_SD, SLOPE_SD = 0.5, 0.1
YES_AT_LINE = -1.4


@dataclass(frozen=True)
class Tuned:
    """What answers made of a label; `scores` hold the embedding, tuned or not."""

    scores: LabelScores
    calibration: Calibration
    tuned: bool


@dataclass(frozen=True)
class Vectors:
    """n photos as floats: global (n, D), tokens (n, M, D), counts (n, M), and what the comparison
    over the background makes of each stream: factors (n, 2) and shift (n,)."""

    globals_: np.ndarray
    tokens: np.ndarray
    counts: np.ndarray
    factors: np.ndarray
    shift: np.ndarray
    top_k: int

    @staticmethod
    def of(rows: Rows, chosen: np.ndarray, info: ModelInfo) -> "Vectors":
        stored = rows.vectors[chosen][:, : 1 + info.tokens].astype(np.float32)
        stored *= rows.scales[chosen][..., None]
        background, n = rows.background[chosen], len(chosen)
        none, one = np.zeros(n), np.ones(n)
        shift = combine(none, none, background, info)
        streams = [combine(one, none, background, info), combine(none, one, background, info)]
        factors = np.stack(streams, 1) - shift[:, None]
        return Vectors(stored[:, 0], stored[:, 1:], rows.counts[chosen], factors, shift, info.top_k)

    def seen_by(self, embedding: np.ndarray) -> np.ndarray:
        """(n, D): a label embedding's product with these, plus the shift, is its combined score.

        Which patches count depends on the embedding; near it they stay, so this is the gradient.
        """
        weights = top_k_weights(self.tokens @ embedding, self.counts, self.top_k)
        local = (weights[:, None] @ self.tokens)[:, 0]
        seen: np.ndarray = self.factors[:, :1] * self.globals_ + self.factors[:, 1:] * local
        return seen

    def scores(self, embedding: np.ndarray) -> np.ndarray:
        scores: np.ndarray = self.seen_by(embedding) @ embedding + self.shift
        return scores

    def part(self, chosen: np.ndarray) -> "Vectors":
        return Vectors(
            self.globals_[chosen],
            self.tokens[chosen],
            self.counts[chosen],
            self.factors[chosen],
            self.shift[chosen],
            self.top_k,
        )


def top_k_weights(similarities: np.ndarray, counts: np.ndarray, k: int) -> np.ndarray:
    """The share of each token (n, M) in the mean of the k best patches; see scoring.top_k_mean."""
    order = np.argsort(-similarities, axis=-1)
    sizes = np.take_along_axis(counts, order, axis=-1).astype(np.float32)
    taken = np.clip(k - (np.cumsum(sizes, axis=-1) - sizes), 0, sizes)
    weights = np.zeros_like(similarities)
    np.put_along_axis(weights, order, taken, axis=-1)
    weights /= np.maximum(weights.sum(-1, keepdims=True), 1)
    return weights


@dataclass(frozen=True)
class Examples:
    """Photos to learn from: answers (n,) +1 or -1, and how much each counts (n,) as a no."""

    vectors: Vectors
    answers: np.ndarray
    weights: np.ndarray

    def part(self, chosen: np.ndarray) -> "Examples":
        return Examples(self.vectors.part(chosen), self.answers[chosen], self.weights[chosen])


def tune(examples: Examples, start: np.ndarray, unit: float) -> np.ndarray:
    """A label embedding (D,) of the same length as `start`, moved by the ranking loss.

    Every pair of a yes and a no costs softplus(MARGIN + no - yes), scores in `unit`; yeses count
    alike and noes by their weight.
    """
    length, yes = np.linalg.norm(start), examples.answers > 0
    noes = examples.weights[~yes] / examples.weights[~yes].sum()
    embedding = start.astype(np.float64)
    for step in range(STEPS):
        vectors = examples.vectors.seen_by(embedding.astype(np.float32))
        scores = (vectors @ embedding + examples.vectors.shift) / unit
        pulls = sigmoid(MARGIN + scores[~yes] - scores[yes][:, None]) * noes / yes.sum()
        slopes = np.zeros(len(scores))
        slopes[~yes], slopes[yes] = pulls.sum(0), -pulls.sum(1)
        gradient = length**2 * (slopes @ vectors) / unit + PULL * (embedding - start)
        embedding -= STEP * (1 - step / STEPS) * gradient
        embedding *= length / np.linalg.norm(embedding)
    return embedding.astype(np.float32)


def unseen_scores(examples: Examples, start: np.ndarray, unit: float) -> np.ndarray:
    """(n,) the score of each photo by an embedding tuned without it, in FOLDS folds."""
    scores = np.zeros(len(examples.answers))
    fold = np.zeros(len(scores), int)
    for side in (examples.answers > 0, examples.answers < 0):
        fold[side] = np.arange(side.sum()) % FOLDS
    for number in range(FOLDS):
        held = fold == number
        embedding = tune(examples.part(~held), start, unit)
        scores[held] = examples.vectors.part(held).scores(embedding)
    return scores


def ranking(scores: np.ndarray, examples: Examples) -> float:
    """Share of (yes, no) pairs in the right order, noes by their weight."""
    yes = examples.answers > 0
    above = scores[yes][:, None] > scores[~yes]
    return float((above @ examples.weights[~yes]).mean() / examples.weights[~yes].sum())


def learn(
    rows: Rows,
    scores: LabelScores,
    answered: np.ndarray,
    answers: np.ndarray,
    background: Background,
    info: ModelInfo,
) -> Tuned:
    """What a label learns from its answers: row numbers (A,) and answers (A,), +1 or -1.

    `scores` are of the label's original embedding, over all `rows`.
    """
    calibration, seen = fit(scores.combined, background), scores.combined[answered]
    tuned = False
    if (answers > 0).sum() >= TUNED_FROM:
        examples = gather(rows, scores, answered, answers, calibration, info)
        unseen = unseen_scores(examples, scores.embedding, background.sd)
        before = examples.vectors.scores(scores.embedding)
        if tuned := ranking(unseen, examples) >= ranking(before, examples):
            embedding = tune(examples, scores.embedding, background.sd)
            scores = score_label(rows, embedding, info)
            calibration, seen = fit(scores.combined, background), unseen[: len(answered)]
    if len(answers) >= MOVED_FROM:
        calibration = calibration.answered(*moved_curve(calibration.log_odds(seen), answers))
    return Tuned(scores, calibration, tuned)


def gather(
    rows: Rows,
    scores: LabelScores,
    answered: np.ndarray,
    answers: np.ndarray,
    calibration: Calibration,
    info: ModelInfo,
) -> Examples:
    """The answered photos, and some others that count as a no as far as they seem to be one."""
    order = np.argsort(-scores.combined, kind="stable")
    spread = np.linspace(0, len(order) - 1, SPREAD).astype(int)
    others = np.setdiff1d(np.concatenate([order[:BEST], spread]), answered)
    unlikely = 1 - calibration.probability(scores.combined[others])
    noes = max(int((answers < 0).sum()), 1)
    # The noes that were said weigh at least a third of all.
    said = max(1.0, unlikely.sum() / 2 / noes)
    return Examples(
        Vectors.of(rows, np.concatenate([answered, others]), info),
        np.concatenate([answers, np.full(len(others), -1)]),
        np.concatenate([np.full(len(answers), said), unlikely]),
    )


def moved_curve(log_odds: np.ndarray, answers: np.ndarray) -> tuple[float, float]:
    """Platt's slope and offset for the log odds (A,) of answered photos: the most probable under
    priors around 1 and 0, by Newton's method.

    Noes raise the line, the less the more yeses stand beside them; yeses alone do not lower it.
    People say yes to photos that they know, whatever these score, so yeses overstate.
    """
    yes, offset, log_slope = answers > 0, YES_AT_LINE, 0.0
    precision = np.array([OFFSET_SD**-2, SLOPE_SD**-2])
    for _ in range(20):
        slope = np.exp(log_slope)
        sure = sigmoid(offset + slope * log_odds)
        wrong, spread = sure - yes, sure * (1 - sure)
        turn = slope * log_odds
        away = np.array([offset - YES_AT_LINE, log_slope])
        gradient = np.array([wrong.sum(), wrong @ turn]) + precision * away
        cross = spread @ turn
        bend = np.array([[spread.sum(), cross], [cross, spread @ turn**2]]) + np.diag(precision)
        move = np.clip(np.linalg.solve(bend, gradient), -1, 1)
        offset, log_slope = offset - move[0], log_slope - move[1]
    return float(np.exp(log_slope)), float(min(offset - YES_AT_LINE, 0))
