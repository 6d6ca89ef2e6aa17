"""Reads data sets of labelled photos, whatever their format."""

from pathlib import Path
from typing import Literal, Protocol

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.readers import coco, nus_wide, nus_wide_hdf5, open_images, plain, tar_set
from mkt_model.data.words import DataError

Split = Literal["train", "test"]


class Reader(Protocol):
    """A module of this folder: what it reads, and the photos of a part of it."""

    def is_there(self, path: Path, /) -> bool: ...

    def read(self, path: Path, split: str, /) -> LabelledPhotos: ...


# The first whose files lie there is taken.
FORMATS: dict[str, Reader] = {
    "tar": tar_set,
    "coco": coco,
    "nus-wide-hdf5": nus_wide_hdf5,
    "nus-wide": nus_wide,
    "open-images": open_images,
    "plain": plain,
}


def open_dataset(path: Path, format_: str = "auto", split: Split = "train") -> LabelledPhotos:
    """The labelled photos of a folder or file, its format guessed from what lies there.

    A split that the data does not know is the whole of it. Raises DataError for an unknown format
    and for data that does not fit together, naming the file.
    """
    if format_ != "auto" and format_ not in FORMATS:
        raise DataError(f"there is no format {format_!r}; there are: {', '.join(FORMATS)}")
    for name, reader in FORMATS.items():
        if format_ == name or (format_ == "auto" and reader.is_there(path)):
            return _read(reader, path, split)
    raise DataError(f"{path} holds no data set of a known format ({', '.join(FORMATS)})")


def _read(reader: Reader, path: Path, split: Split) -> LabelledPhotos:
    try:
        photos = reader.read(path, split)
    except (OSError, UnicodeDecodeError) as error:
        where = getattr(error, "filename", None) or path
        raise DataError(f"{where} cannot be read: {error}") from error
    if not len(photos):
        raise DataError(f"{path} has no photos in its {split} part")
    return photos
