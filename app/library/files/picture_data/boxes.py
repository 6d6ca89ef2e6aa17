"""Boxes, of which HEIF, AVIF, JPEG XL, JPEG 2000, CR3 and MP4 files are made: ISO/IEC 14496-12."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

from app.library.files.picture_data.unclear import UnclearError

MOST_BOXES = 1_000_000  # one behind the other


@dataclass(frozen=True, slots=True)
class Box:
    """A box of four letters; its content is data[start:end]."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes that lie one behind the other in data[start:end]. Raises UnclearError where one
    ends outside or there are too many, and struct.error."""
    end, count = len(data) if end is None else end, 0
    while start < end:
        size, kind = unpack_from(">I4s", data, start)
        content = start + 8
        if size == 1:
            size, content = unpack_from(">Q", data, content)[0], content + 8
        stop = end if size == 0 else start + size
        count += 1
        if not content <= stop <= end or count > MOST_BOXES:
            raise UnclearError(f"a box {kind!r} that ends outside its file, or one too many")
        yield Box(kind, content, stop)
        start = stop
