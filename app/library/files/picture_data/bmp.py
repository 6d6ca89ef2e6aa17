"""BMP: two headers, masks, a colour table, then the pixels."""

from collections.abc import Iterator
from struct import pack, unpack_from

from app.library.files.picture_data.unclear import UnclearError

PLAIN, MASKS = (0, 3, 6), (3, 6)  # compression: none, and none with masks of the colours


def picture_parts(data: bytes) -> Iterator[bytes | memoryview]:
    """Shape, masks, colours and pixels: no resolution, no colour profile, nothing behind them.

    Raises UnclearError and struct.error.
    """
    pixels, header, width, height, planes, bits, packed, size = unpack_from("<10xIIiiHHII", data)
    if header < 40 or pixels < 14 + header:
        raise UnclearError("a header of another age")
    if packed in PLAIN:
        size = (width * bits + 31) // 32 * 4 * abs(height)
    if not 0 < size <= len(data) - pixels:
        raise UnclearError("pixels that are not there")
    masks_end = 14 + header if header > 40 else 54 + (12 if packed in MASKS else 0)
    yield pack("<iiHHI", width, height, planes, bits, packed)
    if packed in MASKS:
        yield data[54 : 70 if header >= 56 else 66]  # of red, green, blue, and alpha
    view = memoryview(data)
    colours = view[masks_end:pixels] if bits <= 8 else view[:0]
    yield pack("<I", len(colours))
    yield colours
    yield view[pixels : pixels + size]
