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
# Of these a quarter is held out: so few photos a class that a tenth would measure little.
QUARTER_HELD_OUT = ("voc2007", "stanford40")
# These sets seldom say that a photo shows a person, or is taken indoors.
PARTIAL = (
    "stanford40",
    "sports_people",
    "fashion_ccp",
    "rooms_daquar",
    "sun_scenes",
    "grocery",
    "food10",
    "house_rooms",
    "animals_voc12",
    "clothing_cc0",
    "flowers_butterflies",
)
OFTEN_MISSING = ("person", "indoor")


@dataclass(frozen=True)
class Example:
    """One photo of a set, by its file name inside the tar.

    unsure: labels of which nobody said whether the photo shows them.
    """

    file: str
    labels: tuple[str, ...]
    captions: tuple[str, ...]
    held_out: bool
    unsure: tuple[str, ...] = ()


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
    """Read `folder`/`name`.tar, and more captions from `folder`/`name`_extra.json if it is there.

    Raises DataError for a missing tar or a label file naming photos that are not in it.
    """
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
    more = _more_captions(folder / f"{name}_extra.json")
    for row in rows:
        row["captions"] = [*row.get("captions", ()), *more.get(row["file"], ())]
    return PhotoSet(name, path, tuple(_example(name, i, row) for i, row in enumerate(rows)))


def _more_captions(path: Path) -> dict[str, list[str]]:
    """Captions by file name. Raises DataError."""
    try:
        extra = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return {file: row["captions"] for file, row in extra.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: no captions by file name") from error


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
    unsure = [label.lower() for label in row.get("unsure", ())]
    missing = OFTEN_MISSING if name in PARTIAL else ()
    return Example(
        row["file"],
        tuple(labels),
        tuple(dict.fromkeys(row.get("captions", ()))),
        is_held_out(name, number, row.get("split")),
        tuple(label for label in (*unsure, *missing) if label not in labels),
    )


def is_held_out(name: str, number: int, split: str | None) -> bool:
    """Which photos are never trained on: Flickr8k's dev split, every third COCO photo, and of every
    other set the tenth (or quarter) of its photos that a hash of their number chooses."""
    if split == "dev":
        return True
    if name == "coco_train":
        return number % 3 == 0
    if name == "flickr8k":
        return False
    digest = hashlib.sha256(f"{name}/{number}".encode()).digest()
    percent = 25 if name in QUARTER_HELD_OUT else HELD_OUT_PERCENT
    return int.from_bytes(digest[:4], "big") % 100 < percent


def vocabulary_of(sets: Sequence[PhotoSet]) -> list[str]:
    """Every label of some sets, sorted."""
    return sorted({label for s in sets for e in s.examples for label in e.labels})
