"""Measures a model on held-out photos: python -m mkt_model.mini.report MODEL --data FOLDER"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from mkt_model.data.tar_sets import Example, read_set, vocabulary_of
from mkt_model.data.words import BACKGROUND, read_words
from mkt_model.load import load
from mkt_model.metrics import map_clean, recall_at
from mkt_model.mini.settings import MiniRun
from mkt_model.model import MKT
from mkt_model.preprocess import prepare, stack
from mkt_model.scoring import COMPARISONS, Streams, combine, comparable, global_scores, local_scores
from mkt_model.tokens import merge_patches, quantise, top_k_mean

SETS = (
    "coco_train",
    "flickr8k",
    "corel5k",
    "miniplaces",
    "imagen",
    "caltech101",
    "mirflickr",
    "voc2007",
    "stanford40",
    "coco_captions2",
)
BATCH = 32
RESAMPLES = 100  # of the bootstrap
Encode = Callable[[Sequence[str]], Tensor]


@dataclass(frozen=True)
class EvaluationSet:
    """Held-out photos: globals_ (N, D), patches (N, P, D), the set's whole vocabulary."""

    name: str
    examples: Sequence[Example]
    globals_: Tensor
    patches: Tensor
    vocabulary: Sequence[str]


def streams(photos: EvaluationSet, texts: Tensor, k: int) -> Streams:
    """Raw global and local scores, each (N, L)."""
    local = [local_scores(part, texts, k) for part in torch.split(photos.patches, 64)]
    return global_scores(photos.globals_, texts), torch.cat(local)


def stored_streams(photos: EvaluationSet, texts: Tensor, k: int, tokens: int) -> Streams:
    """The streams (N, L) as the app has them: from int8 vectors and merged patches."""
    local = []
    for part in torch.split(photos.patches, 64):
        centres, counts = merge_patches(part, tokens)  # (B, M, D), (B, M)
        similar = (_stored(centres) @ texts.T).transpose(1, 2)  # (B, L, M)
        local.append(top_k_mean(similar, counts, k))
    return global_scores(_stored(photos.globals_), texts), torch.cat(local)


def _stored(embeddings: Tensor) -> Tensor:
    """Embeddings after a round through int8."""
    vectors, scales = quantise(embeddings)
    return vectors * scales.unsqueeze(-1)


@torch.no_grad()
def report(
    sets: Sequence[EvaluationSet],
    encode: Encode,
    k: int,
    local_weight: float,
    background: Sequence[str],
    tokens: int = 16,
) -> dict[str, dict[str, float]]:
    """Figures by set: "chance", then "COMPARISON STREAM" for each way to score.

    Photos with labels: mean AP over the labels that occur. With captions: the share of captions
    whose own photo is among the 10 best (R@10). Streams are compared over the background labels.
    "raw error" is the standard error of "raw both" (bootstrap over the photos), "raw stored" the
    same figure from int8 vectors and merged patches, as the app keeps them.
    """
    figures = {}
    for photos in sets:
        if photos.examples:
            figures[photos.name] = _figures(photos, encode, k, local_weight, background, tokens)
    return figures


def _figures(
    photos: EvaluationSet,
    encode: Encode,
    k: int,
    local_weight: float,
    background: Sequence[str],
    tokens: int,
) -> dict[str, float]:
    captioned = not photos.vocabulary
    texts = [c for e in photos.examples for c in e.captions] if captioned else photos.vocabulary
    measure = _retrieval(photos) if captioned else _classification(photos)
    embedded = encode(texts)
    raw = streams(photos, embedded, k)
    others = streams(photos, encode(background), k)
    figures = {"photos": len(photos.examples), "chance": measure(torch.zeros_like(raw[0]))}
    for name in COMPARISONS:
        both = comparable(raw, others, name)
        figures[f"{name} global"] = measure(both[0])
        figures[f"{name} local"] = measure(both[1])
        figures[f"{name} both"] = measure(combine(*both, local_weight))
    stored = stored_streams(photos, embedded, k, tokens)
    figures["raw stored"] = measure(combine(*stored, local_weight))
    figures["raw error"] = _standard_error(photos, combine(*raw, local_weight))
    return figures


def _standard_error(photos: EvaluationSet, scores: Tensor) -> float:
    """Spread of a figure over photos drawn anew; of R@10, over photos with all their captions."""
    rng, count = np.random.default_rng(0), len(photos.examples)
    draws = rng.integers(0, count, (RESAMPLES, count))
    if photos.vocabulary:
        labels = _truth(photos)
        occurs = (labels > 0).any(0)
        values, labels = scores.numpy()[:, occurs], labels[:, occurs]
        return float(np.std([map_clean(values[rows], labels[rows]) for rows in draws]))
    own = _own_photo(photos)
    hits = np.array(
        [recall_at(row.numpy()[None], own[i : i + 1], 10) for i, row in enumerate(scores.T)]
    )
    by_photo = np.array([[(own == i).sum(), hits[own == i].sum()] for i in range(count)])
    captions, found = by_photo[draws].sum(1).T
    return float(np.std(found / captions))


