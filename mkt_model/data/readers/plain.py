"""Anybody's photos: a folder with labels.jsonl or labels.csv beside them."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mkt_model.data.labelled_photos import LabelledPhotos, TarPhoto
from mkt_model.data.words import DataError

JSON_LINES, CSV = "labels.jsonl", "labels.csv"
TRAINED_ON = "train"  # any other split is one to measure on
Row = tuple[str, list[str], str | None]  # file, labels, split


def is_there(folder: Path) -> bool:
    return (folder / JSON_LINES).is_file() or (folder / CSV).is_file()


def read(folder: Path, split: str) -> LabelledPhotos:
    """A label that a photo does not name is absent from it; every photo without a split is in both.

    Raises DataError naming the file and the line.
    """
    json_lines = (folder / JSON_LINES).is_file()
    path = folder / (JSON_LINES if json_lines else CSV)
    rows, vocabulary = [], set()
    for number, (file, labels, of) in _json_rows(path) if json_lines else _csv_rows(path):
        photo = folder / file
        if not photo.is_file():
            raise DataError(f"{path}, line {number}: there is no photo {photo}")
        vocabulary |= set(labels)
        if of is None or (of == TRAINED_ON) == (split == TRAINED_ON):
            rows.append((photo, labels))
    photos, label_sets = [photo for photo, _ in rows], [labels for _, labels in rows]
    return from_label_sets(folder.name, photos, label_sets, sorted(vocabulary))


def _json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield number, _json_row(path, number, line)


def _json_row(path: Path, number: int, line: str) -> Row:
    try:
        row: dict[str, Any] = json.loads(line)
        file, labels = row["file"], row["labels"]
    except (ValueError, KeyError, TypeError):
        file, labels = None, None
    if not isinstance(file, str) or not isinstance(labels, list):
        raise DataError(f'{path}, line {number} is not {{"file": "a.jpg", "labels": ["dog"]}}')
    return file, [str(label) for label in labels], row.get("split")


def _csv_rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if not {"file", "labels"} <= set(reader.fieldnames or ()):
            raise DataError(f"{path}: its first line must be file,labels (and split, if wanted)")
        for row in reader:
            if not row["file"]:
                raise DataError(f"{path}, line {reader.line_num} names no photo")
            labels = [label.strip() for label in (row["labels"] or "").split(";")]
            split = row.get("split") or None
            yield reader.line_num, (row["file"], [x for x in labels if x], split)


def from_label_sets(
    name: str,
    photos: Sequence[Path | TarPhoto],
    label_sets: Sequence[Sequence[str]],
    labels: Sequence[str],
    unseen: frozenset[str] = frozenset(),
) -> LabelledPhotos:
    """Photos with the labels present on each; every other of the `labels` is absent."""
    column = {label: i for i, label in enumerate(labels)}
    truth = np.full((len(photos), len(labels)), -1, np.int8)
    for row, present in enumerate(label_sets):
        truth[row, [column[label] for label in present]] = 1
    return LabelledPhotos(name, tuple(labels), truth, photos, unseen=unseen)
