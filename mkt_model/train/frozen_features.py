"""What the frozen part of an image tower gives for each photo: computed as asked, or kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from mkt_model.config import Preprocess
from mkt_model.data.batches import in_batches, prepared_batches
from mkt_model.data.labelled_photos import LabelledPhotos
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

    def batches(self, rows: Iterable[Sequence[int]]) -> Iterator[tuple[Sequence[int], Tensor]]:
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
        """
        facts = [weights, asdict(self._settings), [str(p) for p in self.photos.photos]]
        digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
        path = folder / f"features-{digest}.npy"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            self._write(path, batch)
        self._kept = np.load(path, mmap_mode="r")

    def _write(self, path: Path, batch: int) -> None:
        draft, count, values = path.with_suffix(".part"), len(self.photos), None
        parts = in_batches(count, batch)
        for rows, features in tqdm(
            self.batches(parts), "frozen features", len(parts), unit="batch"
        ):
            if values is None:
                shape = (count, *features.shape[1:])
                values = np.lib.format.open_memmap(draft, "w+", np.float16, shape)
            values[rows.start : rows.stop] = features.half().cpu().numpy()
        values.flush()
        draft.replace(path)
