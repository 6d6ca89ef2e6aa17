"""Copies of one photo are found by their thumbnails; other photos are not."""

import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from mkt_model.data.near_copies import copies_of_held_out, near_copies, thumbnails
from mkt_model.data.tar_sets import read_set


def photo(seed: int) -> Image.Image:
    """Soft blotches, as light and shade in a photo."""
    spots = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), np.uint8)
    return Image.fromarray(spots).resize((96, 72), Image.Resampling.BICUBIC)


def squashed(images: Sequence[Image.Image]) -> np.ndarray:
    return np.stack([np.asarray(image.resize((32, 32), 2)) for image in images])


def test_changed_copies_are_found_and_other_photos_are_not():
    first = photo(0)
    copies = [
        first.resize((48, 36)),
        ImageEnhance.Brightness(first).enhance(1.1),
        ImageOps.mirror(first),
        first.crop((1, 1, 95, 71)),
    ]
    others = [photo(seed) for seed in range(1, 40)]
    pairs = near_copies(squashed([first, *copies, *others]), np.array([0, 5]))
    assert pairs == [(0, 1), (0, 2), (0, 3), (0, 4)]


def write_photos(folder: Path, name: str, images: Sequence[Image.Image], split: str) -> None:
    with tarfile.open(folder / f"{name}.tar", "w") as tar:
        rows = [{"file": f"{i}.png", "split": split} for i in range(len(images))]
        files = {"labels.jsonl": "\n".join(map(json.dumps, rows)).encode()}
        for row, image in zip(rows, images, strict=True):
            stream = io.BytesIO()
            image.save(stream, "PNG")
            files[row["file"]] = stream.getvalue()
        for file, content in files.items():
            member = tarfile.TarInfo(f"{name}/{file}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def test_a_training_photo_is_left_out_for_a_copy_held_out_of_another_set(tmp_path: Path):
    write_photos(tmp_path, "flickr8k", [photo(1), photo(2)], "dev")
    write_photos(tmp_path, "coco_captions2", [photo(3), ImageOps.mirror(photo(2))], "train")
    sets = [read_set(tmp_path, name) for name in ("flickr8k", "coco_captions2")]
    assert not any(e.held_out for e in sets[1].examples)
    copies = copies_of_held_out(sets, [thumbnails(s) for s in sets])
    assert copies == {"flickr8k": [], "coco_captions2": [(1, 1)]}
