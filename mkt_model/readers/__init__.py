"""Reads data sets of labelled photos, whatever their format."""

from collections.abc import Callable
from pathlib import Path

from mkt_model.data import DataError
from mkt_model.labelled_photos import LabelledPhotos
from mkt_model.readers import plain, tar_set

FORMATS: dict[str, tuple[Callable[[Path], bool], Callable[[Path], LabelledPhotos]]] = {
    "tar": (tar_set.is_there, tar_set.read),
    "plain": (plain.is_there, plain.read),
}


def open_dataset(path: Path, format_: str = "auto") -> LabelledPhotos:
    """The labelled photos of a folder or file, its format guessed from what lies there.

    Raises DataError for an unknown format and for data that does not fit together.
    """
    if format_ != "auto" and format_ not in FORMATS:
        raise DataError(f"there is no format {format_!r}; there are: {', '.join(FORMATS)}")
    wanted = FORMATS.values() if format_ == "auto" else [FORMATS[format_]]
    for is_there, read in wanted:
        if is_there(path):
            return read(path)
    raise DataError(f"{path} holds no data set of a known format ({', '.join(FORMATS)})")
