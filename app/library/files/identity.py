"""Content identity: a digest of a file's picture data that survives rename, move and retagging.

Each parser of picture_data gives the bytes that make the picture in a stream that no two pictures
share, in time and memory linear in the size of the file, whatever the file holds.
"""

import hashlib
from collections.abc import Callable, Iterable
from struct import error as StructError  # noqa: N812 - it is a class

from app.library.files import raw
from app.library.files.picture_data import bmp, codestream, gif, heif, jpeg, png, tiff, webp
from app.library.files.picture_data.unclear import UnclearError

Parts = Callable[[bytes], Iterable[bytes | memoryview]]

# Counts up when files that did not change get another identity; see former_identity.
IDENTITY_VERSION = 2
# Files of these names may have had another identity in version 1.
IDENTITY_CHANGED = raw.SUFFIXES | frozenset(
    (".avif", ".bmp", ".gif", ".heic", ".heif", ".hif", ".tif", ".tiff")
)


def content_identity(data: bytes) -> str:
    """32 hex digits over the picture data of a file's bytes; never raises.

    Only the parts that hold the picture, so that writing EXIF, XMP or IPTC changes nothing. Of
    other formats than those of picture_data, and of files whose structure is broken: all bytes.
    """
    if parts := _first_parts(data):
        return _digest(parts(data))
    name, parser = _container(data)
    if parser is None:
        return _digest((data,))
    try:
        return _digest(parser(data), name)
    except (UnclearError, StructError, IndexError, OverflowError):
        return _digest((data,))


def former_identity(data: bytes) -> str | None:
    """What content_identity was of this file in version 1, where it may be another one now."""
    return None if _first_parts(data) or _container(data)[1] is None else _digest((data,))


def _digest(parts: Iterable[bytes | memoryview], container: bytes = b"") -> str:
    """`container` keeps apart what is made of different containers."""
    digest = hashlib.blake2b(digest_size=16, person=container)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _first_parts(data: bytes) -> Parts | None:
    """The parser of a format whose identity is as it was from the start."""
    if data[:3] == b"\xff\xd8\xff":
        return jpeg.picture_parts
    if data[:8] == png.SIGNATURE:
        return png.picture_parts
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return webp.picture_parts
    return None


def _container(data: bytes) -> tuple[bytes, Parts | None]:
    """The name and the parser of a format that came later."""
    if data[:2] in (b"II", b"MM"):
        return b"tiff", tiff.picture_parts
    if data[:6] in gif.SIGNATURES:
        return b"gif", gif.picture_parts
    if data[4:8] == b"ftyp":
        return b"heif", heif.picture_parts
    if data[:12] == codestream.JP2_BOXES:
        return b"jp2", codestream.jp2_parts
    if data[:12] == codestream.JXL_BOXES or data[:2] == codestream.JXL_BARE:
        return b"jxl", codestream.jxl_parts
    if data[:2] == b"BM":
        return b"bmp", bmp.picture_parts
    return b"", None
