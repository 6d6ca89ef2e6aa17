"""WebP: a RIFF list of chunks."""

from collections.abc import Iterator
from struct import unpack_from

PICTURE = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})


def picture_parts(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        length = unpack_from("<I", data, at + 4)[0]
        end = at + 8 + length + length % 2
        if data[at : at + 4] in PICTURE:
            yield data[at:end]
        at = end
    yield data[at:]