def _retrieval(photos: EvaluationSet) -> Callable[[Tensor], float]:
    own = _own_photo(photos)
    return lambda scores: recall_at(scores.T.numpy() + _tie_break(scores.T.shape), own, 10)


def _own_photo(photos: EvaluationSet) -> np.ndarray:
    """The photo of every caption (T,)."""
    return np.array([i for i, e in enumerate(photos.examples) for _ in e.captions])


def _classification(photos: EvaluationSet) -> Callable[[Tensor], float]:
    labels = _truth(photos)
    return lambda scores: map_clean(scores.numpy() + _tie_break(scores.shape), labels)


def _truth(photos: EvaluationSet) -> np.ndarray:
    """(N, L): 1 for the labels of each photo, 0 for those nobody is sure of, -1 for the others."""
    column = {label: i for i, label in enumerate(photos.vocabulary)}
    labels = np.full((len(photos.examples), len(column)), -1)
    for row, example in enumerate(photos.examples):
        labels[row, [column[label] for label in example.unsure if label in column]] = 0
        labels[row, [column[label] for label in example.labels]] = 1
    return labels


def _tie_break(shape: tuple[int, ...]) -> np.ndarray:
    """Noise far below any score, so that equal scores are ranked by chance."""
    return np.random.default_rng(0).normal(size=shape) * 1e-9


@torch.no_grad()
def combined_scores(
    photos: EvaluationSet, encode: Encode, run: MiniRun, background: Sequence[str]
) -> tuple[Tensor, Tensor]:
    """The model's own score of every (photo, label) of a labelled set, and 1 where it is right."""
    raw = streams(photos, encode(photos.vocabulary), run.top_k)
    others = streams(photos, encode(background), run.top_k)
    both = comparable(raw, others, run.comparison)
    return combine(*both, run.local_weight), torch.from_numpy(_truth(photos) > 0).float()


def fit_confidence(scores: Tensor, truth: Tensor) -> tuple[float, float]:
    """The logistic curve from score to probability that fits best: (score of one half, slope)."""
    spread = scores.std()
    line = torch.tensor([0.0, 1.0], requires_grad=True)  # offset and slope, in sd of the scores
    optimiser = torch.optim.LBFGS([line], max_iter=100, line_search_fn="strong_wolfe")
    scaled = (scores - scores.mean()) / spread

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = binary_cross_entropy_with_logits(line[0] + line[1] * scaled, truth)
        value.backward()  # type: ignore[no-untyped-call]  # torch gives no types
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]  # torch gives no types
    offset, slope = line.tolist()
    half = (scores.mean() - spread * offset / slope).item()
    return round(half, 4), round(slope / spread.item(), 4)


def show(figures: dict[str, dict[str, float]]) -> str:
    """A table: one line a set, one column a way to score."""
    columns = list(next(iter(figures.values())))
    lines = [f"{'':14}" + "".join(f"{c.replace('standardise', 'std'):>17}" for c in columns)]
    for name, row in figures.items():
        cells = (f"{row[c]:17d}" if c == "photos" else f"{row[c]:17.3f}" for c in columns)
        lines.append(f"{name:14}" + "".join(cells))
    return "\n".join(lines)


def encode_set(folder: Path, name: str, model: MKT) -> EvaluationSet:
    """The held-out photos of a set through a whole model."""
    photo_set = read_set(folder, name)
    held_out = [i for i, e in enumerate(photo_set.examples) if e.held_out]
    wanted, parts, batch = set(held_out), [], []
    for number, image in enumerate(tqdm(photo_set.photos(), total=len(photo_set.examples))):
        if number in wanted:
            batch.append(prepare(image, model.config.preprocess))
        if len(batch) == BATCH:
            parts.append(model.encode_images(stack(batch)))
            batch = []
    if batch:
        parts.append(model.encode_images(stack(batch)))
    globals_, patches = (torch.cat([p[i] for p in parts]) for i in range(2))
    examples = [photo_set.examples[i] for i in held_out]
    return EvaluationSet(name, examples, globals_, patches, vocabulary_of([photo_set]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a model folder")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the .tar sets")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--background", type=Path, default=BACKGROUND, help="its word list")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    background = read_words(arguments.background)
    model = load(arguments.model)
    sets = [encode_set(arguments.data, name, model) for name in arguments.sets]
    config = model.config
    figures = report(
        sets, model.encode_labels, config.top_k, config.local_weight, background, config.tokens
    )
    print(json.dumps(figures) if arguments.json else show(figures))


if __name__ == "__main__":
    main()
