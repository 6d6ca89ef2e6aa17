"""Anybody's photos: a folder with labels.jsonl, one photo a line."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from mkt_model.data import DataError
from mkt_model.labelled_photos import LabelledPhotos

LABELS_FILE = "labels.jsonl"


def is_there(folder: Path) -> bool:
    return (folder / LABELS_FILE).is_file()


def read(folder: Path) -> LabelledPhotos:
    """A label that a photo does not name is absent from it. Raises DataError naming the line."""
    path = folder / LABELS_FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    photos = [folder / row["file"] for row in rows]
    for number, photo in enumerate(photos, 1):
        if not photo.is_file():
            raise DataError(f"{path}, line {number}: there is no photo {photo}")
    return from_label_sets(folder.name, photos, [row["labels"] for row in rows])


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if isinstance(row["file"], str) and all(isinstance(x, str) for x in row["labels"]):
            return row
    except (ValueError, KeyError, TypeError):
        pass  # told below, with the form that is wanted
    raise DataError(f'{path}, line {number} is not {{"file": "a.jpg", "labels": ["dog", ...]}}')


def from_label_sets(name: str, photos: list, label_sets: list[list[str]]) -> LabelledPhotos:
    """Photos with the labels present on each; every other label of the set is absent."""
    labels = sorted({label for labels in label_sets for label in labels})
    column = {label: i for i, label in enumerate(labels)}
    truth = np.full((len(photos), len(labels)), -1, np.int8)
    for row, present in enumerate(label_sets):
        truth[row, [column[label] for label in present]] = 1
    return LabelledPhotos(name, tuple(labels), truth, photos)
