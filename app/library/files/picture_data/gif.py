"""GIF: a screen with a colour table, then blocks; each frame may have its own colour table."""

from collections.abc import Iterator

from app.library.files.picture_data.unclear import UnclearError

SIGNATURES = (b"GIF87a", b"GIF89a")
EXTENSION, FRAME, END = 0x21, 0x2C, 0x3B
PICTURE_EXTENSIONS = frozenset({0x01, 0xF9})  # text drawn into the picture; delay and transparency


def picture_parts(data: bytes) -> Iterator[memoryview]:
    """The screen, the frames and how they follow one another: no comment and no application's own
    block, which is where XMP lies. Raises UnclearError and IndexError."""
    view = memoryview(data)
    at = 13 + _colour_table(data[10])
    yield view[6:at]
    while data[at] != END:
        start, kind = at, data[at]
        if kind == FRAME:
            at = _after_blocks(data, at + 11 + _colour_table(data[at + 9]))
            yield view[start:at]
        elif kind == EXTENSION:
            at = _after_blocks(data, at + 2)
            if data[start + 1] in PICTURE_EXTENSIONS:
                yield view[start:at]
        else:
            raise UnclearError(f"no block of a GIF starts with {kind:#x}")


def _colour_table(flags: int) -> int:
    """Its size in bytes."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Where a chain of blocks ends, each with its length before it."""
    while length := data[at]:
        at += 1 + length
    return at + 1
