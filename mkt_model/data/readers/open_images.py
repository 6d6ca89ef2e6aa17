"""Open Images v4 from its own CSV files.

class-descriptions.csv                        /m/0104x9kv,Vinegret
test-annotations-human-imagelabels.csv        ImageID,Source,LabelName,Confidence
seen7186.txt, unseen400.txt                   the label ids of the zero-shot protocol
test/0a1b2c3d4e5f6a7b.jpg                     the photos that could be had
"""

import csv
import logging
from pathlib import Path

import numpy as np

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.words import DataError

DESCRIPTIONS = "class-descriptions.csv"
LISTS = ("*seen7186*.txt", "*unseen400*.txt")
log = logging.getLogger(__name__)


def is_there(folder: Path) -> bool:
    return (folder / DESCRIPTIONS).is_file()


def read(folder: Path, split: str) -> LabelledPhotos:
    """Labels people verified: truth = 2 * confidence - 1, and 0 where nobody looked.

    Only photos that lie in the split's folder are there: many of the list have left Flickr. The
    truth is a dense matrix, 7,586 bytes a photo. Raises DataError.
    """
    names = _descriptions(folder / DESCRIPTIONS)
    seen, unseen = (_label_ids(folder, pattern) for pattern in LISTS)
    unseen_ids = set(unseen)
    ids = [*(i for i in seen if i not in unseen_ids), *unseen]
    column = {label_id: i for i, label_id in enumerate(ids)}
    photos = {path.stem: path for path in sorted((folder / split).glob("*.jpg"))}
    row_of = {stem: row for row, stem in enumerate(photos)}
    truth = np.zeros((len(photos), len(ids)), np.int8)
    missing = _fill(truth, folder / f"{split}-annotations-human-imagelabels.csv", row_of, column)
    if missing:
        log.warning("%d photos of %s's labels are not in %s", missing, split, folder / split)
    labels = _unique([names.get(i, i) for i in ids], ids)
    hidden = frozenset(labels[column[i]] for i in unseen)
    return LabelledPhotos(folder.name, labels, truth, list(photos.values()), unseen=hidden)


def _descriptions(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[0]: row[1] for row in csv.reader(stream) if len(row) == 2}


def _label_ids(folder: Path, pattern: str) -> list[str]:
    """The ids of a list, one a line; a name may follow after a tab."""
    found = sorted(folder.glob(pattern))
    # "*seen7186*" and "*unseen400*" exclude each other.
    if not found:
        raise DataError(f"{folder} has no list of label ids named {pattern}")
    lines = found[0].read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0].strip() for line in lines if line.strip()]


def _fill(truth: np.ndarray, path: Path, row_of: dict[str, int], column: dict[str, int]) -> int:
    """Write the verified labels into truth (N, L); returns how many photos are not there."""
    missing = set()
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        for line in reader:
            try:
                image, label = line["ImageID"], line["LabelName"]
                value = 2 * float(line["Confidence"]) - 1
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(
                    f"{path}, line {reader.line_num}: not ImageID,Source,LabelName,Confidence"
                ) from error
            if image not in row_of:
                missing.add(image)
            elif label in column:
                truth[row_of[image], column[label]] = round(value)
    return len(missing)


def _unique(names: list[str], ids: list[str]) -> tuple[str, ...]:
    """Names as they are; where two labels share one, the later ones carry their id too."""
    taken: set[str] = set()
    unique = []
    for name, label_id in zip(names, ids, strict=True):
        unique.append(f"{name} ({label_id})" if name in taken else name)
        taken.add(name)
    return tuple(unique)
