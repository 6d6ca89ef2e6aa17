"""What is computed once for every photo and kept on the disk: an array too large for the memory."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from mkt_model.data.words import DataError
from mkt_model.tensor_files import whole_file


def kept_array(path: Path, count: int, batches: Iterable[np.ndarray]) -> np.ndarray:
    """The float16 array (count, ...) in the file `path`, read where it is looked at.

    Where there is no file it is written first, whole or not at all, from `batches`: its rows in
    their order, some at a time. They are not touched where there is one. Raises DataError where
    there are other than `count` rows, or none.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as draft:
            _write(draft, path, count, batches)
    values: np.ndarray = np.load(path, mmap_mode="r")
    if len(values) != count:
        raise DataError(f"{path} is of other photos; delete it")
    return values


def _write(draft: Path, path: Path, count: int, batches: Iterable[np.ndarray]) -> None:
    values, done = None, 0
    for batch in batches:
        if values is None:
            shape = (count, *batch.shape[1:])
            values = np.lib.format.open_memmap(draft, "w+", np.float16, shape)
        values[done : done + len(batch)] = batch
        done += len(batch)
    if values is None or done != count:
        raise DataError(f"{path} cannot be made: there are {done} photos of {count}")
    values.flush()
