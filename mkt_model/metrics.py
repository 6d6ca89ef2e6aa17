"""Quality figures, as pure functions on numpy arrays. N photos, L labels."""

import numpy as np


def average_precision(scores: np.ndarray, relevant: np.ndarray) -> float:
    """One label's average precision: scores (N,), relevant (N,) boolean. nan without any."""
    order = np.argsort(-scores, kind="stable")
    hits = relevant[order].astype(float)
    if not hits.sum():
        return float("nan")
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / hits.sum())


def average_precisions(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """AP of every label (L,): scores and labels (N, L). nan for a label without a positive.

    Labels > 0 are positive, < 0 negative; photos where a label is 0 (unknown) are left out of it.
    """
    return np.array(
        [
            average_precision(scores[known, label], labels[known, label] > 0)
            for label in range(labels.shape[1])
            for known in [labels[:, label] != 0]
        ]
    )


def map_clean(scores: np.ndarray, labels: np.ndarray) -> float:
    """Mean AP over the labels that have a positive."""
    return float(np.nanmean(average_precisions(scores, labels)))


def map_published(scores: np.ndarray, labels: np.ndarray) -> float:
    """Mean AP as the released code counts it: a label without a positive counts as 0."""
    return float(np.nan_to_num(average_precisions(scores, labels)).mean())


def map_weighted(scores: np.ndarray, labels: np.ndarray) -> float:
    """Mean AP over the labels, each weighted by the number of its positives."""
    precisions, positives = average_precisions(scores, labels), (labels > 0).sum(0)
    return float(np.nansum(precisions * positives) / max(positives.sum(), 1))


def f1_at(scores: np.ndarray, labels: np.ndarray, k: int) -> tuple[float, float, float]:
    """Micro (F1, precision, recall) of the k best labels of every photo: scores, labels (N, L)."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    true = (np.take_along_axis(labels, best, axis=1) > 0).sum()
    precision = true / best.size
    recall = true / max((labels > 0).sum(), 1)
    return 2 * precision * recall / max(precision + recall, 1e-12), precision, recall


def recall_at(scores: np.ndarray, right: np.ndarray, k: int) -> float:
    """Share of texts whose photo is among the k best: scores (T, N), right (T,) photo indices."""
    own = scores[np.arange(len(right)), right]
    rank = (scores > own[:, None]).sum(1)
    return float((rank < k).mean())


def precision_recall(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Micro precision and recall over every known (photo, label), best score first: each (Q,)."""
    known = labels != 0
    order = np.argsort(-scores[known], kind="stable")
    hits = (labels[known] > 0)[order].cumsum()
    return hits / np.arange(1, len(hits) + 1), hits / max(hits[-1], 1)
