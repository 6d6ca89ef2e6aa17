"""The score of MKT: two streams, made comparable, averaged. For shapes see model.py."""

from collections.abc import Callable

import torch
from torch import Tensor

Streams = tuple[Tensor, Tensor]  # global and local scores, each (B, L)
TOP_K_SHARE = 18 / 196  # of a photo's patches: the paper's k = 18 of 14 x 14


def global_scores(embeddings: Tensor, labels: Tensor) -> Tensor:
    """(B, D), (L, D) -> (B, L): the similarity of the whole photo (paper, the global stream)."""
    return embeddings @ labels.T


def local_scores(patches: Tensor, labels: Tensor, k: int) -> Tensor:
    """(B, P, D), (L, D) -> (B, L): mean of the k best patches (paper, the local stream)."""
    similarities = patches @ labels.T  # (B, P, L)
    return similarities.topk(min(k, patches.shape[1]), dim=1).values.mean(1)


def statistics(scores: Tensor) -> Tensor:
    """Scores over a label list (B, L) -> (B, 3): mean, standard deviation and L2 norm."""
    return torch.stack([scores.mean(1), scores.std(1, correction=0), scores.norm(dim=1)], 1)


def raw(scores: Tensor, _: Tensor) -> Tensor:
    """Scores (B, L) as they are."""
    return scores


def list_norm(scores: Tensor, background: Tensor) -> Tensor:
    """Scores (B, L) over their L2 norm on a label list: the released code's normalisation.

    background (B, 3) as `statistics` gives it; in the faithful mode, of these very scores.
    """
    return scores / background[:, 2:].clamp_min(1e-6)


def standardise(scores: Tensor, background: Tensor) -> Tensor:
    """Scores (B, L) in standard deviations above the photo's mean (SPARC, CVPR 2025)."""
    return (scores - background[:, :1]) / background[:, 1:2].clamp_min(1e-6)


def combine(global_: Tensor, local: Tensor, local_weight: float = 0.5) -> Tensor:
    """The two comparable streams as one score; half and half in the paper."""
    return (1 - local_weight) * global_ + local_weight * local


COMPARISONS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "raw": raw,
    "list_norm": list_norm,
    "standardise": standardise,
}


def comparable(streams: Streams, over: Streams, comparison: str) -> Streams:
    """Both streams made comparable, each over its own scores (B, L') of a label list."""
    compare = COMPARISONS[comparison]
    return compare(streams[0], statistics(over[0])), compare(streams[1], statistics(over[1]))
