"""What answers make of a label: its line moves, its embedding is tuned; chance is not followed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.library.labels.telling import most_informative
from app.library.labels.tuning import Vectors, learn, moved_curve, top_k_weights
from app.library.model.encoder import ModelInfo
from app.library.scores.calibration import Background, fit
from app.library.scores.features import Rows
from app.library.scores.formulas import score_label, top_k_mean
from tests.colour_encoder import ColourEncoder
from tests.library.scores.features_of import features_of


@pytest.fixture
def info(tmp_path: Path) -> ModelInfo:
    return ModelInfo("m-1", "m", "", tmp_path, 32, 9, 2, "standardise", 0.5, 2.0, 2.0, 3, "")


@pytest.fixture
def rows(tmp_path: Path, info: ModelInfo) -> Rows:
    """200 photos of nine random pixels: in the first 60, red rules."""
    pixels = np.random.default_rng(0).integers(0, 255, (200, 3, 3, 3))
    pixels[:60, ..., 0] = 255 - pixels[:60, ..., 0] // 4
    features = features_of(info, tmp_path)
    features.append(ColourEncoder().encode_images(list(pixels)))
    return features.rows(0, 200)


def test_noes_raise_the_line_and_yeses_alone_do_not_lower_it():
    odds = np.zeros(6)
    assert moved_curve(odds, np.full(6, -1))[1] < -0.1
    assert moved_curve(odds, np.full(6, 1))[1] == 0


def test_yeses_hold_back_the_noes():
    odds, noes = np.zeros(8), np.full(8, -1)
    mixed = np.where(np.arange(8) < 1, 1, -1)
    assert moved_curve(odds, noes)[1] < moved_curve(odds, mixed)[1] < 0


def test_few_answers_move_it_less_than_many():
    moves = [moved_curve(np.zeros(n), np.full(n, -1))[1] for n in (0, 1, 3, 10, 100)]
    assert moves[0] == pytest.approx(0)
    assert (np.diff(moves) < 0).all()
    assert moves[1] > -0.1


def test_the_curve_keeps_rising_whatever_is_answered():
    odds = np.linspace(-3, 3, 40)
    slope, _ = moved_curve(odds, np.where(odds > 0, -1, 1))  # the world upside down
    assert slope > 0


def test_the_weights_of_tokens_give_the_mean_of_the_best_patches():
    rng = np.random.default_rng(0)
    similarities, counts = rng.normal(size=(30, 9)), rng.integers(0, 4, (30, 9))
    weighted = (top_k_weights(similarities, counts, 5) * similarities).sum(1)
    np.testing.assert_allclose(weighted, top_k_mean(similarities[None], counts, 5)[0], rtol=1e-5)


@pytest.mark.parametrize("comparison", ["raw", "standardise", "list_norm"])
def test_photos_as_vectors_score_as_stored(rows: Rows, info: ModelInfo, comparison: str):
    info = replace(info, comparison=comparison)
    # A label is rounded to 127 steps in a scan; this one is so already.
    label = np.append(127, np.random.default_rng(1).integers(-127, 128, 31)).astype(np.float32)
    expected = score_label(rows, label, info).combined[:50]
    scores = Vectors.of(rows, np.arange(50), info).scores(label)
    np.testing.assert_allclose(scores, expected, rtol=1e-3)  # half the precision is kept


def test_the_gradient_is_that_of_the_score(rows: Rows, info: ModelInfo):
    photos, rng = Vectors.of(rows, np.arange(20), info), np.random.default_rng(1)
    label, move = rng.normal(size=32), 1e-6 * rng.normal(size=32)
    change = photos.scores(label + move) - photos.scores(label)
    np.testing.assert_allclose(photos.seen_by(label) @ move, change, rtol=1e-3, atol=1e-9)


def vague(info: ModelInfo) -> np.ndarray:
    """A label embedding that knows a little of red and more of something no photo has."""
    embedding = np.zeros(info.dim, np.float32)
    embedding[[0, 1, 20]] = 0.35, 0.45, 0.8
    return embedding


def share_in_order(scores: np.ndarray, red: np.ndarray) -> float:
    return float((scores[red][:, None] > scores[~red]).mean())


def test_a_vague_label_is_tuned_by_answers_and_ranks_unseen_photos_better(
    rows: Rows, info: ModelInfo
):
    red = np.arange(200) < 60
    before = score_label(rows, vague(info), info)
    asked = np.concatenate([np.arange(8), np.arange(60, 68)])
    background = Background.of(rows.background, info)
    tuned = learn(rows, before, asked, np.where(red[asked], 1, -1), background, info)
    assert tuned.tuned
    unseen = np.setdiff1d(np.arange(200), asked)
    was, became = (share_in_order(s.combined[unseen], red[unseen]) for s in (before, tuned.scores))
    assert became > was + 0.02
    assert np.linalg.norm(tuned.scores.embedding) == pytest.approx(np.linalg.norm(vague(info)))


def test_answers_by_chance_are_not_followed(rows: Rows, info: ModelInfo):
    red_label = np.eye(info.dim, dtype=np.float32)[0]
    before = score_label(rows, red_label, info)
    rng, background = np.random.default_rng(4), Background.of(rows.background, info)
    tuned = learn(
        rows, before, rng.permutation(200)[:24], np.tile([1, -1, -1], 8), background, info
    )
    kept = float(tuned.scores.embedding @ red_label)
    assert not tuned.tuned or kept > 0.8


def test_with_few_positives_only_the_line_moves(rows: Rows, info: ModelInfo):
    before = score_label(rows, vague(info), info)
    background = Background.of(rows.background, info)
    asked, answers = np.array([0, 90, 100, 101]), np.array([1, -1, -1, -1])
    tuned = learn(rows, before, asked, answers, background, info)
    assert not tuned.tuned
    assert tuned.scores is before
    assert tuned.calibration.answers_offset != 0
    too_few = learn(rows, before, asked[:3], answers[:3], background, info)
    assert too_few.calibration == fit(before.combined, background)


def test_without_answers_nothing_changes(rows: Rows, info: ModelInfo):
    before = score_label(rows, vague(info), info)
    background, none = Background.of(rows.background, info), np.zeros(0, np.int64)
    tuned = learn(rows, before, none, none, background, info)
    curve = fit(before.combined, background)
    odds = curve.log_odds(before.combined)
    np.testing.assert_allclose(tuned.calibration.log_odds(before.combined), odds, atol=1e-6)


def test_photos_near_the_line_are_asked_about_and_not_twice_the_same(rows: Rows):
    odds = np.abs(np.arange(200) - 100) / 10.0  # row 100 lies on the line
    asked = most_informative(rows, odds, 0.0, np.setdiff1d(np.arange(200), [100]), 6)
    assert len(set(asked.tolist())) == 6
    assert 100 not in asked
    assert np.abs(asked - 100).max() < 25
    assert most_informative(rows, odds, 0.0, np.arange(3), 20).size == 3
