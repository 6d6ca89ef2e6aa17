"""Makes small real camera RAW files (DNG), since no camera is at hand."""

import io
import struct

import numpy as np
from PIL import Image

BYTE, ASCII, SHORT, LONG, RATIONAL, SRATIONAL = 1, 2, 3, 4, 5, 10
LETTERS = {BYTE: "B", SHORT: "H", LONG: "I"}


def dng(
    colour: tuple[int, int, int],
    size: tuple[int, int] = (64, 48),
    preview: Image.Image | None = None,
    orientation: int = 1,
) -> bytes:
    """A linear 16-bit Bayer DNG of one colour, with a JPEG preview where one is given."""
    width, height = size
    mosaic = np.empty((height, width), np.uint16)
    red, green, blue = ((np.array(colour) / 255) ** 2.2 * 65535).astype(np.uint16)
    mosaic[0::2, 0::2], mosaic[1::2, 1::2] = red, blue
    mosaic[0::2, 1::2] = mosaic[1::2, 0::2] = green
    sensor = [
        (254, LONG, [0]), (256, LONG, [width]), (257, LONG, [height]), (258, SHORT, [16]),
        (259, SHORT, [1]), (262, SHORT, [32803]), (273, LONG, mosaic.tobytes()),
        (277, SHORT, [1]), (278, LONG, [height]), (279, LONG, [mosaic.nbytes]),
        (33421, SHORT, [2, 2]), (33422, BYTE, [0, 1, 1, 2]), (50717, LONG, [65535]),
    ]  # fmt: skip
    camera = [
        (271, ASCII, b"Acme\0"), (272, ASCII, b"Raw 1\0"), (274, SHORT, [orientation]),
        (306, ASCII, b"2024:05:01 12:30:00\0"), (50706, BYTE, [1, 4, 0, 0]),
        (50708, ASCII, b"Acme Raw 1\0"),
        # XYZ to linear sRGB, and neutral where all channels are equal: colours come out as given.
        (50721, SRATIONAL, [int(v * 10000) for v in (
            3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570)]),
        (50728, RATIONAL, [10000] * 3), (50778, SHORT, [21]),
    ]  # fmt: skip
    if preview is None:
        return _tiff(camera + sensor)
    stream = io.BytesIO()
    preview.save(stream, "JPEG", quality=95)
    jpeg = stream.getvalue()
    first = [
        (254, LONG, [1]), (256, LONG, [preview.width]), (257, LONG, [preview.height]),
        (258, SHORT, [8, 8, 8]), (259, SHORT, [7]), (262, SHORT, [6]), (273, LONG, jpeg),
        (277, SHORT, [3]), (278, LONG, [preview.height]), (279, LONG, [len(jpeg)]),
    ]  # fmt: skip
    return _tiff(camera + first, sensor)


def _tiff(first: list, inner: list | None = None) -> bytes:
    """A little-endian TIFF: one directory, and one below it."""
    if inner is None:
        return b"II*\0\x08\0\0\0" + _directory(first, 8)
    at = 8 + len(_directory([*first, (330, LONG, [0])], 8))
    return b"II*\0\x08\0\0\0" + _directory([*first, (330, LONG, [at])], 8) + _directory(inner, at)


def _directory(tags: list, at: int) -> bytes:
    """A directory that starts at byte `at`, with what its tags point to behind it."""
    entries, behind = b"", b""
    free = at + 2 + 12 * len(tags) + 4
    for tag, kind, values in sorted(tags, key=lambda t: t[0]):
        if kind == LONG and isinstance(values, bytes):  # picture data: the tag tells where
            packed, count = struct.pack("<I", free + len(behind)), 1
            behind += values + b"\0" * (len(values) % 2)
        else:
            packed, count = _packed(kind, values)
        if len(packed) > 4:
            place = struct.pack("<I", free + len(behind))
            behind += packed + b"\0" * (len(packed) % 2)
            packed = place
        entries += struct.pack("<HHI", tag, kind, count) + packed.ljust(4, b"\0")
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0) + behind


def _packed(kind: int, values: list[int] | bytes) -> tuple[bytes, int]:
    if isinstance(values, bytes):
        return values, len(values)
    if kind in (RATIONAL, SRATIONAL):
        return b"".join(struct.pack("<ii", v, 10000) for v in values), len(values)
    return struct.pack(f"<{len(values)}{LETTERS[kind]}", *values), len(values)
