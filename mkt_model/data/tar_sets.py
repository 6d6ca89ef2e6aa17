"""Training sets: tar files of photos with a labels.jsonl, and which photos are held out."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from mkt_model.data.words import DataError

HELD_OUT_PERCENT = 10


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


def vocabulary_of(sets: Sequence[PhotoSet]) -> list[str]:
    """Every label of some sets, sorted."""
    return sorted({label for s in sets for e in s.examples for label in e.labels})
