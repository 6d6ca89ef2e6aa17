"""The features file: one fixed-size row a photo content, appended to and memory-mapped.

File: a 4096-byte header (magic, JSON, checksum), then rows. Row: (1 + M) embeddings of D int8, the
global one first, then the row's facts (scales, counts, background statistics, checksum), padded to
whole vectors of D bytes. So the rows are one (N * stride, D) int8 matrix that a scan reads once.
"""

import json
import os
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.library.errors import LibraryError
from app.library.model.encoder import Encoded

MAGIC = b"MKTFEAT1"
HEADER_BYTES = 4096


class FeaturesDamagedError(Exception):
    """The file's header is not what was written."""


@dataclass(frozen=True)
class Rows:
    """N rows. vectors (N, stride, D) int8, of which [:, 0] is global and [:, 1:1 + M] the tokens;
    scales (N, 1 + M) float32; counts (N, M) uint16; background (N, 2, 3) float32."""

    vectors: np.ndarray
    scales: np.ndarray
    counts: np.ndarray
    background: np.ndarray

    def __len__(self) -> int:
        return len(self.vectors)

    def chosen(self, rows: np.ndarray) -> "Rows":
        """A copy of these rows (K,), in this order."""
        return Rows(self.vectors[rows], self.scales[rows], self.counts[rows], self.background[rows])

    def every(self, step: int) -> "Rows":
        """Each `step`-th row."""
        part = slice(None, None, step)
        return Rows(self.vectors[part], self.scales[part], self.counts[part], self.background[part])

    def blocks(self, size: int) -> Iterator["Rows"]:
        for start in range(0, len(self), size):
            part = slice(start, start + size)
            yield Rows(
                self.vectors[part], self.scales[part], self.counts[part], self.background[part]
            )


@dataclass(frozen=True)
class RowFormat:
    """The shape of a row: D = dim, M = tokens."""

    dim: int
    tokens: int

    @property
    def facts(self) -> np.dtype:
        return np.dtype(
            [
                ("scales", "<f4", (1 + self.tokens,)),
                ("counts", "<u2", (self.tokens,)),
                ("background", "<f4", (2, 3)),
                ("checksum", "<u4"),
            ]
        )

    @property
    def stride(self) -> int:
        """Vectors of D bytes a row takes."""
        return 1 + self.tokens + -(-self.facts.itemsize // self.dim)

    @property
    def row(self) -> np.dtype:
        embeddings = (1 + self.tokens) * self.dim
        return np.dtype(
            {
                "names": ["embeddings", "facts"],
                "formats": [("i1", (1 + self.tokens, self.dim)), self.facts],
                "offsets": [0, embeddings],
                "itemsize": self.stride * self.dim,
            }
        )


class FeaturesFile:
    """The features of one model id. Many may read it, one may append (the indexing lock)."""

    def __init__(self, folder: Path, model_id: str, row_format: RowFormat) -> None:
        """Open the model's file, or make an empty one.

        Raises FeaturesDamagedError where the header is broken or another model's.
        """
        self.path, self.format = features_path(folder, model_id), row_format
        self._header = _header(model_id, row_format)
        folder.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self._create()
        with self.path.open("rb") as stream:
            if stream.read(HEADER_BYTES) != self._header:
                raise FeaturesDamagedError(f"{self.path}: the header is damaged")

    def _create(self) -> None:
        """An empty file, unless another thread or process was quicker: theirs is kept then."""
        draft = self.path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
        draft.write_bytes(self._header)
        with suppress(FileExistsError):
            self.path.hardlink_to(draft)
        draft.unlink()

    def __len__(self) -> int:
        """Whole rows in the file, committed or not."""
        return (self.path.stat().st_size - HEADER_BYTES) // self.format.row.itemsize

    def truncate(self, rows: int) -> None:
        """Cut off what was appended by a run that did not live to commit it."""
        size = HEADER_BYTES + rows * self.format.row.itemsize
        if self.path.stat().st_size > size:
            os.truncate(self.path, size)

    def append(self, encoded: Encoded) -> int:
        """Write a batch to the disk itself (fsync) and return its first row.

        Raises LibraryError where the disk is full; the file is then as it was before.
        """
        first = len(self)
        data = self._pack(encoded).tobytes()
        try:
            with self.path.open("r+b") as stream:
                stream.seek(HEADER_BYTES + first * self.format.row.itemsize)
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            self.truncate(first)
            raise LibraryError(
                f"cannot write {self.path}: {error.strerror}; free some space and run this again: "
                "what was indexed so far is kept"
            ) from error
        return first

    def _pack(self, encoded: Encoded) -> np.ndarray:
        rows = np.zeros(len(encoded.vectors), self.format.row)
        rows["embeddings"] = encoded.vectors
        facts = rows["facts"]
        facts["scales"], facts["counts"] = encoded.scales, encoded.counts
        facts["background"] = encoded.background
        for row in rows:
            row["facts"]["checksum"] = _checksum(row)
        return rows

    def _mapped(self, start: int, stop: int) -> np.ndarray:
        """Rows start..stop as a memory map; an empty array where there are none."""
        if start >= stop:
            return np.zeros(0, self.format.row)
        offset = HEADER_BYTES + start * self.format.row.itemsize
        return np.memmap(self.path, self.format.row, "r", offset, (stop - start,))

    def rows(self, start: int, stop: int) -> Rows:
        """A view of rows start..stop; nothing is read until it is used."""
        mapped = self._mapped(start, stop)
        facts = mapped["facts"]
        vectors = np.asarray(mapped).view("i1").reshape(-1, self.format.stride, self.format.dim)
        return Rows(vectors, facts["scales"], facts["counts"], facts["background"])

    def damaged_rows(self, rows: int) -> list[int]:
        """The rows among the first `rows` whose checksum is wrong. Reads the whole file."""
        mapped = self._mapped(0, rows)
        return [i for i, row in enumerate(mapped) if row["facts"]["checksum"] != _checksum(row)]


def features_path(folder: Path, model_id: str) -> Path:
    return folder / f"{model_id}.features"


def open_features(folder: Path, model_id: str, row_format: RowFormat) -> FeaturesFile:
    """A model's file. A damaged one is set aside, so that nothing is destroyed, and made anew."""
    try:
        return FeaturesFile(folder, model_id, row_format)
    except FeaturesDamagedError:
        damaged = features_path(folder, model_id)
        damaged.replace(damaged.with_suffix(".damaged"))
        return FeaturesFile(folder, model_id, row_format)


def _checksum(row: np.void) -> int:
    facts = row["facts"]
    known = (row["embeddings"], facts["scales"], facts["counts"], facts["background"])
    value = 0
    for part in known:
        value = zlib.crc32(np.ascontiguousarray(part).tobytes(), value)
    return value


def _header(model_id: str, row: RowFormat) -> bytes:
    facts = {"model_id": model_id, "dim": row.dim, "tokens": row.tokens}
    text = json.dumps(facts, sort_keys=True).encode()
    start = MAGIC + len(text).to_bytes(4, "little") + zlib.crc32(text).to_bytes(4, "little") + text
    return start.ljust(HEADER_BYTES, b"\0")
