"""What the backbone's frozen stages see of the photos of a set, kept on disk.

N photos, W channels of the map, h and w its sides, P patches, C channels of the last map.
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

PATCHES_KEPT = 25  # of a photo's 100, for the first step of training


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


def last_patches(tower: MiniImageTower, maps: np.ndarray, batch: int = 64) -> Iterator[np.ndarray]:
    """Maps (N, W, h, w) -> the backbone's patches (B, P, C) float16, a batch at a time."""
    for start in range(0, len(maps), batch):
        yield _top(tower, maps[start : start + batch])


@torch.no_grad()
def _top(tower: MiniImageTower, maps: np.ndarray) -> np.ndarray:
    part = torch.from_numpy(maps.astype(np.float32))
    with torch.autocast("cpu", torch.bfloat16):
        patches = tower.top(part.contiguous(memory_format=torch.channels_last)).half()
    seen: np.ndarray = patches.numpy()
    return seen


def seen_whole(name: str, tower: MiniImageTower, maps: np.ndarray, cache: Path) -> np.ndarray:
    """What the whole published backbone sees of the photos of the set `name`, (N, 1 + Q, C)
    float16: the mean of the last map and some of its patches; from `cache` where it is there."""
    parts = (_mean_and_some(part) for part in last_patches(tower, maps))
    return kept_array(cache / f"{name}.seen.npy", len(maps), parts)


def _mean_and_some(patches: np.ndarray) -> np.ndarray:
    """(B, P, C) -> (B, 1 + Q, C): the mean, and as many patches, at random, as are kept."""
    rng, (photos, count, _) = np.random.default_rng(0), patches.shape
    chosen = np.stack([rng.permutation(count)[:PATCHES_KEPT] for _ in range(photos)])
    some = np.take_along_axis(patches, np.sort(chosen)[:, :, None], axis=1)
    mean = patches.mean(1, keepdims=True, dtype=np.float32)
    return np.concatenate([mean.astype(patches.dtype), some], axis=1)


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
