"""Streams, comparisons and losses against numbers worked out by hand."""

import pytest
import torch

from mkt_model.scoring import (
    combine,
    global_scores,
    list_norm,
    local_scores,
    standardise,
    statistics,
)


def test_global_scores_are_dot_products():
    photos = torch.tensor([[1.0, 2.0], [0.0, 3.0]])
    labels = torch.tensor([[1.0, 0.0], [1.0, 1.0]])
    assert global_scores(photos, labels).tolist() == [[1, 3], [0, 3]]


def test_local_scores_are_the_mean_of_the_k_best_patches():
    patches = torch.tensor([[[1.0], [5.0], [3.0]]])
    label = torch.tensor([[1.0]])
    assert local_scores(patches, label, 2).item() == 4
    assert local_scores(patches, label, 99).item() == 3


def test_list_norm_of_the_list_itself_is_the_published_form():
    scores = torch.tensor([[3.0, 4.0]])
    assert list_norm(scores, statistics(scores)).tolist() == [
        [pytest.approx(0.6), pytest.approx(0.8)]
    ]


def test_one_label_alone_is_useless_under_the_published_form():
    for value in (0.1, 7.0):
        scores = torch.tensor([[value]])
        assert list_norm(scores, statistics(scores)).item() == pytest.approx(1)


def test_standardised_scores_have_mean_0_and_sd_1():
    scores = torch.randn(4, 50, generator=torch.Generator().manual_seed(0)) * 3 + 2
    standard = standardise(scores, statistics(scores))
    torch.testing.assert_close(standard.mean(1), torch.zeros(4), atol=1e-5, rtol=0)
    torch.testing.assert_close(standard.std(1, correction=0), torch.ones(4))


def test_combine_is_half_and_half():
    assert combine(torch.tensor(2.0), torch.tensor(4.0)).item() == 3
    assert combine(torch.tensor(2.0), torch.tensor(4.0), 0.25).item() == 2.5
