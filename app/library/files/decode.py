"""Turns a file into an upright RGB picture with its facts, or into a reason why not."""

import io
import logging
import threading
import warnings
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.PngImagePlugin import PngImageFile

from app.library.files import heic, raw
from app.library.files.budget import Budget
from app.library.files.colours import upright_rgb
from app.library.files.disk import Disk, NoAnswerError
from app.library.files.facts import SIDEWAYS, facts_of, orientation_of
from app.library.files.identity import content_identity, former_identity
from app.library.files.jxl import JxlPhoto, is_jxl
from app.library.files.picture_data.codestream import jp2_halvings
from app.library.files.picture_data.png import exif_of
from app.library.records import Decoded, Facts, Found, Skipped

log = logging.getLogger(__name__)

MAX_PIXELS = 200_000_000  # a decompression bomb is refused by its header, before any memory is used
MAX_BYTES = 1_000_000_000
# Blocks so large that each large picture's memory goes back to the system, and not to the next one
# of the same thread alone.
Image.core.set_block_size(64 << 20)  # type: ignore[attr-defined]  # Pillow gives no type for it
Image.MAX_IMAGE_PIXELS = None  # our own limit above has a message that a user understands
# Pillow warns of odd metadata, which says nothing about the picture. Set once and not around each
# call: warning filters belong to the process, and decoding runs in several threads.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

# Enough for the largest photo that is read at all, or for ten of 24 million pixels at once.
DECODING = Budget(800_000_000)
# Bytes that decoders take for a pixel, their own copies included.
BYTES_A_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}  # by mode; 4 for all others
COPIES = {"WEBP": 4, "HEIF": 3, "AVIF": 3, "JPEG2000": 4}
PROGRESSIVE = 6  # of the whole picture, whatever part of it is asked for
RAW_BYTES, JXL_BYTES = 11, 16

DISK = Disk()


class UndecodableError(Exception):
    """This file is no picture we can show; the text is the reason, in the user's words."""


@dataclass(frozen=True)
class Opened:
    """A file whose header was read. decode: makes the upright RGB picture; memory: the bytes that
    this takes, about."""

    facts: Facts
    memory: int
    decode: Callable[[], Image.Image]


def read_photo(
    root: Path,
    found: Found,
    known: Container[str],
    prepare: Callable[[Image.Image], np.ndarray],
    side: int,
    orientation: int | None = None,
    carries: bool = False,
    stop: threading.Event | None = None,
) -> Decoded | Skipped:
    """Read one file; decode and `prepare` it unless its content identity is in `known`.

    `side`: the least width and height in pixels that `prepare` has a use for. `orientation`: with
    which the content was prepared before, 0 where that is not known: it is prepared anew where the
    photo is turned otherwise now; None where it does not matter. `carries`: the caller takes over
    what is known by the former identity, so that this is enough too. `stop`: set to end waiting for
    a disk that does not answer. Never raises for a bad file: whatever a broken picture does to a
    decoder ends as Skipped with the reason.
    """
    try:
        data = _read(root / found.path, stop)
    except NoAnswerError as error:
        return Skipped(found, str(error.strerror), lasting=False)
    except OSError as error:
        return Skipped(found, f"cannot be read: {error.strerror or error}", lasting=False)
    except UndecodableError as error:
        return Skipped(found, str(error))
    identity, former = content_identity(data), former_identity(data)
    is_known = identity in known or (carries and former in known)
    try:
        opened = open_picture(data, side, Path(found.path).suffix)
        pixels = None
        if not is_known or orientation not in (None, opened.facts.orientation):
            with DECODING.hold(opened.memory):
                pixels = prepare(opened.decode())
    except UndecodableError as error:
        return Skipped(found, str(error))
    except Exception as error:  # decoders raise nearly anything on hostile bytes
        log.info("cannot decode %r", found.path, exc_info=True)
        return Skipped(found, _reason(error), lasting=not _lacks_memory(error))
    return Decoded(found, identity, opened.facts, pixels, former)


