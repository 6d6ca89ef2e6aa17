"""PNG: a list of chunks."""

from collections.abc import Iterator
from struct import unpack_from

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"acTL", b"fcTL", b"fdAT"})


def picture_parts(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + unpack_from(">I", data, at)[0]
        if data[at + 4 : at + 8] in PICTURE:
            yield data[at:end]
        at = end
    yield data[at:]
