"""From pixels of any kind, as Pillow reads them, to upright 8-bit sRGB of no more than what is
needed. Works band by band, so that a large photo takes little more memory than its own pixels."""

import io
import logging
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image, ImageCms

from app.library.files.facts import orientation_of

log = logging.getLogger(__name__)

SRGB = ImageCms.createProfile("sRGB")
BAND = 500_000  # pixels that are converted at once
SPARE = 2  # how many times larger than needed a photo stays: the model's own filter does the rest
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Convert = Callable[[Image.Image], Image.Image]


def upright_rgb(image: Image.Image, side: int) -> Image.Image:
    """Decode a picture that Pillow opened: upright, in RGB, at least `side` pixels wide and high
    where it has them. Much larger ones come out smaller. The picture itself is of no use any more:
    its pixels are given back. May raise anything, as decoders do."""
    image.load()
    turn = TURNS.get(orientation_of(image.getexif()))
    rgb = _by_bands(image, max(1, min(image.size) // (SPARE * side)), _conversion(image))
    if rgb is not image:
        image.close()
    return rgb if turn is None else rgb.transpose(turn)


def _by_bands(image: Image.Image, factor: int, convert: Convert) -> Image.Image:
    width, height = image.size
    rows = max(1, BAND // width // factor) * factor
    if width * height <= BAND:  # so small that nothing is won
        return convert(image)
    if factor == 1 and image.mode == "RGB" and convert is _as_rgb:
        return image
    plain = image.mode in ("RGB", "L", "CMYK") and not image.has_transparency_data
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        band = image.crop((0, top, width, min(top + rows, height)))
        # Few pixels are converted sooner than many; grey of 16 bits and colour tables cannot wait.
        if plain:
            band = band.reduce(factor)
        band = convert(band)
        result.paste(band if plain else band.reduce(factor), (0, top // factor))
    return result


def _conversion(image: Image.Image) -> Convert:
    """What makes a part of this picture RGB."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        low, high = _range(image)
        return lambda band: _from_deep(band, low, high)
    if image.has_transparency_data:
        return _on_white
    return _from_profile(image.mode, image.info.get("icc_profile"))


def _range(image: Image.Image) -> tuple[float, float]:
    """Which values are black and white: 16 bits by their full range, others by their own."""
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    low, high = np.inf, -np.inf
    for values in _values(image):
        low, high = min(low, values.min(initial=np.inf)), max(high, values.max(initial=-np.inf))
    if image.mode == "I" and high <= 65535.0:
        return 0.0, 65535.0
    return (float(low), float(high)) if low <= high else (0.0, 1.0)


def _values(image: Image.Image) -> Iterator[np.ndarray]:
    """The numbers among the pixels, band by band: a float may be none, or without end."""
    rows = max(1, BAND // image.width)
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        values = np.asarray(band)
        yield values[np.isfinite(values)]


def _from_deep(band: Image.Image, low: float, high: float) -> Image.Image:
    """16- and 32-bit grey as 8-bit grey; what is no number is black."""
    values = np.nan_to_num(np.asarray(band, dtype=np.float64), nan=low, posinf=high, neginf=low)
    scaled = (values - low) * (255.0 / max(high - low, 1e-9))
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8)).convert("RGB")


def _on_white(band: Image.Image) -> Image.Image:
    rgba = band.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _from_profile(mode: str, profile: bytes | None) -> Convert:
    if profile and mode in ("RGB", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            transform = ImageCms.buildTransform(source, SRGB, mode, "RGB")
            return transform.apply
        except (ImageCms.PyCMSError, OSError) as error:
            # A broken profile is common and harmless: the plain colours are close enough.
            log.debug("colour profile ignored: %s", error)
    return _as_rgb


def _as_rgb(band: Image.Image) -> Image.Image:
    return band if band.mode == "RGB" else band.convert("RGB")
