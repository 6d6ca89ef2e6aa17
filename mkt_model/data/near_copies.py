"""Near copies of a photo, from thumbnails alone: no photo is trained on whose copy is held out.

N photos; a thumbnail is 32 x 32 pixels, RGB.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from mkt_model.data.tar_sets import PhotoSet

SIDE = 32
Copies = list[tuple[int, int]]
PLAIN = 16.0  # no pattern: the grey of a photo's 256 boxes differs by less than 1 of 255
# Bits of 64 that the difference hashes may differ in, and the correlation of the grey thumbnails
# that is then asked for.
LIMITS = ((4, 0.9), (10, 0.97))


def thumbnails(photo_set: PhotoSet) -> np.ndarray:
    """The photos of a set, as they are squashed to a small square: (N, 32, 32, 3) uint8."""
    small = [np.asarray(photo.resize((SIDE, SIDE), 2)) for photo in photo_set.photos()]
    return np.stack(small)


def near_copies(thumbs: np.ndarray, chosen: np.ndarray) -> Copies:
    """Pairs (a chosen photo's number, another's) that look like one photo, mirrored or not.

    thumbs (N, 32, 32, 3), chosen (C,) numbers among them.
    """
    grey = thumbs.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    hashes, patterns = _hashes(grey), _patterns(grey)
    turned = grey[:, :, ::-1]
    sides = [(hashes, patterns), (_hashes(turned), _patterns(turned))]
    pairs = set()
    for number in chosen:
        for others, their_patterns in sides:
            bits = np.bitwise_count(others ^ hashes[number])
            alike = their_patterns @ patterns[number]
            close = np.any([(bits <= b) & (alike > least) for b, least in LIMITS], axis=0)
            pairs |= {(int(number), int(other)) for other in np.flatnonzero(close)}
    return sorted((one, other) for one, other in pairs if one != other)


def copies_of_held_out(sets: Sequence[PhotoSet], thumbs: Sequence[np.ndarray]) -> dict[str, Copies]:
    """For each set the pairs (place of a held-out photo among all sets', number in this set) of
    its photos that are not held out but near copies of one that is."""
    held_out = np.array([e.held_out for s in sets for e in s.examples])
    starts = np.cumsum([0, *(len(s.examples) for s in sets)])
    found: dict[str, Copies] = {s.name: [] for s in sets}
    for one, other in near_copies(np.concatenate(thumbs), np.flatnonzero(held_out)):
        if not held_out[other]:
            owner = int(np.searchsorted(starts, other, side="right")) - 1
            found[sets[owner].name].append((one, other - int(starts[owner])))
    return found


def _shrunk(grey: np.ndarray, width: int, height: int) -> np.ndarray:
    """(N, 32, 32) -> (N, height, width), means of boxes."""
    box = Image.Resampling.BOX
    return np.stack([np.asarray(Image.fromarray(g).resize((width, height), box)) for g in grey])


def _hashes(grey: np.ndarray) -> np.ndarray:
    """Difference hashes (N,) uint64: which of 8 x 8 boxes are brighter than the one before."""
    small = _shrunk(np.ascontiguousarray(grey), 9, 8)
    brighter = (small[:, :, 1:] > small[:, :, :-1]).reshape(len(small), 64)
    return np.packbits(brighter, axis=1).view(np.uint64)[:, 0]


def _patterns(grey: np.ndarray) -> np.ndarray:
    """Grey thumbnails as vectors (N, 256), mean 0 and length 1: their products are correlations."""
    small = _shrunk(np.ascontiguousarray(grey), 16, 16).reshape(len(grey), 256)
    centred = small - small.mean(1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    patterns: np.ndarray = centred / np.maximum(lengths, PLAIN)
    return patterns
