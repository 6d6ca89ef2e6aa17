"""JPEG: a list of segments, then the scans."""

from collections.abc import Iterator
from struct import unpack_from


def picture_parts(data: bytes) -> Iterator[bytes]:
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
