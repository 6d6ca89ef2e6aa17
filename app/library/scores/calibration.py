"""From a label's scores to P(the label is in the photo): a two-part distribution with priors.

Unit: z, standard deviations above what the background vocabulary scores on the same photos. So one
prior serves every label, library and model. The negative part is the background's own: a normal
whose right side is wider. The positive part is a narrower normal; its mean and its share start from
the prior and take a few steps of expectation-maximisation towards the label's own scores. Always as
many from the same start: there is no other solution to fall into, and a photo more changes little.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from app.library.model.encoder import ModelInfo
from app.library.scores.formulas import combine

GRID = np.linspace(0, 6, 121)  # z over which the negative part's own tail is summed


@dataclass(frozen=True)
class Prior:
    """What labels are like, in z. Chosen on labelled photos: python -m tests.bench.calibration
    --choose prints it.

    negative_sd, skew: the negative part; its right side is (1 + skew) times as wide, the left one
    (1 - skew). separation: the least distance of the positive mean from the negative one;
    separation_weight: how many sure photos this counts as. width: of the positive part. share: the
    Beta prior's mean, worth share_weight photos; share_trust: how far a share found larger is
    believed. most_photos: as many photos' evidence at most, since photos of one library are alike.
    sharpness, offset: the log odds' last correction. The offset leans towards finding, so that
    0.5 is near the best F1. steps: of expectation-maximisation. least_slope: of the log odds for
    one z, so that a better score is always a better confidence. doubt: how much confidence a label
    loses where its seeming photos are no more than the negative part alone would have; a few
    (doubt_count) are believed. The larger the library, the more photos seem right by chance.
    """

    negative_sd: float = 0.924
    skew: float = 0.173
    separation: float = 2.5
    separation_weight: float = 0.232
    width: float = 0.324
    share: float = 0.0205
    share_weight: float = 9.14
    share_trust: float = 0.446
    most_photos: float = 168.0
    sharpness: float = 0.145
    offset: float = 0.316
    steps: int = 5
    least_slope: float = 0.286
    doubt: float = 0.128
    doubt_count: float = 19.6


PRIOR = Prior()


@dataclass(frozen=True)
class Background:
    """What the background vocabulary scores on the photos at hand: mean and sd over its words."""

    mean: float
    sd: float

    @staticmethod
    def of(statistics: np.ndarray, info: ModelInfo) -> "Background":
        """From photos' background statistics (N, 2, 3). N = 0: where the model's curve has it."""
        if not len(statistics):
            slope = info.confidence_slope
            return Background(info.confidence_half - 4 / slope, 1.5 / slope)
        mean, sd = statistics[:, :, 0], statistics[:, :, 1]
        means = combine(mean[:, 0], mean[:, 1], statistics, info)
        raised = mean + sd  # as if the streams agreed
        above = combine(raised[:, 0], raised[:, 1], statistics, info)
        return Background(float(means.mean()), float(max((above - means).mean(), 1e-6)))


@dataclass(frozen=True)
class Calibration:
    """One label's curve from score to probability; strictly rising."""

    background: Background
    positive_mean: float
    log_share: float
    doubted: float = 0.0
    answers_slope: float = 1.0
    answers_offset: float = 0.0
    prior: Prior = PRIOR

    def log_odds(self, scores: np.ndarray) -> np.ndarray:
        """Combined scores (N,) -> log odds (N,), answers included."""
        z = (scores - self.background.mean) / self.background.sd
        return self.answers_offset + self.answers_slope * self._two_parts(z)

    def probability(self, scores: np.ndarray) -> np.ndarray:
        """Combined scores (N,) -> P(label in photo) (N,), in 0..1."""
        return sigmoid(self.log_odds(scores))

    def numbers(self) -> dict[str, Any]:
        """All that makes the curve, as it is stored."""
        return asdict(self)

    @staticmethod
    def of_numbers(numbers: Mapping[str, Any]) -> "Calibration | None":
        """The curve that gave these numbers; None where another prior than the present made it."""
        rest = {name: numbers[name] for name in numbers if name not in ("prior", "background")}
        if numbers["prior"] != asdict(PRIOR):
            return None
        return Calibration(Background(**numbers["background"]), **rest)

    def answered(self, slope: float, offset: float) -> "Calibration":
        """The curve after answers: its log odds times `slope` plus `offset`."""
        return replace(self, answers_slope=slope, answers_offset=offset)

    def _sure(self, z: np.ndarray) -> np.ndarray:
        """How far a photo counts as one of the positive part: the two parts' ratio as it is."""
        return sigmoid((self._two_parts(z) - self.prior.offset) / self.prior.sharpness) * (z > 0)

    @property
    def _mode(self) -> float:
        return -0.8 * self.prior.skew * self.prior.negative_sd

    def _two_parts(self, z: np.ndarray) -> np.ndarray:
        """The ratio of the two parts; beyond the points where it would fall, it rises on gently."""
        prior = self.prior
        mode, right = self._mode, (1 + prior.skew) * prior.negative_sd
        inner, outer = prior.width**-2, right**-2
        slope = prior.least_slope / prior.sharpness
        top = (self.positive_mean * inner - mode * outer - slope) / (inner - outer)
        at = np.clip(z, mode, max(top, mode))
        ratio: np.ndarray = (
            0.5 * ((at - mode) / right) ** 2 - 0.5 * ((at - self.positive_mean) / prior.width) ** 2
        )
        ratio += np.log(prior.negative_sd / prior.width) + self.log_share
        ratio += slope * (z - at)
        odds: np.ndarray = prior.sharpness * ratio + prior.offset - self.doubted
        return odds


