"""NUS-WIDE as MKT's authors (and LESA's and BiAM's) keep it.

img_names.pkl, test_img_names.pkl       {"img_names": ["actor_0001_2124494179.jpg", ...]}
features/nus_wide_train.h5, ..._test.h5   for each name: NAME-labels, NAME-labels_81 and,
                                        where VGG's features were kept, NAME-features
Concepts925.txt, Concepts81.txt         the label lists
Flickr/actor/0001_2124494179.jpg        the photos
"""

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.words import DataError, read_words

if TYPE_CHECKING:
    import h5py  # of the train extra

NAMES = {"train": "img_names.pkl", "test": "test_img_names.pkl"}
SEEN, UNSEEN = "Concepts925.txt", "Concepts81.txt"


def is_there(folder: Path) -> bool:
    return (folder / NAMES["train"]).is_file() or (folder / NAMES["test"]).is_file()


class PlainUnpickler(pickle.Unpickler):
    """Unpickles numbers, texts, lists and dicts; whatever would import or call anything is refused.

    (pickle needs no class for those, so a file that asks for one is not such a list of names.)
    """

    def find_class(self, module: str, name: str) -> object:
        raise DataError(f"it asks for {module}.{name}, which a list of names does not need")


def read_names(path: Path) -> list[str]:
    """The photos' names; no code of the pickle is run. Raises DataError naming the file."""
    try:
        with path.open("rb") as stream:
            content = PlainUnpickler(stream, encoding="latin1").load()
    except (DataError, pickle.UnpicklingError, EOFError, ValueError, IndexError) as error:
        raise DataError(f"{path} is no list of names: {error}") from error
    names = content.get("img_names") if isinstance(content, dict) else content
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise DataError(f"{path} is no list of names")
    return names


def read(folder: Path, split: str) -> LabelledPhotos:
    """All 1,006 labels, the 925 seen before the 81 unseen; training photos know the seen alone.

    Raises DataError where files are missing, cut short or do not fit together.
    """
    import h5py  # of the train extra

    names = read_names(folder / NAMES[split])
    seen, unseen = read_words(folder / SEEN), read_words(folder / UNSEEN)
    truth = np.zeros((len(names), len(seen) + len(unseen)), np.int8)
    path = folder / "features" / f"nus_wide_{split}.h5"
    try:
        with h5py.File(path) as file:
            for row, name in enumerate(tqdm(names, path.name, unit="photo", disable=None)):
                _fill(truth[row], file, name, len(seen), path)
            has_features = bool(names) and f"{names[0]}-features" in file
            features = _features(file, names) if has_features else None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    photos = [folder / "Flickr" / photo_path(name) for name in names]
    there = photos and photos[0].is_file()
    return LabelledPhotos(
        folder.name, (*seen, *unseen), truth, photos if there else (), features, frozenset(unseen)
    )


def photo_path(name: str) -> Path:
    """ "actor_0001_2124494179.jpg" -> actor/0001_2124494179.jpg; topics may hold underscores."""
    *topic, first, second = name.split("_")
    return Path("_".join(topic), f"{first}_{second}")


def _fill(row: np.ndarray, file: "h5py.File", name: str, seen: int, path: Path) -> None:
    """The labels of a photo: 925 or all 1,006 under -labels, the 81 under -labels_81."""
    key = f"{name}-labels"
    if key not in file:
        raise DataError(f"{path} has no labels of {name}")
    labels = np.asarray(file[key], np.int8).ravel()
    if len(labels) not in (seen, len(row)):
        raise DataError(f"{path}: {key} has {len(labels)} labels, not {seen} or {len(row)}")
    row[: len(labels)] = labels
    if f"{key}_81" in file:
        row[seen:] = np.asarray(file[f"{key}_81"], np.int8).ravel()


def _features(file: "h5py.File", names: list[str]) -> np.ndarray:
    """VGG's features, averaged over places where they are a map (C, P): (N, C)."""
    rows = (np.asarray(file[f"{name}-features"], np.float32) for name in names)
    return np.stack([row.mean(-1) if row.ndim > 1 else row for row in rows])
