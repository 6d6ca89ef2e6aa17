"""What the backbone's frozen stages see of the photos of a set, kept on disk.

N photos, W channels of the map, h and w its sides.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor
from tqdm import tqdm

from mkt_model.config import Preprocess
from mkt_model.data.batches import in_batches
from mkt_model.data.kept_array import kept_array
from mkt_model.data.tar_sets import PhotoSet
from mkt_model.data.words import DataError
from mkt_model.preprocess import prepare, stack, to_tensor
from mkt_model.towers.mini_image import MiniImageTower


def view_of(image: Image.Image, number: int, view: int) -> Image.Image:
    """What training sees of a photo: view 0 is all of it, each other view 40 to 100 percent of it,
    mirrored or not, as the view and the photo's number decide."""
    if view == 0:
        return image
    rng = np.random.default_rng([number, view + 1])
    area, stretch = rng.uniform(0.4, 1), np.exp(rng.uniform(-0.25, 0.25))
    width, height = (min(1, (area * s) ** 0.5) for s in (stretch, 1 / stretch))
    left, top = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
    box = np.array([left, top, left + width, top + height]) * (image.size * 2)
    part = image.crop(tuple(box.round().astype(int).tolist()))
    return ImageOps.mirror(part) if rng.random() < 0.5 else part


def frozen_maps(
    photo_set: PhotoSet,
    tower: MiniImageTower,
    settings: Preprocess,
    cache: Path,
    view: int = 0,
    batch: int = 16,
) -> np.ndarray:
    """The output of the backbone's frozen stages for a view of every photo of a set, (N, W, h, w)
    float16, from `cache` where it is there. Raises DataError."""
    _claim(cache, settings)
    maps = _maps(photo_set, tower, settings, view, batch)
    return kept_array(cache / f"{photo_set.name}.{view}.npy", len(photo_set.examples), maps)


def _maps(
    photo_set: PhotoSet, tower: MiniImageTower, settings: Preprocess, view: int, batch: int
) -> Iterator[np.ndarray]:
    photos, total = photo_set.photos(), len(photo_set.examples)
    for numbers in tqdm(in_batches(total, batch), f"{photo_set.name}, view {view}", unit="batch"):
        pixels = [prepare(view_of(next(photos), n, view), settings) for n in numbers]
        yield _frozen(tower, to_tensor(stack(pixels), settings)).half().numpy()  # (B, W, h, w)


def _claim(cache: Path, settings: Preprocess) -> None:
    """Features of photos prepared in another way are refused, not mixed in. Raises DataError."""
    note, ours = cache / "preprocess.json", json.dumps(asdict(settings))
    cache.mkdir(parents=True, exist_ok=True)
    if not note.exists():
        note.write_text(ours, encoding="utf-8")
    if note.read_text(encoding="utf-8") != ours:
        raise DataError(f"{cache} holds features of other preprocessing; choose another --cache")


@torch.inference_mode()
def _frozen(tower: MiniImageTower, pixels: Tensor) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        return tower.bottom(pixels.contiguous(memory_format=torch.channels_last)).float()
