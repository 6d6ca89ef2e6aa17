"""Merging and quantising patches keeps their scores."""

import pytest
import torch
from torch.nn import functional

from mkt_model.scoring import local_scores
from mkt_model.tokens import merge_patches, quantise, top_k_mean


@pytest.fixture
def patches() -> torch.Tensor:
    """Five photos of 81 patches that lie around six directions each, as real ones do."""
    generator = torch.Generator().manual_seed(0)
    directions = torch.randn(5, 6, 64, generator=generator)
    chosen = torch.randint(0, 6, (5, 81), generator=generator)
    noise = 0.3 * torch.randn(5, 81, 64, generator=generator)
    return functional.normalize(
        directions.gather(1, chosen[..., None].expand(-1, -1, 64)) + noise, dim=-1
    )


def test_every_patch_is_in_exactly_one_token(patches: torch.Tensor):
    centres, counts = merge_patches(patches, 16)
    assert centres.shape == (5, 16, 64)
    assert counts.sum(1).tolist() == [81] * 5
    torch.testing.assert_close((centres * counts[..., None]).sum(1), patches.sum(1))


def test_few_patches_are_kept_as_they_are(patches: torch.Tensor):
    centres, counts = merge_patches(patches[:, :10], 16)
    torch.testing.assert_close(centres[:, :10], patches[:, :10])
    assert counts[0].tolist() == [1] * 10 + [0] * 6


def test_unmerged_tokens_score_exactly_as_patches(patches: torch.Tensor):
    labels = torch.randn(7, 64, generator=torch.Generator().manual_seed(1))
    centres, counts = merge_patches(patches, 81)
    similarities = (centres @ labels.T).transpose(1, 2)
    torch.testing.assert_close(
        top_k_mean(similarities, counts, 18), local_scores(patches, labels, 18)
    )


def test_merged_tokens_score_nearly_as_patches(patches: torch.Tensor):
    labels = functional.normalize(
        torch.randn(50, 64, generator=torch.Generator().manual_seed(1)), dim=-1
    )
    centres, counts = merge_patches(patches, 16)
    merged = top_k_mean((centres @ labels.T).transpose(1, 2), counts, 18)
    exact = local_scores(patches, labels, 18)
    assert torch.corrcoef(torch.stack([merged.flatten(), exact.flatten()]))[0, 1] > 0.98


def test_merging_is_the_same_every_time_and_alone(patches: torch.Tensor):
    together, _ = merge_patches(patches, 16)
    alone, _ = merge_patches(patches[2:3], 16)
    torch.testing.assert_close(together[2:3], alone)


def test_identical_patches(patches: torch.Tensor):
    same = patches[:, :1].expand(-1, 81, -1)
    centres, counts = merge_patches(same, 16)
    assert counts.max(1).values.tolist() == [81] * 5
    assert torch.isfinite(centres).all()


def test_quantised_vectors_are_within_half_a_step(patches: torch.Tensor):
    vectors, scales = quantise(patches)
    assert vectors.dtype == torch.int8
    error = (vectors * scales[..., None] - patches).abs()
    assert (error <= scales[..., None] / 2 + 1e-7).all()
    zero, scale = quantise(torch.zeros(1, 4))
    assert zero.tolist() == [[0, 0, 0, 0]]
    assert scale.item() > 0
