"""Training sets: tar files of photos with a labels.jsonl, and their frozen backbone features."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from tqdm import tqdm

from mkt_model.config import Preprocess
from mkt_model.image_tower import MiniImageTower
from mkt_model.preprocess import prepare, stack, to_tensor

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


def backbone_features(
    photo_set: PhotoSet,
    tower: MiniImageTower,
    settings: Preprocess,
    cache: Path,
    batch: int = 32,
) -> np.ndarray:
    """The frozen backbone's patches of a set, (N, P, C) float16, from `cache` where they are there.

    The pooled feature of a photo is their mean over P.
    """
    done = cache / f"{photo_set.name}.npy"
    _claim(cache, settings)
    if done.exists():
        values = np.load(done, mmap_mode="r")
        if len(values) != len(photo_set.examples):
            raise DataError(f"{done} is of another {photo_set.path.name}; delete it")
        return values
    draft, photos, total = done.with_suffix(".part"), photo_set.photos(), len(photo_set.examples)
    values = None
    for start in tqdm(range(0, total, batch), desc=photo_set.name, unit="batch"):
        pixels = [prepare(next(photos), settings) for _ in range(min(batch, total - start))]
        features = _frozen(tower, to_tensor(stack(pixels), settings))  # (B, P, C)
        if values is None:
            shape = (total, *features.shape[1:])
            values = np.lib.format.open_memmap(draft, "w+", np.float16, shape)
        values[start : start + len(pixels)] = features.half().numpy()
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
        return tower.features(pixels.contiguous(memory_format=torch.channels_last)).float()


def read_words(path: Path) -> list[str]:
    """A word list: one a line, # starts a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def vocabulary_of(sets: Sequence[PhotoSet]) -> list[str]:
    """Every label of some sets, sorted."""
    return sorted({label for s in sets for e in s.examples for label in e.labels})
