"""What the frozen part of an image tower gives for each photo: computed as asked, or kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from mkt_model.config import Preprocess
from mkt_model.data.batches import in_batches, prepared_batches
from mkt_model.data.kept_array import kept_array
from mkt_model.data.labelled_photos import LabelledPhotos, Rows
from mkt_model.preprocess import to_tensor
from mkt_model.train.image_learner import ImageLearner


class FrozenFeatures:
    """The features (N, ...) of a set of photos, batch by batch."""

    def __init__(
        self,
        photos: LabelledPhotos,
        learner: ImageLearner,
        settings: Preprocess,
        device: torch.device,
        workers: int = 4,
    ) -> None:
        self.photos, self._learner, self._settings = photos, learner, settings
        self._device, self._workers = device, workers
        self._kept: np.ndarray | None = None

    def batches(self, rows: Iterable[Rows]) -> Iterator[tuple[Rows, Tensor]]:
        """(rows, features (B, ...) on the device) of each batch, the next ones read meanwhile."""
        if self._kept is not None:
            for part in rows:
                values = torch.from_numpy(self._kept[np.asarray(part)])
                yield part, values.to(self._device).float()
            return
        for part, pixels in prepared_batches(self.photos, self._settings, rows, self._workers):
            yield part, self._features(pixels)

    @torch.no_grad()
    def _features(self, pixels: Tensor) -> Tensor:
        ready = to_tensor(pixels.to(self._device), self._settings)
        return self._learner.features(ready)

    def keep(self, folder: Path, weights: str, batch: int = 32) -> None:
        """Compute everything once into `folder`, float16, or find it there from another run.

        The file's name stands for the frozen weights' digest, the preprocessing and the photos.
        Raises DataError.
        """
        facts = [weights, asdict(self._settings), [str(p) for p in self.photos.photos]]
        digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
        path = folder / f"features-{digest}.npy"
        self._kept = kept_array(path, len(self.photos), self._parts(batch))

    def _parts(self, batch: int) -> Iterator[np.ndarray]:
        rows = in_batches(len(self.photos), batch)
        for _, features in tqdm(self.batches(rows), "frozen features", len(rows), unit="batch"):
            yield features.half().cpu().numpy()
