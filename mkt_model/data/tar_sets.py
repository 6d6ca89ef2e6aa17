"""Training sets: tar files of photos with a labels.jsonl, and which photos are held out."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        """The photos as RGB, in the order of `examples`. Raises DataError naming a file."""
        with tarfile.open(self.path) as tar:
            for example in self.examples:
                content = _read(tar, f"{self.name}/{example.file}", self.path)
                try:
                    with Image.open(io.BytesIO(content)) as image:
                        photo = image.convert("RGB")
                except (OSError, Image.DecompressionBombError) as error:
                    raise DataError(f"{self.path}: {example.file} cannot be read") from error
                yield photo


def read_set(folder: Path, name: str) -> PhotoSet:
    """Read `folder`/`name`.tar. Raises DataError for a missing tar or a label file naming photos
    that are not in it."""
    path = folder / f"{name}.tar"
    try:
        with tarfile.open(path) as tar:
            members = set(tar.getnames())
            lines = _read(tar, f"{name}/labels.jsonl", path).splitlines()
    except (OSError, tarfile.TarError) as error:
        raise DataError(f"{path}: {error}") from error
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1)]
    if missing := [r["file"] for r in rows if f"{name}/{r['file']}" not in members]:
        raise DataError(f"{path}: labels.jsonl names {missing[0]}, which is not there")
    return PhotoSet(name, path, tuple(_example(name, i, row) for i, row in enumerate(rows)))


def _read(tar: tarfile.TarFile, name: str, path: Path) -> bytes:
    """The content of a file in a tar. Raises DataError where there is none, or a folder."""
    try:
        stream = tar.extractfile(name)
    except KeyError as error:
        raise DataError(f"{path}: there is no {name} in it") from error
    if stream is None:
        raise DataError(f"{path}: {name} in it is no file")
    return stream.read()


def _row(path: Path, number: int, line: bytes) -> dict[str, Any]:
    """A line of labels.jsonl. Raises DataError naming it."""
    try:
        row: dict[str, Any] = json.loads(line)
        row["file"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f'{path}: labels.jsonl, line {number} is not {{"file": ...}}') from error
    return row


def _example(name: str, number: int, row: dict[str, Any]) -> Example:
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
