"""NUS-WIDE from its own text files: 81 concepts judged by people, and the tags of Flickr's users.

ImageList/TrainImagelist.txt            photos, as actor\\0001_2124494179.jpg
ConceptsList/Concepts81.txt             the concepts (or beside the folders)
TrainTestLabels/Labels_bear_Train.txt   a 0 or 1 a photo, for each concept
NUS_WID_Tags/TagList1k.txt, Train_Tags1k.dat   the 1,000 tags and a row a photo, where wanted
Flickr/                                 the photos
"""

from pathlib import Path, PureWindowsPath

import numpy as np

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.words import DataError

PHOTOS = "Flickr"


def is_there(folder: Path) -> bool:
    return (folder / "TrainTestLabels").is_dir()


def read(folder: Path, split: str) -> LabelledPhotos:
    """The concepts, unseen, after the tags that are no concept (925 of the 1,000), seen.

    Every photo of the list is there, also those without any concept (the full test list). Raises
    DataError where files are missing or of different lengths.
    """
    part = split.capitalize()
    lines = _lines(folder / "ImageList" / f"{part}Imagelist.txt")
    photos = [folder / PHOTOS / Path(*PureWindowsPath(line).parts) for line in lines]
    if missing := [photo for photo in photos if not photo.is_file()]:
        raise DataError(f"{folder}: there is no photo {missing[0]} ({len(missing)} are missing)")
    concepts = _concepts(folder)
    judged = [
        _column(folder / "TrainTestLabels" / f"Labels_{concept}_{part}.txt", len(photos))
        for concept in concepts
    ]
    tags, tagged = _tags(folder, part, len(photos))
    seen = [i for i, tag in enumerate(tags) if tag not in set(concepts)]
    truth = np.concatenate([tagged[:, seen], np.stack(judged, 1)], 1)
    labels = (*(tags[i] for i in seen), *concepts)
    signed = np.where(truth > 0, 1, -1).astype(np.int8)
    return LabelledPhotos(folder.name, labels, signed, photos, unseen=frozenset(concepts))


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _concepts(folder: Path) -> list[str]:
    for place in (folder / "ConceptsList" / "Concepts81.txt", folder / "Concepts81.txt"):
        if place.is_file():
            return _lines(place)
    raise DataError(f"{folder} has no Concepts81.txt")


def _column(path: Path, photos: int) -> np.ndarray:
    """The 0 or 1 of each photo (N,)."""
    try:
        values = np.array(_lines(path), np.int8)
    except ValueError as error:
        raise DataError(f"{path} holds something else than 0 and 1: {error}") from error
    if len(values) != photos:
        raise DataError(f"{path} has {len(values)} lines for {photos} photos")
    return values


def _tags(folder: Path, part: str, photos: int) -> tuple[list[str], np.ndarray]:
    """The tags' names and (N, 1000); none where the tags were not unpacked."""
    names, values = (folder / "NUS_WID_Tags" / n for n in ("TagList1k.txt", f"{part}_Tags1k.dat"))
    if not names.is_file():
        return [], np.zeros((photos, 0), np.int8)
    tags = _lines(names)
    rows = [np.array(line.split(), np.int8) for line in _lines(values)]
    if len(rows) != photos or any(len(row) != len(tags) for row in rows):
        raise DataError(f"{values} is not {photos} rows of {len(tags)} tags")
    return tags, np.stack(rows)
