"""Training sets: tar files of photos with a labels.jsonl, and what the frozen backbone sees."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor
from tqdm import tqdm

from mkt_model.config import Preprocess
from mkt_model.preprocess import prepare, stack, to_tensor
from mkt_model.towers.mini_image import MiniImageTower

HELD_OUT_PERCENT = 10


class DataError(ValueError):
    """A training set that is missing or does not fit together; the text names the file."""


@dataclass(frozen=True)
class Example:
    """One photo of a set, by its file name inside the tar."""

    file: str
    labels: tuple[str, ...]
    captions: tuple[str, ...]
    held_out: bool


@dataclass(frozen=True)
class PhotoSet:
    """A tar file of photos; `examples` in the order of its labels.jsonl."""

    name: str
    path: Path
    examples: tuple[Example, ...]

    def photos(self) -> Iterator[Image.Image]:
        """The photos as RGB, in the order of `examples`."""
        with tarfile.open(self.path) as tar:
            for example in self.examples:
                stream = tar.extractfile(f"{self.name}/{example.file}")
                with Image.open(io.BytesIO(stream.read())) as image:
                    yield image.convert("RGB")


def read_set(folder: Path, name: str) -> PhotoSet:
    """Read `folder`/`name`.tar. Raises DataError for a missing tar or a label file naming photos
    that are not in it."""
    path = folder / f"{name}.tar"
    try:
        with tarfile.open(path) as tar:
            members = set(tar.getnames())
            lines = tar.extractfile(f"{name}/labels.jsonl").read().splitlines()
    except (OSError, KeyError, tarfile.TarError) as error:
        raise DataError(f"{path}: {error}") from error
    rows = [json.loads(line) for line in lines]
    if missing := [r["file"] for r in rows if f"{name}/{r['file']}" not in members]:
        raise DataError(f"{path}: labels.jsonl names {missing[0]}, which is not there")
    return PhotoSet(name, path, tuple(_example(name, i, row) for i, row in enumerate(rows)))


def _example(name: str, number: int, row: dict) -> Example:
    labels = dict.fromkeys(label.lower() for label in row.get("labels", ()))
    return Example(
        row["file"],
        tuple(labels),
        tuple(row.get("captions", ())),
        is_held_out(name, number, row.get("split")),
    )


def is_held_out(name: str, number: int, split: str | None) -> bool:
    """Which photos are never trained on: Flickr8k's dev split, every third COCO photo, and of every
    other set the tenth of its photos that a hash of their number chooses."""
    if split == "dev":
        return True
    if name == "coco_train":
        return number % 3 == 0
    if name == "flickr8k":
        return False
    digest = hashlib.sha256(f"{name}/{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < HELD_OUT_PERCENT


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
    float16, from `cache` where it is there."""
    done = cache / f"{photo_set.name}.{view}.npy"
    _claim(cache, settings)
    if done.exists():
        values = np.load(done, mmap_mode="r")
        if len(values) != len(photo_set.examples):
            raise DataError(f"{done} is of another {photo_set.path.name}; delete it")
        return values
    draft, photos, total = done.with_suffix(".part"), photo_set.photos(), len(photo_set.examples)
    values = None
    for start in tqdm(range(0, total, batch), desc=f"{photo_set.name}, view {view}", unit="batch"):
        numbers = range(start, min(start + batch, total))
        pixels = [prepare(view_of(next(photos), n, view), settings) for n in numbers]
        maps = _frozen(tower, to_tensor(stack(pixels), settings))  # (B, W, h, w)
        if values is None:
            shape = (total, *maps.shape[1:])
            values = np.lib.format.open_memmap(draft, "w+", np.float16, shape)
        values[start : start + len(pixels)] = maps.half().numpy()
    values.flush()
    draft.replace(done)
    return np.load(done, mmap_mode="r")


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


def read_words(path: Path) -> list[str]:
    """A word list: one a line, # starts a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def vocabulary_of(sets: Sequence[PhotoSet]) -> list[str]:
    """Every label of some sets, sorted."""
    return sorted({label for s in sets for e in s.examples for label in e.labels})
