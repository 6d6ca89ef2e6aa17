"""Reads labelled photos ahead, in threads, as the batches a model is fed."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

import numpy as np
from torch import Tensor

from mkt_model.config import Preprocess
from mkt_model.data.labelled_photos import LabelledPhotos, Rows
from mkt_model.preprocess import prepare, stack

AHEAD = 2  # batches being read while one is computed with


def prepared_batches(
    photos: LabelledPhotos, settings: Preprocess, rows: Iterable[Rows], workers: int
) -> Iterator[tuple[Rows, Tensor]]:
    """(rows, prepared photos (B, S, S, 3) uint8) of each batch. Raises DataError naming a file."""

    def prepared(row: int) -> np.ndarray:
        return prepare(photos.photo(row), settings)

    with ThreadPoolExecutor(workers, "photos") as pool:

        def start(parts: Iterable[Rows]) -> list[tuple[Rows, list[Future[np.ndarray]]]]:
            return [(part, [pool.submit(prepared, row) for row in part]) for part in parts]

        rest = iter(rows)
        waiting = start(islice(rest, AHEAD))
        while waiting:
            part, futures = waiting.pop(0)
            waiting += start(islice(rest, 1))
            yield part, stack([future.result() for future in futures])


def in_batches(count: int, size: int) -> list[range]:
    """The rows 0..count-1 in order."""
    return [range(start, min(start + size, count)) for start in range(0, count, size)]
