"""Metrics against numbers worked out by hand."""

import numpy as np
import pytest

from mkt_model.metrics import average_precisions, f1_at, map_clean, map_published, recall_at

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