def picture(path: Path, side: int) -> Image.Image:
    """The upright RGB picture of a file, at least `side` pixels wide and high where it has them.

    Raises OSError or UndecodableError.
    """
    data = _read(path)
    try:
        opened = open_picture(data, side, path.suffix)
        with DECODING.hold(opened.memory):
            return opened.decode()
    except UndecodableError:
        raise
    except Exception as error:  # as in read_photo
        raise UndecodableError(_reason(error)) from error


def open_picture(data: bytes, side: int, suffix: str = "") -> Opened:
    """Read the header. Raises UndecodableError, and whatever decoders raise.

    `suffix`: of the file's name, since a RAW file passes for a TIFF with a tiny picture.
    """
    if suffix.lower() in raw.SUFFIXES:
        return _open_raw(data, side)
    if is_jxl(data):
        return _open_jxl(data, side)
    return _open_image(data, side)


def _open_raw(data: bytes, side: int) -> Opened:
    photo = raw.RawPhoto(data)
    facts = facts_of(photo.exif(), photo.width, photo.height, photo.orientation)
    memory = _checked_pixels(facts) * RAW_BYTES
    return Opened(facts, memory, lambda: photo.picture(side))


def _open_jxl(data: bytes, side: int) -> Opened:
    photo = JxlPhoto(data)
    facts = facts_of(photo.exif(), photo.width, photo.height)
    memory = _checked_pixels(facts) * JXL_BYTES
    return Opened(facts, memory, lambda: upright_rgb(photo.picture(), side))


def _open_image(data: bytes, side: int) -> Opened:
    if not heic.is_safe(data):
        raise UndecodableError("damaged: its table of contents is no text")
    image = Image.open(io.BytesIO(data))
    exif = _header_exif(image, data)
    orientation = orientation_of(exif)
    width, height = image.size
    if orientation in SIDEWAYS and image.format != "TIFF":  # Pillow has turned this one's size
        width, height = height, width
    if image.format == "HEIF":
        orientation = heic.heic_orientation(data)
    facts = facts_of(exif, width, height, orientation)
    pixels = _checked_pixels(facts)
    _ask_for_less(image, data, side)
    shown = image.width * image.height
    memory = shown * BYTES_A_PIXEL.get(image.mode, 4) * COPIES.get(image.format or "", 1)
    if image.info.get("progressive"):
        memory += pixels * PROGRESSIVE
    return Opened(facts, memory, lambda: upright_rgb(image, side))


def _header_exif(image: Image.Image, data: bytes) -> Image.Exif:
    """Its EXIF without decoding it, as Pillow does with a PNG whose EXIF is not in its head."""
    if not isinstance(image, PngImageFile):
        return image.getexif()
    if "exif" not in image.info and (exif := exif_of(data)):
        image.info["exif"] = b"Exif\0\0" + exif
    return Image.Image.getexif(image)


def _ask_for_less(image: Image.Image, data: bytes, side: int) -> None:
    """Have JPEG and JPEG 2000 decoded at a smaller scale where that is enough."""
    image.draft("RGB", (side, side))
    if isinstance(image, Jpeg2KImageFile):
        halvings = max(0, (min(image.size) // side).bit_length() - 1)
        image.reduce = min(halvings, jp2_halvings(data))


def _checked_pixels(facts: Facts) -> int:
    pixels = facts.width * facts.height
    if pixels > MAX_PIXELS:
        millions, limit = pixels // 1_000_000, MAX_PIXELS // 1_000_000
        raise UndecodableError(f"too large: {millions} million pixels, the limit is {limit}")
    return pixels


def _read(path: Path, stop: threading.Event | None = None) -> bytes:
    data = DISK.read(path, MAX_BYTES + 1, stop)
    if not data:
        raise UndecodableError("empty file")
    if len(data) > MAX_BYTES:
        raise UndecodableError("too large: over 1 GB")
    return data


def _lacks_memory(error: Exception) -> bool:
    """Whether another time may go better."""
    return isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError)


def _reason(error: Exception) -> str:
    if _lacks_memory(error):
        return "not enough memory to decode it"
    if isinstance(error, raw.RawError):
        return str(error)
    if isinstance(error, UnidentifiedImageError):
        return "not a picture, or of a kind that cannot be read"
    if "truncated" in str(error).lower():
        return "truncated: the end of the file is missing"
    return f"damaged: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
