"""PNG: a list of chunks."""

from collections.abc import Iterator
from struct import unpack_from

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"acTL", b"fcTL", b"fdAT"})


def exif_of(data: bytes) -> bytes | None:
    """The EXIF chunk's content, wherever it lies; none of the pixels has to be read for it."""
    at = 8
    while at + 12 <= len(data):
        length, kind = unpack_from(">I4s", data, at)
        if kind == b"eXIf":
            return data[at + 8 : at + 8 + length]
        at += 12 + length
    return None


def picture_parts(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + unpack_from(">I", data, at)[0]
        if data[at + 4 : at + 8] in PICTURE:
            yield data[at:end]
        at = end
    yield data[at:]
