"""The losses, against the authors' released code and worked by hand."""

from pathlib import Path

import numpy as np
import pytest
import torch

from mkt_model.losses import distillation, ranking_loss

REFERENCE = Path(__file__).parent / "reference" / "expected.npz"


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


def test_distillation_is_the_mean_distance():
    assert distillation(torch.zeros(2, 3), torch.full((2, 3), 0.5)).item() == 0.5
