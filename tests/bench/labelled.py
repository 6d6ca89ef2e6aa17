"""Held-out labelled photos as the library stores them, with their truth. For the benches.

The model never learned from these photos. They are encoded once and kept in a cache folder.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from app.library.model.encoder import Encoder, ModelInfo, load
from app.library.model.installed import describe
from app.library.scores.features import Rows
from app.library.scores.formulas import score_block
from app.paths import resources
from mkt_model.data.tar_sets import read_set

ALBUM = "demo_album"
BATCH = 64


@dataclass(frozen=True)
class LabelledPhotos:
    """N photos of one set: their features, the set's labels (L) and truth (L, N) boolean.

    scores (L, N): what the model gives each; embeddings (L, D).
    """

    name: str
    rows: Rows
    labels: tuple[str, ...]
    truth: np.ndarray
    scores: np.ndarray
    embeddings: np.ndarray


def mini() -> tuple[ModelInfo, Encoder]:
    """mkt-mini on the CPU."""
    info = describe(resources() / "models" / "mkt-mini")
    return info, load(info, "cpu")


def held_out(data: Path, name: str, cache: Path, info: ModelInfo, model: Encoder) -> LabelledPhotos:
    """The held-out photos of a set (all of the album), encoded or from `cache`."""
    file = cache / f"{name}-{info.model_id}.npz"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(file, **_encoded(_photos(data, name), model))
    with np.load(file) as kept:
        rows = Rows(kept["vectors"], kept["scales"], kept["counts"], kept["background"])
    said = _labels(data, name)
    labels = tuple(sorted({label for row in said for label in row}))
    truth = np.array([[label in row for row in said] for label in labels])
    embeddings = model.encode_text(labels)
    scores, _, _ = score_block(rows, embeddings, info)
    return LabelledPhotos(name, rows, labels, truth, scores, embeddings)


def _encoded(photos: Iterator[Image.Image], model: Encoder) -> dict[str, np.ndarray]:
    parts = []
    while batch := [model.prepare(photo) for photo in islice(photos, BATCH)]:
        parts.append(model.encode_images(batch))
    names = ("vectors", "scales", "counts", "background")
    return {n: np.concatenate([getattr(part, n) for part in parts]) for n in names}


def _labels(data: Path, name: str) -> list[tuple[str, ...]]:
    if name == ALBUM:
        return [tuple(row) for _, row in sorted(_album(data).items())]
    return [e.labels for e in read_set(data, name).examples if e.held_out]


def _photos(data: Path, name: str) -> Iterator[Image.Image]:
    if name == ALBUM:
        for file in sorted(_album(data)):
            with Image.open(data / ALBUM / file) as image:
                yield image.convert("RGB")
        return
    photo_set = read_set(data, name)
    for example, image in zip(photo_set.examples, photo_set.photos(), strict=True):
        if example.held_out:
            yield image


def _album(data: Path) -> dict[str, list[str]]:
    return json.loads((data / ALBUM / "labels.json").read_text(encoding="utf-8"))
