"""Confidence is a probability: what that asks of the curve, and how it is kept and used."""

from pathlib import Path

import numpy as np
import pytest

from app.library.library import Library
from app.library.model.encoder import ModelInfo
from app.library.scores.calibration import PRIOR, Background, fit, sigmoid
from tests.conftest import index

BACKGROUND = Background(0.1, 0.1)  # so that z = 10 * (score - 0.1)


def photos(without: int, with_label: int, seed: int = 0, apart: float = 3.5) -> np.ndarray:
    """Scores of photos without and then with a label whose photos score `apart` sd higher."""
    rng = np.random.default_rng(seed)
    z = np.concatenate([rng.normal(0, 0.9, without), rng.normal(apart, 0.8, with_label)])
    return 0.1 + 0.1 * z


@pytest.mark.parametrize(("without", "with_label"), [(0, 0), (20, 0), (15, 5), (0, 40), (900, 100)])
def test_a_better_score_is_always_a_better_confidence(without: int, with_label: int):
    curve = fit(photos(without, with_label), BACKGROUND)
    odds = curve.log_odds(np.linspace(-2, 2, 401))
    assert (np.diff(odds) > 0).all()
    sure = curve.probability(np.linspace(-2, 2, 401))
    assert sure.min() >= 0
    assert sure.max() <= 1


@pytest.mark.parametrize("count", [20, 1000, 100_000])
def test_a_label_that_is_nowhere_is_seen_nowhere(count: int):
    scores = photos(count, 0)
    assert (fit(scores, BACKGROUND).probability(scores) >= 0.5).mean() < 0.02


@pytest.mark.parametrize("count", [20, 1000, 100_000])
def test_a_label_that_is_everywhere_is_not_cut_to_a_few(count: int):
    scores = photos(0, count)
    assert (fit(scores, BACKGROUND).probability(scores) >= 0.5).mean() > 0.6


@pytest.mark.parametrize("count", [20, 1000, 100_000])
def test_the_photos_of_a_label_stand_out(count: int):
    with_label = count // 10
    scores = photos(count - with_label, with_label, apart=4.5)
    sure = fit(scores, BACKGROUND).probability(scores) >= 0.5
    assert sure[-with_label:].mean() > 0.75
    assert sure[:-with_label].mean() < 0.02


@pytest.mark.parametrize("count", [20, 300, 5000])
def test_one_photo_more_changes_little(count: int):
    scores = photos(count, count // 20)
    one_more = np.append(scores, 0.5)
    grid = np.linspace(-0.3, 0.8, 100)
    before, after = (fit(s, BACKGROUND).probability(grid) for s in (scores, one_more))
    assert np.abs(after - before).max() < (0.2 if count == 20 else 0.06)


def test_the_order_and_number_of_equal_photos_do_not_matter():
    scores = photos(2000, 200)
    grid = np.linspace(-0.3, 0.8, 100)
    once = fit(scores, BACKGROUND).probability(grid)
    np.testing.assert_allclose(fit(scores[::-1], BACKGROUND).probability(grid), once)
    ten_times = fit(np.tile(scores, 10), BACKGROUND).probability(grid)
    np.testing.assert_allclose(ten_times, once, atol=0.02)


def test_the_scale_of_a_model_does_not_matter():
    scores = photos(300, 30)
    ours = fit(scores, BACKGROUND).probability(scores)
    theirs = fit(50 * scores - 7, Background(50 * 0.1 - 7, 50 * 0.1)).probability(50 * scores - 7)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_without_photos_every_label_has_the_curve_of_the_prior():
    curve = fit(np.zeros(0), BACKGROUND)
    assert curve.positive_mean == PRIOR.separation
    assert curve.probability(np.array([0.1]))[0] < 0.1
    assert curve.probability(np.array([0.5]))[0] > 0.5


@pytest.mark.parametrize("comparison", ["raw", "standardise", "list_norm"])
def test_the_background_is_what_its_words_score(comparison: str, tmp_path: Path):
    info = ModelInfo("m-1", "m", "", tmp_path, 32, 9, 2, comparison, 0.5, 2.0, 2.0, 3, "")
    rng = np.random.default_rng(0)
    words = rng.normal([[[0.2]], [[0.6]]], 0.1, (2, 30, 50))  # (stream, photo, word)
    words[1] += words[0] - 0.2  # the streams agree
    statistics = np.stack(
        [words.mean(2), words.std(2), np.linalg.norm(words, axis=2)], 2
    ).transpose(1, 0, 2)  # (photo, stream, 3)
    compared = {
        "raw": words,
        "standardise": (words - words.mean(2, keepdims=True)) / words.std(2, keepdims=True),
        "list_norm": words / np.linalg.norm(words, axis=2, keepdims=True),
    }[comparison].mean(0)
    background = Background.of(statistics, info)
    assert background.mean == pytest.approx(compared.mean(), abs=1e-6)
    assert background.sd == pytest.approx(compared.std(1).mean(), rel=0.1)


# In the library


def confidences(library: Library, label: str) -> dict[str, float]:
    return {
        hit.path.name: hit.confidence
        for hit in library.photos.search(label, 0, all_photos=True).hits
    }


def test_search_and_suggestions_tell_the_same_confidence(library: Library, photos: Path):
    index(library, photos)
    suggestions = library.tags.beside(library.photos.at(photos / "red0.jpg"))
    said = {s.label: s.confidence for s in suggestions}
    assert said["red"] == pytest.approx(confidences(library, "red")["red0.jpg"])


def test_other_labels_do_not_change_a_confidence(library: Library, photos: Path):
    index(library, photos)
    before = confidences(library, "red")
    library.labels.add("scarlet")
    library.labels.remove("green")
    assert confidences(library, "red") == before


def test_a_probability_rises_from_0_to_1_however_far_the_odds():
    p = sigmoid(np.array([-1000.0, -2.0, 0.0, 2.0, 1000.0]))
    assert (np.diff(p) > 0).all()
    assert (p[0], p[2], p[-1]) == (pytest.approx(0), 0.5, pytest.approx(1))
