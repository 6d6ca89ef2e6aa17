"""HEIC for Pillow, and what the container says of it. Owns pi_heif."""

import struct

import pi_heif

from app.library.files.picture_data.boxes import Box, boxes
from app.library.files.picture_data.heif import read_items
from app.library.files.picture_data.unclear import UnclearError

pi_heif.register_heif_opener()  # from here on Pillow opens HEIC too

# EXIF's number for (mirrored left to right, then so many quarter turns anticlockwise).
ORIENTATIONS = {
    (False, 0): 1,
    (True, 0): 2,
    (False, 2): 3,
    (True, 2): 4,
    (True, 1): 5,
    (False, 3): 6,
    (True, 3): 7,
    (False, 1): 8,
}


def heic_orientation(data: bytes) -> int:
    """How the picture has to be turned, 1 to 8, as EXIF counts. In HEIC the container says so, and
    decoders do it; where it is not clear: 1."""
    mirrored, turns = False, 0
    for box in _primary_properties(data):
        if box.kind == b"irot":
            turns += data[box.start] & 3
        elif box.kind == b"imir":
            # Left to right, or upside down, which is the same and half a turn.
            mirrored, turns = not mirrored, (0 if data[box.start] & 1 else 2) - turns
    return ORIENTATIONS[mirrored, turns % 4]


def _primary_properties(data: bytes) -> list[Box]:
    try:
        meta = next((b for b in boxes(data) if b.kind == b"meta"), None)
        items = read_items(data, meta) if meta else None
    except (UnclearError, struct.error, IndexError):
        return []
    return items.item(items.primary).properties if items else []


def is_safe(data: bytes) -> bool:
    """Whether pi_heif can open these bytes: it ends the whole program on an item whose kind of
    content is no text (seen in 1.4.0)."""
    return all(_is_text(data, box) for box in _item_entries(data))


def _item_entries(data: bytes) -> list[Box]:
    found: list[Box] = []
    try:
        for meta in boxes(data):
            if meta.kind == b"meta":
                for table in boxes(data, meta.start + 4, meta.end):
                    if table.kind == b"iinf":
                        start = table.start + (8 if data[table.start] else 6)
                        found += boxes(data, start, table.end)
    except (UnclearError, struct.error, IndexError):
        pass  # what lies behind is not read by pi_heif either
    return found


def _is_text(data: bytes, entry: Box) -> bool:
    names = entry.start + (10 if data[entry.start] > 2 else 8)  # behind version, id, protection
    try:
        data[names : entry.end].decode()
    except UnicodeDecodeError:
        return False
    return True
