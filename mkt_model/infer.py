"""Runs a model for the app: device, precision, batch size and compact features."""

import logging
import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from mkt_model.load import load
from mkt_model.preprocess import prepare, seen_region, stack
from mkt_model.scoring import statistics
from mkt_model.tokens import merge_patches, quantise

log = logging.getLogger(__name__)

CPU_BATCH = 16
TRIAL_BATCH = 8
MOST_A_BATCH = 256
SHARE_OF_FREE_MEMORY = 0.5  # the user's other programs need the GPU too


class DeviceError(RuntimeError):
    """The chosen device is not there, or its memory does not hold a single photo."""


@dataclass(frozen=True)
class Encoded:
    """B photos as they are stored. Row 0 of `vectors` is the global embedding.

    vectors (B, 1 + M, D) int8; scales (B, 1 + M) float32: embedding = vector * scale; counts (B, M)
    uint16; background (B, 2, 3) float32: mean, sd and L2 norm of the global and the local scores
    over the background labels, from the patches before merging.
    """

    vectors: np.ndarray
    scales: np.ndarray
    counts: np.ndarray
    background: np.ndarray


@dataclass(frozen=True)
class Look:
    """One photo with every patch in its place, not merged and not quantised.

    vector (D,) and patches (h, w, D) float32; background (2, 3) float32 as in Encoded; region: the
    part of the photo that the patches cover (left, top, right, bottom, each 0..1).
    """

    vector: np.ndarray
    patches: np.ndarray
    background: np.ndarray
    region: tuple[float, float, float, float]


def pick_device(name: str) -> torch.device:
    """ "auto" is CUDA, then Apple's GPU, then the CPU. Raises DeviceError for a missing one."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next((device for device, is_there in there.items() if is_there), "cpu")
    if not there.get(name, name == "cpu"):
        raise DeviceError(f"there is no {name} device here; use --device auto")
    return torch.device(name)


def cpu_computes_bfloat16() -> bool:
    """Whether the CPU has bfloat16 itself: emulated on AVX-512 it is slower than float32."""
    there = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # torch gives no types
    if not there:
        return False
    if platform.machine().lower() in ("x86_64", "amd64"):
        return torch.cpu._is_avx512_bf16_supported()
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class Inference:
    """A model on a device, ready to encode. See app.library.model.encoder.Encoder."""

    def __init__(
        self,
        folder: Path,
        background: Sequence[str],
        device: str = "auto",
        batch: int | None = None,
    ) -> None:
        self._device = pick_device(device)
        self.device = self._device.type
        self.model = load(folder, self._device)
        self._background_labels = background
        self._chosen_batch = batch

    @cached_property
    def batch_size(self) -> int:
        """Photos at once: as chosen, else by the free memory of the GPU. Loads the image tower."""
        if self._chosen_batch:
            return self._chosen_batch
        return self._fitting_batch() if self.device == "cuda" else CPU_BATCH

    def _fitting_batch(self) -> int:
        size = self.model.config.preprocess.size
        # The first run is not measured: it also loads CUDA's own libraries.
        self._encode(torch.zeros(1, size, size, 3, dtype=torch.uint8))
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        self._encode(torch.zeros(TRIAL_BATCH, size, size, 3, dtype=torch.uint8))
        each = (torch.cuda.max_memory_allocated() - before) / TRIAL_BATCH
        free, _ = torch.cuda.mem_get_info()
        return int(min(max(free * SHARE_OF_FREE_MEMORY / each, 1), MOST_A_BATCH))

    @cached_property
    def _background(self) -> Tensor:
        return self.model.encode_labels(self._background_labels)  # (L, D)

    def prepare(self, image: Image.Image) -> np.ndarray:
        """An upright RGB image -> (S, S, 3) uint8."""
        return prepare(image, self.model.config.preprocess)

    def encode_text(self, labels: Sequence[str]) -> np.ndarray:
        """Labels -> (L, D) float32."""
        return self.model.encode_labels(labels).cpu().numpy()

    def encode_images(self, pixels: Sequence[np.ndarray]) -> Encoded:
        """Prepared photos -> features. A batch too large for the GPU is halved, for good.

        Raises DeviceError where not even one photo fits.
        """
        parts, start = [], 0
        while start < len(pixels):
            stop = start + self.batch_size
            try:
                parts.append(self._encode(stack(pixels[start:stop])))
                start = stop
            except torch.OutOfMemoryError as error:
                self._halve_batch(error)
        arrays = (torch.cat([part[i] for part in parts]).numpy() for i in range(4))
        return Encoded(*arrays)

    def _halve_batch(self, error: Exception) -> None:
        if self.batch_size == 1:
            raise DeviceError("not enough GPU memory for one photo; use --device cpu") from error
        self.batch_size //= 2
        log.warning("out of GPU memory: going on with %d photos a batch", self.batch_size)
        torch.cuda.empty_cache()

    def _encode(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(B, S, S, 3) uint8 -> vectors, scales, counts and background on the CPU."""
        with torch.inference_mode():
            globals_, patches, background = self._embed(pixels)
            centres, counts = merge_patches(patches, self.model.config.tokens)
            embeddings = torch.cat([globals_.unsqueeze(1), centres], 1)  # (B, 1 + M, D)
            vectors, scales = quantise(embeddings)
        return vectors.cpu(), scales.cpu(), counts.cpu().to(torch.uint16), background.cpu()

    def _embed(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, S, S, 3) uint8 -> global (B, D), patches (B, P, D) and background (B, 2, 3)."""
        if self.device == "cuda":
            pixels = pixels.pin_memory().to(self._device, non_blocking=True)
        with self._autocast():
            globals_, patches = self.model.encode_images(pixels.to(self._device))
        streams = self.model.streams(globals_, patches, self._background)
        return globals_, patches, torch.stack([statistics(s) for s in streams], 1)

    def look(self, image: Image.Image) -> Look:
        """An upright RGB image -> what the model sees in each of its places."""
        with torch.inference_mode():
            parts = self._embed(stack([self.prepare(image)]))
        vector, patches, background = (part[0].cpu().numpy() for part in parts)
        side = math.isqrt(len(patches))  # every tower sees a square
        grid = patches.reshape(side, side, -1)  # (h, w, D)
        region = seen_region(image.size, self.model.config.preprocess)
        return Look(vector, grid, background, region)

    def _autocast(self) -> torch.autocast:
        """Half precision where the hardware is faster with it."""
        if self.device == "cpu":
            return torch.autocast("cpu", torch.bfloat16, enabled=cpu_computes_bfloat16())
        return torch.autocast(self.device, torch.float16)
