"""JPEG XL and JPEG 2000: a codestream, bare or in boxes beside its metadata."""

from collections.abc import Iterator
from struct import error as StructError  # noqa: N812 - it is a class
from struct import pack, unpack_from

from app.library.files.picture_data.boxes import boxes
from app.library.files.picture_data.unclear import UnclearError

JXL_BARE, JXL_BOXES = b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"
JP2_BOXES = b"\0\0\0\x0cjP  \r\n\x87\n"
JP2_SHAPE = frozenset({b"ihdr", b"bpcc", b"pclr", b"cmap", b"cdef"})
LAST = 0x80000000  # of the number of a JPEG XL part
CODING_STYLE = b"\xff\x52"  # of JPEG 2000: a marker in the head of its codestream


def jxl_parts(data: bytes) -> Iterator[memoryview]:
    """The codestream alone: writing metadata into a bare one puts it into boxes.

    Raises UnclearError and struct.error.
    """
    view = memoryview(data)
    if data.startswith(JXL_BARE):
        yield view
        return
    expected, whole = 0, False
    for box in boxes(data):
        if box.kind not in (b"jxlc", b"jxlp"):
            continue
        start = box.start
        if box.kind == b"jxlp":
            number, start = unpack_from(">I", data, start)[0], start + 4
            if number & ~LAST != expected:
                raise UnclearError("parts of a codestream out of order")
            expected += 1
        if whole or start > box.end:
            raise UnclearError("more than one codestream")
        whole = box.kind == b"jxlc" or bool(number & LAST)
        yield view[start : box.end]
    if not whole:
        raise UnclearError("no whole codestream")


def jp2_halvings(data: bytes) -> int:
    """How many times a JPEG 2000 picture may be halved by not reading all of it; 0 where that is
    not clear."""
    try:
        at = 2  # behind the marker that begins it
        if data[:2] != b"\xff\x4f":
            at += next(box.start for box in boxes(data) if box.kind == b"jp2c")
        while data[at : at + 2] != CODING_STYLE:
            size = unpack_from(">H", data, at + 2)[0]
            if data[at] != 0xFF or size < 2:
                return 0
            at += 2 + size
        return data[at + 9]
    except (StopIteration, UnclearError, StructError, IndexError):
        return 0


def jp2_parts(data: bytes) -> Iterator[bytes | memoryview]:
    """The shape of the picture, its colour table and the codestream.

    Raises UnclearError and struct.error.
    """
    view, found = memoryview(data), False
    for box in boxes(data):
        if box.kind == b"jp2h":
            shape = [b for b in boxes(data, box.start, box.end) if b.kind in JP2_SHAPE]
        elif box.kind == b"jp2c":
            shape, found = [box], True
        else:
            continue
        for part in shape:
            yield part.kind + pack(">Q", part.end - part.start)
            yield view[part.start : part.end]
    if not found:
        raise UnclearError("no codestream")
