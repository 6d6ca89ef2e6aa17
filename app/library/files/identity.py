"""Content identity: a digest of a file's picture data that survives rename, move and retagging."""

import hashlib
from collections.abc import Iterator
from struct import unpack_from

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"acTL", b"fcTL", b"fdAT"})
WEBP_PICTURE = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})


def content_identity(data: bytes) -> str:
    """32 hex digits over the picture data of a file's bytes.

    JPEG, PNG and WebP: only the parts that hold the picture, so that writing EXIF, XMP or IPTC
    changes nothing. Other formats, and files whose structure is broken: all bytes.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in _picture_parts(data):
        digest.update(part)
    return digest.hexdigest()


def _picture_parts(data: bytes) -> Iterator[bytes]:
    if data[:3] == b"\xff\xd8\xff":
        return _jpeg_parts(data)
    if data[:8] == PNG_SIGNATURE:
        return _png_parts(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_parts(data)
    return iter((data,))


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """Segments but application data (FFE0-FFEF) and comments; all from the scan data on."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xDA:
            break
        end = at + 2 + unpack_from(">H", data, at + 2)[0]
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            yield data[at:end]
        at = end
    yield data[at:]


def _png_parts(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + unpack_from(">I", data, at)[0]
        if data[at + 4 : at + 8] in PNG_PICTURE:
            yield data[at:end]
        at = end
    yield data[at:]


def _webp_parts(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        length = unpack_from("<I", data, at + 4)[0]
        end = at + 8 + length + length % 2
        if data[at : at + 4] in WEBP_PICTURE:
            yield data[at:end]
        at = end
    yield data[at:]
