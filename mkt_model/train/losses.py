"""Training losses, as pure functions. B images, L labels."""

import torch
from torch import Tensor
from torch.nn import functional

NOWHERE = -1e4  # a logit that no softmax sees


def ranking_loss(scores: Tensor, labels: Tensor, margin: float | Tensor = 1.0) -> Tensor:
    """Scores and labels (B, L), labels > 0 positive, < 0 negative, 0 unknown -> a scalar.

    Every (positive, negative) pair of a photo costs max(0, margin + s_n - s_p) (paper, ranking
    loss). As in the released code, the mean over photos of: the sum over a photo's pairs, over the
    number of its pairs that cost something. Photos without a positive or a negative cost nothing.
    """
    photo, label = (labels > 0).nonzero(as_tuple=True)  # one row a positive: (Q,), (Q,)
    costs = (margin + scores[photo] - scores[photo, label].unsqueeze(1)).clamp_min(0)  # (Q, L)
    costs = costs * (labels[photo] < 0)
    zeros = scores.new_zeros(len(scores))
    sums = zeros.index_add(0, photo, costs.sum(1))
    pairs = zeros.index_add(0, photo, (costs > 0).sum(1).to(scores.dtype))
    return (sums / pairs.clamp_min(1)).mean()


def matched(logits: Tensor) -> Tensor:
    """Cross entropy both ways of (B, B) logits whose diagonal holds the matching pairs."""
    target = torch.arange(len(logits), device=logits.device)
    return (
        functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)
    ) / 2


def set_softmax(logits: Tensor, labels: Tensor, unknown: Tensor | None = None) -> Tensor:
    """Cross entropy over a label set's vocabulary, the target spread evenly over the positives.

    logits and labels (B, L), labels in {0, 1} with at least one positive a photo. unknown (B, L),
    true where a label may be there or not: such a label takes no part for its photo.
    """
    if unknown is not None:
        logits = logits.masked_fill(unknown, NOWHERE)
    target = labels / labels.sum(1, keepdim=True)
    return -(target * logits.log_softmax(1)).sum(1).mean()


def photo_softmax(logits: Tensor, labels: Tensor, unknown: Tensor | None = None) -> Tensor:
    """The same the other way round, for sets that are complete: for every label that a photo of
    the batch shows, cross entropy over the photos. So a label's scores are ranked over photos."""
    if unknown is not None:
        logits = logits.masked_fill(unknown, NOWHERE)
    shown = labels.sum(0) > 0
    target = labels[:, shown] / labels[:, shown].sum(0)
    return -(target * logits[:, shown].log_softmax(0)).sum(0).mean()


def divergence(logits: Tensor, target: Tensor) -> Tensor:
    """Cross entropy of logits (B, L) to a teacher's distribution (B, L): its divergence, but for
    what is constant."""
    return -(target * logits.log_softmax(1)).sum(1).mean()


def distillation(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean L1 distance of two embeddings (B, D) (paper, distillation loss)."""
    return functional.l1_loss(student, teacher)
