"""From an upright RGB picture to the tensor an image tower sees: one definition for all uses."""

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image

from mkt_model.config import Preprocess

IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # mean and deviation; MKT is fed these
CLIP = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


def prepare(image: Image.Image, settings: Preprocess) -> np.ndarray:
    """An upright RGB image -> (S, S, 3) uint8. Needs no torch work, so any thread may call it."""
    size = settings.size
    if settings.resize == "squash":
        return np.asarray(image.resize((size, size), Image.Resampling.BICUBIC))
    scale = (settings.short_side or size) / min(image.size)
    width, height = (max(size, round(side * scale)) for side in image.size)
    resized = image.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - size) // 2, (height - size) // 2
    return np.asarray(resized.crop((left, top, left + size, top + size)))


def seen_region(size: tuple[int, int], settings: Preprocess) -> tuple[float, float, float, float]:
    """What `prepare` keeps of a photo of (width, height): left, top, right and bottom as parts of
    its width and height."""
    if settings.resize == "squash":
        return 0.0, 0.0, 1.0, 1.0
    scale = (settings.short_side or settings.size) / min(size)
    kept = [settings.size / max(settings.size, round(side * scale)) for side in size]
    left, top = ((1 - part) / 2 for part in kept)
    return left, top, left + kept[0], top + kept[1]


def to_tensor(pixels: torch.Tensor, settings: Preprocess) -> torch.Tensor:
    """(B, S, S, 3) uint8 -> normalised (B, 3, S, S) float32 in channels-last memory."""
    mean, std = (
        torch.tensor(values, device=pixels.device).view(1, 3, 1, 1) * 255
        for values in (settings.mean, settings.std)
    )
    return (pixels.permute(0, 3, 1, 2).float() - mean) / std  # (B, 3, S, S)


def stack(pixels: Sequence[np.ndarray]) -> torch.Tensor:
    """Prepared photos -> (B, S, S, 3) uint8."""
    return torch.from_numpy(np.stack(pixels))
