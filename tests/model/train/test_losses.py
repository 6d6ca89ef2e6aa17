"""The losses, against the authors' released code and worked by hand."""

from pathlib import Path

import numpy as np
import pytest
import torch

from mkt_model.train.losses import (
    distillation,
    divergence,
    matched,
    photo_softmax,
    ranking_loss,
    set_softmax,
)

REFERENCE = Path(__file__).parents[1] / "reference" / "expected.npz"


def test_the_ranking_loss_and_its_gradient_are_the_released_code_s():
    with np.load(REFERENCE) as expected:
        scores = torch.from_numpy(expected["z"]).double().requires_grad_()
        labels = torch.from_numpy(expected["y"])
        loss = ranking_loss(scores, labels)
        loss.backward()
        assert loss.item() == pytest.approx(float(expected["rank_loss"]), abs=1e-6)
        np.testing.assert_allclose(scores.grad, expected["rank_grad"], rtol=0, atol=1e-6)


def test_only_pairs_inside_the_margin_cost():
    scores = torch.tensor([[0.9, 0.5, 0.1]])
    labels = torch.tensor([[1, -1, -1]])
    assert ranking_loss(scores, labels, margin=0.5).item() == pytest.approx(0.1)
    assert ranking_loss(scores, labels, margin=0.1).item() == 0


def test_pairs_and_the_mean_over_photos():
    scores = torch.tensor([[0.5, 0.2, 0.9], [1.0, -5.0, -5.0]])
    labels = torch.tensor([[1, -1, -1], [1, 0, -1]])  # 0: unknown
    # First photo: 1 + 0.2 - 0.5 and 1 + 0.9 - 0.5 over two pairs; second: no pair costs anything.
    assert ranking_loss(scores, labels).item() == pytest.approx((0.7 + 1.4) / 2 / 2)


def test_ranking_loss_of_photos_without_pairs_is_zero():
    assert ranking_loss(torch.randn(2, 3), torch.ones(2, 3)).item() == 0
    assert ranking_loss(torch.randn(2, 3), -torch.ones(2, 3)).item() == 0


def test_matched_is_small_where_pairs_are_most_similar():
    assert matched(torch.eye(4) * 20).item() < 1e-6
    assert matched(torch.zeros(4, 4)).item() == pytest.approx(torch.log(torch.tensor(4.0)).item())


def test_set_softmax_spreads_over_the_positives():
    labels = torch.tensor([[1.0, 1.0, 0.0, 0.0]])
    sure = torch.tensor([[20.0, 20.0, -20.0, -20.0]])
    assert set_softmax(sure, labels).item() == pytest.approx(0.6931, abs=1e-4)


def test_set_softmax_leaves_out_what_nobody_knows():
    labels, unknown = torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([[False, True, False]])
    logits = torch.tensor([[0.0, 5.0, 0.0]], requires_grad=True)
    loss = set_softmax(logits, labels, unknown)
    assert loss.item() == pytest.approx(0.6931, abs=1e-4)  # ln 2: of two labels
    loss.backward()
    assert logits.grad[0, 1] == 0


def test_photo_softmax_ranks_the_photos_of_a_label():
    labels = torch.tensor([[1.0, 0.0], [0.0, 0.0], [1.0, 0.0]])
    right = torch.tensor([[9.0, 0.0], [-9.0, 0.0], [9.0, 0.0]])
    assert photo_softmax(right, labels).item() == pytest.approx(0.6931, abs=1e-4)
    assert photo_softmax(-right, labels).item() > 10
    unknown = torch.tensor([[False, False], [True, False], [False, False]])
    assert photo_softmax(torch.zeros(3, 2), labels, unknown).item() == pytest.approx(
        0.6931, abs=1e-4
    )


def test_divergence_is_least_at_the_teacher():
    target = torch.tensor([[0.7, 0.2, 0.1]])
    assert divergence(target.log(), target) < divergence(torch.zeros(1, 3), target)


def test_distillation_is_the_mean_absolute_difference():
    assert distillation(torch.tensor([[1.0, 2.0]]), torch.tensor([[0.0, 4.0]])).item() == 1.5
