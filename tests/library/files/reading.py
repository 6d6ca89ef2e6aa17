"""How the tests of this room read a picture."""

from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from app.library.files.decode import read_photo
from app.library.records import Decoded, Found, Skipped


def colour(image: Image.Image) -> tuple[int, int, int]:
    """The mean colour."""
    return tuple(int(v) for v in np.asarray(image).reshape(-1, 3).mean(0).round())


def read(file: Path, known: frozenset[str] = frozenset()) -> Decoded | Skipped:
    found = Found(file.name, file.stat().st_size if file.exists() else 0, 0, 0)
    return read_photo(file.parent, found, known, lambda image: np.asarray(image), 64)


def half_red(size: tuple[int, int] = (80, 40)) -> Image.Image:
    """White, with its left half red."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def exif() -> Image.Exif:
    values = Image.Exif()
    values[ExifTags.Base.ImageDescription] = "a title"
    return values
