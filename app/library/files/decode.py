"""Turns a file into an upright RGB picture with its facts, or into a reason why not."""

import io
import logging
import warnings
from collections.abc import Callable, Container
from datetime import datetime
from pathlib import Path

import numpy as np
import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from app.library.files import raw
from app.library.files.identity import content_identity
from app.library.records import Decoded, Facts, Found, Skipped

log = logging.getLogger(__name__)

MAX_PIXELS = 200_000_000  # a decompression bomb is refused by its header, before any memory is used
MAX_BYTES = 1_000_000_000
Image.MAX_IMAGE_PIXELS = None  # our own limit above has a message that a user understands
# Pillow warns of odd metadata, which says nothing about the picture. Set once and not around each
# call: warning filters belong to the process, and decoding runs in several threads.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

pi_heif.register_heif_opener()  # from here on Pillow opens HEIC too

SRGB = ImageCms.createProfile("sRGB")


class UndecodableError(Exception):
    """This file is no picture we can show; the text is the reason, in the user's words."""


def read_photo(
    root: Path,
    found: Found,
    known: Container[str],
    prepare: Callable[[Image.Image], np.ndarray],
    side: int,
) -> Decoded | Skipped:
    """Read one file; decode and `prepare` it unless its content identity is in `known`.

    `side`: the least width and height in pixels that `prepare` has a use for. Never raises for a
    bad file: whatever a broken picture does to a decoder ends as Skipped with the reason.
    """
    try:
        data = _read(root / found.path)
    except OSError as error:
        return Skipped(found, f"cannot be read: {error.strerror or error}", lasting=False)
    except UndecodableError as error:
        return Skipped(found, str(error))
    identity = content_identity(data)
    try:
        image, facts = open_picture(data, side, Path(found.path).suffix)
        pixels = None if identity in known else prepare(image())
    except UndecodableError as error:
        return Skipped(found, str(error))
    except Exception as error:  # decoders raise nearly anything on hostile bytes
        log.info("cannot decode %r", found.path, exc_info=True)
        return Skipped(found, _reason(error))
    return Decoded(found, identity, facts, pixels)


def picture(path: Path, side: int) -> Image.Image:
    """The upright RGB picture of a file, at least `side` pixels wide and high where it has them.

    Raises OSError or UndecodableError.
    """
    data = _read(path)
    try:
        return open_picture(data, side, path.suffix)[0]()
    except UndecodableError:
        raise
    except Exception as error:  # as in read_photo
        raise UndecodableError(_reason(error)) from error


def open_picture(
    data: bytes, side: int, suffix: str = ""
) -> tuple[Callable[[], Image.Image], Facts]:
    """Read the header: (a function that decodes the pixels, the facts).

    `suffix`: of the file's name, since a RAW file passes for a TIFF with a tiny picture.
    """
    if suffix.lower() in raw.SUFFIXES:
        photo = raw.RawPhoto(data)
        facts = _facts(photo.exif(), photo.width, photo.height)
        _refuse_huge(facts)
        return lambda: photo.picture(side), facts
    image = Image.open(io.BytesIO(data))
    exif = image.getexif()
    width, height = image.size
    if exif.get(ExifTags.Base.Orientation) in (5, 6, 7, 8):
        width, height = height, width
    facts = _facts(exif, width, height)
    _refuse_huge(facts)
    return lambda: _upright_rgb(image, side), facts


def _refuse_huge(facts: Facts) -> None:
    if facts.width * facts.height > MAX_PIXELS:
        millions = facts.width * facts.height // 1_000_000
        limit = MAX_PIXELS // 1_000_000
        raise UndecodableError(f"too large: {millions} million pixels, the limit is {limit}")


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if not data:
        raise UndecodableError("empty file")
    if len(data) > MAX_BYTES:
        raise UndecodableError("too large: over 1 GB")
    return data


def _reason(error: Exception) -> str:
    if isinstance(error, raw.RawError):
        return str(error)
    if isinstance(error, UnidentifiedImageError):
        return "not a picture, or of a kind that cannot be read"
    if "truncated" in str(error).lower():
        return "truncated: the end of the file is missing"
    if isinstance(error, MemoryError):
        return "not enough memory to decode it"
    return f"damaged: {str(error).splitlines()[0] if str(error) else type(error).__name__}"


def _facts(exif: Image.Exif, width: int, height: int) -> Facts:
    """`width`, `height`: of the upright picture."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    taken = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    names = (exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model))
    camera = " ".join(str(n).strip("\0 ") for n in names if n) or None
    return Facts(width, height, _iso_time(taken), camera, _has_place(exif))


def _has_place(exif: Image.Exif) -> bool:
    """Whether EXIF holds a latitude and a longitude; cameras also write a GPS part without them."""
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    return bool(place.get(ExifTags.GPS.GPSLatitude) and place.get(ExifTags.GPS.GPSLongitude))


def _iso_time(taken: object) -> str | None:
    """EXIF's "2024:05:01 12:30:00" as ISO 8601; None where it is no time."""
    try:
        return datetime.strptime(str(taken).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return None


def _upright_rgb(image: Image.Image, side: int) -> Image.Image:
    image.draft("RGB", (side, side))
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _from_deep(image).convert("RGB")
    if image.has_transparency_data:
        image = _on_white(image)
    return _to_srgb(image, profile)


def _from_deep(image: Image.Image) -> Image.Image:
    """16- and 32-bit grey as 8-bit grey: 16 bits by their full range, others by their own."""
    values = np.asarray(image, dtype=np.float32)
    low, high = (0.0, 65535.0)
    if image.mode == "F" or values.max(initial=0) > high:
        low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (255.0 / max(high - low, 1e-9))
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in ("RGB", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError) as error:
            # A broken profile is common and harmless: the plain colours are close enough.
            log.debug("colour profile ignored: %s", error)
    return image.convert("RGB")
