"""Metrics against numbers worked out by hand, and against the released code's."""

import json
from pathlib import Path

import numpy as np
import pytest

from mkt_model.metrics import (
    average_precisions,
    f1_at,
    map_clean,
    map_published,
    map_weighted,
    precision_recall,
    recall_at,
)

SCORES = np.array([[0.9, 0.1, 0.5], [0.8, 0.7, 0.4], [0.3, 0.2, 0.3], [0.1, 0.9, 0.2]])
LABELS = np.array([[1, -1, -1], [-1, 1, -1], [1, -1, -1], [-1, -1, -1]])


def test_average_precision():
    first, second, third = average_precisions(SCORES, LABELS)
    assert first == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert second == pytest.approx(1 / 2)
    assert np.isnan(third)


def test_unknown_photos_are_left_out():
    labels = LABELS.copy()
    labels[1, 0] = 0
    assert average_precisions(SCORES, labels)[0] == pytest.approx(1)


def test_labels_without_positives_count_as_zero_only_as_published():
    clean = (5 / 6 + 1 / 2) / 2
    assert map_clean(SCORES, LABELS) == pytest.approx(clean)
    assert map_published(SCORES, LABELS) == pytest.approx(clean * 2 / 3)


def test_f1_is_micro_over_all_photos():
    f1, precision, recall = f1_at(SCORES, LABELS, 1)
    assert (precision, recall) == (2 / 4, 2 / 3)
    assert f1 == pytest.approx(2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3))


def test_recall_at():
    scores = np.array([[0.9, 0.5, 0.1], [0.9, 0.5, 0.1]])
    assert recall_at(scores, np.array([0, 2]), 1) == 0.5
    assert recall_at(scores, np.array([0, 2]), 3) == 1


def test_the_published_figures_are_the_released_code_s():
    reference = Path(__file__).parent / "reference"
    wanted = json.loads((reference / "expected.json").read_text())
    with np.load(reference / "expected.npz") as expected:
        scores, labels = expected["P"], expected["L"]
        precisions = np.nan_to_num(average_precisions(scores, labels))
        np.testing.assert_allclose(precisions, expected["ap"], rtol=0, atol=1e-6)
    assert map_published(scores, labels) == pytest.approx(wanted["map"], abs=1e-6)
    for k in (3, 5):
        assert f1_at(scores, labels, k) == pytest.approx(wanted[f"f1_k{k}"], abs=1e-6)


def test_weighted_mean_and_curve_by_hand():
    scores = np.array([[0.9, 0.1], [0.8, 0.7], [0.1, 0.9]])
    labels = np.array([[1, -1], [1, 1], [-1, 0]])
    assert map_weighted(scores, labels) == pytest.approx(1.0)
    precision, recall = precision_recall(scores, labels)  # .9 hit, .8 hit, .7 hit, .1 and .1 miss
    np.testing.assert_allclose(precision, [1, 1, 1, 3 / 4, 3 / 5])
    np.testing.assert_allclose(recall, [1 / 3, 2 / 3, 1, 1, 1])
