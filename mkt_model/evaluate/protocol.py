"""The zero-shot protocol of multi-label papers: which labels are ranked, and the figures.

N photos, L labels; scores (N, L) of each stream over the labels ranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from mkt_model.data.batches import in_batches, prepared_batches
from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.words import DataError
from mkt_model.metrics import average_precisions, f1_at, map_clean, map_published, map_weighted
from mkt_model.model import MKT
from mkt_model.scoring import Streams, combine, comparable

ProtocolName = Literal["all", "zsl", "gzsl"]
STREAMS = ("global", "local", "both")


@dataclass(frozen=True)
class Way:
    """A way to score: prompts, what makes streams comparable over the list, and which streams."""

    prompts: str
    comparison: str
    streams: str

    def __str__(self) -> str:
        return f"{self.prompts}, {self.comparison}, {self.streams}"


def ranked_labels(photos: LabelledPhotos, protocol: ProtocolName) -> LabelledPhotos:
    """The photos with the labels a protocol ranks: zsl the unseen, gzsl and all every one.

    Raises DataError where the data keeps no label unseen.
    """
    if protocol == "all":
        return photos
    unseen = [label for label in photos.labels if label in photos.unseen]
    if not unseen or len(unseen) == len(photos.labels):
        raise DataError(
            f"{photos.name} does not say which labels are unseen; name them with --unseen FILE"
        )
    return photos.with_labels(unseen) if protocol == "zsl" else photos


@torch.no_grad()
def raw_scores(
    model: MKT, photos: LabelledPhotos, labels: Mapping[str, Tensor], batch: int, workers: int
) -> dict[str, Streams]:
    """Both raw streams (N, L) for each set of label embeddings (L, D), in one pass over photos."""
    parts: dict[str, list[Streams]] = {name: [] for name in labels}
    rows = in_batches(len(photos), batch)
    batches = prepared_batches(photos, model.config.preprocess, rows, workers)
    for _, pixels in tqdm(batches, photos.name, len(rows), unit="batch"):
        globals_, patches = model.encode_images(pixels.to(model.device))
        for name, embeddings in labels.items():
            global_, local = model.streams(globals_, patches, embeddings)
            parts[name].append((global_.cpu(), local.cpu()))
    return {name: joined(streams) for name, streams in parts.items()}


def joined(parts: Sequence[Streams]) -> Streams:
    """The streams of all photos, from those of some at a time."""
    return torch.cat([global_ for global_, _ in parts]), torch.cat([local for _, local in parts])


def score(raw: Streams, way: Way, local_weight: float = 0.5) -> np.ndarray:
    """(N, L): the streams made comparable over this very list, as the released code does."""
    global_, local = comparable(raw, raw, way.comparison)
    both = combine(global_, local, local_weight)
    return {"global": global_, "local": local, "both": both}[way.streams].numpy()


def figures(scores: np.ndarray, photos: LabelledPhotos, ks: Sequence[int]) -> dict[str, float]:
    """Every figure of a way to score; F1, precision and recall are micro, at the K best labels.

    "mAP clean" leaves labels without a positive out, "mAP published" counts them as 0 as the
    released code does, "mAP weighted" weighs labels by their positives.
    """
    truth = photos.truth
    found = {
        "mAP clean": map_clean(scores, truth),
        "mAP published": map_published(scores, truth),
        "mAP weighted": map_weighted(scores, truth),
    }
    for k in ks:
        f1, precision, recall = f1_at(scores, truth, min(k, scores.shape[1]))
        found |= {f"F1@{k}": f1, f"P@{k}": float(precision), f"R@{k}": float(recall)}
    if photos.unseen:
        is_unseen = np.array([label in photos.unseen for label in photos.labels])
        for name, chosen in (("seen", ~is_unseen), ("unseen", is_unseen)):
            if chosen.any() and not chosen.all():
                found[f"mAP clean of {name}"] = map_clean(scores[:, chosen], truth[:, chosen])
    return found


def intervals(
    scores: np.ndarray, truth: np.ndarray, ks: Sequence[int], resamples: int, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals over the photos, of the clean mAP and of F1."""
    rng, count = np.random.default_rng(seed), len(truth)
    draws: dict[str, list[float]] = {}
    for rows in tqdm(rng.integers(0, count, (resamples, count)), "bootstrap"):
        drawn, right = scores[rows], truth[rows]
        draws.setdefault("mAP clean", []).append(map_clean(drawn, right))
        for k in ks:
            draws.setdefault(f"F1@{k}", []).append(f1_at(drawn, right, min(k, len(right[0])))[0])
    return {name: tuple(np.percentile(v, (2.5, 97.5)).tolist()) for name, v in draws.items()}


def per_label(scores: np.ndarray, photos: LabelledPhotos) -> list[dict[str, object]]:
    """A row a label: its positives, the photos where it is known, its average precision."""
    precisions = average_precisions(scores, photos.truth)
    return [
        {
            "label": label,
            "unseen": label in photos.unseen,
            "positives": int((column > 0).sum()),
            "known": int((column != 0).sum()),
            "AP": None if np.isnan(precision) else float(precision),
        }
        for label, column, precision in zip(photos.labels, photos.truth.T, precisions, strict=True)
    ]
