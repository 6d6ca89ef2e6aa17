"""Photos with labels, whatever format they came in. N photos, L labels."""

import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from mkt_model.data.words import DataError

Rows = Sequence[int] | np.ndarray  # numbers of photos


@dataclass(frozen=True)
class TarPhoto:
    """A photo inside an uncompressed tar file: `length` bytes from byte `start`."""

    tar: Path
    name: str
    start: int
    length: int


@dataclass(frozen=True)
class LabelledPhotos:
    """A data set for training or evaluation.

    labels: the label list, L names, each once. truth: (N, L) int8, 1 present, -1 absent, 0 unknown.
    photos: N files or tar members; empty where a format carries only features.
    features: (N, C) where the format carries them (NUS-WIDE's VGG features).
    unseen: the labels kept from training, where the format says so (the zero-shot protocol).
    """

    name: str
    labels: tuple[str, ...]
    truth: np.ndarray
    photos: Sequence[Path | TarPhoto] = ()
    features: np.ndarray | None = None
    unseen: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        rows = len(self.photos) if self.photos else len(self.truth)
        if self.truth.shape != (rows, len(self.labels)):
            raise DataError(
                f"{self.name}: labels of shape {self.truth.shape} for {rows} photos"
                f" and {len(self.labels)} labels"
            )
        if len(set(self.labels)) != len(self.labels):
            twice = next(label for label in self.labels if self.labels.count(label) > 1)
            raise DataError(f"{self.name}: the label {twice!r} is there twice")

    def __len__(self) -> int:
        return len(self.truth)

    def photo(self, row: int) -> Image.Image:
        """The upright RGB photo of a row. Raises DataError naming the file."""
        place = self.photos[row]
        try:
            with Image.open(place if isinstance(place, Path) else _read(place)) as image:
                return ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, Image.DecompressionBombError) as error:
            raise DataError(f"{self.name}: {_file_name(place)} cannot be read: {error}") from error

    def select(self, rows: Rows) -> "LabelledPhotos":
        """These photos alone, in this order, with every label."""
        rows = np.asarray(rows, int)
        return dataclasses.replace(
            self,
            truth=self.truth[rows],
            photos=[self.photos[i] for i in rows] if self.photos else (),
            features=None if self.features is None else self.features[rows],
        )

    def with_labels(self, labels: Sequence[str]) -> "LabelledPhotos":
        """All photos with these labels alone. Raises DataError for a label that is not there."""
        column = {label: i for i, label in enumerate(self.labels)}
        if missing := [label for label in labels if label not in column]:
            raise DataError(f"{self.name} has no label {missing[0]!r}")
        chosen = [column[label] for label in labels]
        return dataclasses.replace(self, labels=tuple(labels), truth=self.truth[:, chosen])

    @property
    def labels_a_photo(self) -> float:
        """Mean number of labels present on a photo."""
        return float((self.truth > 0).sum(1).mean()) if len(self) else 0.0


def _read(place: TarPhoto) -> io.BytesIO:
    with place.tar.open("rb") as stream:
        stream.seek(place.start)
        return io.BytesIO(stream.read(place.length))


def _file_name(place: Path | TarPhoto) -> str:
    return str(place) if isinstance(place, Path) else f"{place.name} in {place.tar}"
