"""Patch tokens: the P patches of a photo merged into M centres with counts, and int8 storage."""

import torch
from torch import Tensor
from torch.nn import functional

ROUNDS = 6  # of k-means: more change no figure we measured


def merge_patches(patches: Tensor, tokens: int) -> tuple[Tensor, Tensor]:
    """Patches (B, P, D) -> centres (B, M, D) and counts (B, M), by spherical k-means.

    A centre is the plain mean of its patches, not renormalised, so the mean similarity of a merged
    group stays exact. Where P <= M every patch is its own centre and the rest have count 0.
    """
    batch, count, _ = patches.shape
    if count <= tokens:
        counts = torch.zeros(batch, tokens, dtype=torch.long, device=patches.device)
        counts[:, :count] = 1
        return functional.pad(patches, (0, 0, 0, tokens - count)), counts
    directions = functional.normalize(patches, dim=-1)
    centres = _spread_out(directions, tokens)
    for _ in range(ROUNDS):
        owner = (directions @ centres.transpose(1, 2)).argmax(-1)  # (B, P)
        means, counts = _means(patches, owner, tokens)
        centres = functional.normalize(torch.where(counts[..., None] > 0, means, centres), dim=-1)
    return means, counts


def _spread_out(directions: Tensor, tokens: int) -> Tensor:
    """M patches far from each other (B, M, D): each the least similar to those chosen before."""
    rows = torch.arange(len(directions), device=directions.device)
    chosen = [directions.mean(1)]
    nearest = torch.full(directions.shape[:2], -torch.inf, device=directions.device)
    for _ in range(tokens):
        similar = (directions @ chosen[-1].unsqueeze(-1)).squeeze(-1)  # (B, P)
        nearest = torch.maximum(nearest, similar)
        chosen.append(directions[rows, nearest.argmin(1)])
    return torch.stack(chosen[1:], 1)


def _means(patches: Tensor, owner: Tensor, tokens: int) -> tuple[Tensor, Tensor]:
    """Mean of each owner's patches (B, M, D), zero for none, and counts (B, M)."""
    belongs = functional.one_hot(owner, tokens).to(patches.dtype)  # (B, P, M)
    counts = belongs.sum(1)  # (B, M)
    sums = belongs.transpose(1, 2) @ patches
    return sums / counts.clamp_min(1).unsqueeze(-1), counts.long()


def quantise(embeddings: Tensor) -> tuple[Tensor, Tensor]:
    """(..., D) float -> int8 of the same shape and one float32 scale a vector (...)."""
    scales = embeddings.abs().amax(-1).clamp_min(1e-12) / 127
    return (embeddings / scales.unsqueeze(-1)).round().to(torch.int8), scales.float()


def top_k_mean(similarities: Tensor, counts: Tensor, k: int) -> Tensor:
    """Mean of the k best patches from merged tokens: (B, L, M), (B, M) -> (B, L).

    Tokens are taken best first until their counts sum to k. Exact where nothing was merged.
    """
    best, order = similarities.sort(dim=-1, descending=True)
    sizes = counts.unsqueeze(1).expand_as(similarities).gather(-1, order)
    before = sizes.cumsum(-1) - sizes
    taken = torch.minimum((k - before).clamp_min(0), sizes).to(best.dtype)
    return (best * taken).sum(-1) / taken.sum(-1).clamp_min(1)