def fit(scores: np.ndarray, background: Background, prior: Prior = PRIOR) -> Calibration:
    """A label's curve from its combined scores (N,) over a library. Without photos, the prior's."""
    calibration = Calibration(background, prior.separation, _logit(prior.share), prior=prior)
    if not len(scores):
        return calibration
    z = (np.asarray(scores, np.float64) - background.mean) / background.sd
    for _ in range(prior.steps):
        calibration = _step(calibration, z)
    return replace(calibration, doubted=_doubt(calibration, z))


def _doubt(curve: Calibration, z: np.ndarray) -> float:
    """What the log odds lose where no more of the photos z (N,) seem right than by chance."""
    prior = curve.prior
    sd = np.where(curve._mode > GRID, 1 - prior.skew, 1 + prior.skew) * prior.negative_sd
    density = np.exp(-(((GRID - curve._mode) / sd) ** 2) / 2) / (
        np.sqrt(2 * np.pi) * prior.negative_sd
    )
    chance = len(z) * float((density * curve._sure(GRID)).sum() * (GRID[1] - GRID[0]))
    found = float(curve._sure(z).sum())
    return prior.doubt * float(np.log1p(chance / (max(found - chance, 0) + prior.doubt_count)))


def _step(before: Calibration, z: np.ndarray) -> Calibration:
    """The positive part as the photos' z (N,) have it, each counting as far as it seems one."""
    prior = before.prior
    weight = min(1.0, prior.most_photos / len(z))
    sure = weight * before._sure(z)
    found, least = sure.sum(), prior.separation
    mean = (least * prior.separation_weight + sure @ z) / (prior.separation_weight + found)
    share = (prior.share * prior.share_weight + found) / (prior.share_weight + weight * len(z))
    more = max(0.0, _logit(min(share, 0.99)) - _logit(prior.share))
    return replace(
        before,
        positive_mean=float(max(mean, least)),
        log_share=_logit(prior.share) + prior.share_trust * more,
    )


def sigmoid(x: np.ndarray) -> np.ndarray:
    # Beyond 30 it is 0 or 1 to float precision, and exp would overflow.
    probability: np.ndarray = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return probability


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))
