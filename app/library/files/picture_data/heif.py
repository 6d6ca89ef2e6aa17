"""HEIF and AVIF: items in a table, each with its coded bytes, its properties, and what it is made
of. ISO/IEC 23008-12; the table's parts are those of ISO/IEC 14496-12."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from struct import pack

from app.library.files.picture_data.boxes import Box, boxes
from app.library.files.picture_data.reader import Reader
from app.library.files.picture_data.unclear import UnclearError

METADATA = frozenset({b"Exif", b"mime", b"uri "})
# What decides how an item's bytes become pixels. How the picture is turned is told apart from what
# it shows, as in every other format; dates, descriptions and colour profiles are metadata.
SHAPE = frozenset(
    {
        *(b"hvcC", b"lhvC", b"av1C", b"avcC", b"vvcC", b"jpgC", b"cmpC", b"uncC", b"j2kH"),
        *(b"ispe", b"pixi", b"clap", b"auxC"),
    }
)
MADE_OF = frozenset({b"dimg", b"auxl", b"thmb", b"base", b"prem"})
IN_FILE, IN_TABLE = 0, 1  # where an item's bytes are counted from
MOST_BYTES_OF_A_TABLE = 50_000_000
MOST_ITEMS = 100_000
MOST_EXTENTS = 1_000_000


@dataclass(slots=True)
class Item:
    """kind: four letters; extents: (start, stop) in the file; properties: boxes, in their order."""

    kind: bytes = b""
    extents: list[tuple[int, int]] = field(default_factory=list)
    properties: list[Box] = field(default_factory=list)


@dataclass
class Items:
    """The table of a file. links: (kind, from, to) between items, by their ids."""

    primary: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    links: list[tuple[bytes, int, list[int]]] = field(default_factory=list)

    def item(self, item_id: int) -> Item:
        """Made where it is new. Raises UnclearError where there are too many."""
        if len(self.items) > MOST_ITEMS:
            raise UnclearError("items without end")
        return self.items.setdefault(item_id, Item())


def picture_parts(data: bytes) -> Iterator[bytes | memoryview]:
    """The pictures of a HEIF or AVIF file: their bytes, shape, and how they are put together; of a
    film, of a picture that moves and of a CR3, which is built as a film: its media data.

    Raises UnclearError and struct.error.
    """
    top = list(boxes(data))
    meta = next((b for b in top if b.kind == b"meta"), None)
    moving = any(b.kind in (b"moov", b"moof") for b in top)
    items = read_items(data, meta) if meta else Items()
    if meta and not (moving and items.primary not in items.items):
        yield from _item_parts(data, items)
    elif not moving:
        raise UnclearError("neither a picture nor a film")
    if moving:
        yield from _media_parts(data, top, items)


def read_items(data: bytes, meta: Box) -> Items:
    """The table of items. Raises UnclearError and struct.error."""
    if meta.end - meta.start > MOST_BYTES_OF_A_TABLE:
        raise UnclearError("a table without end")
    table, places, data_box = Items(), None, None
    properties: list[Box] = []
    for box in boxes(data, meta.start + 4, meta.end):
        if box.kind == b"pitm":
            reader = Reader(data, box.start, box.end)
            table.primary = reader.number(4 if reader.number(4) >> 24 else 2)
        elif box.kind == b"iinf":
            _read_kinds(data, box, table)
        elif box.kind == b"iloc":
            places = box
        elif box.kind == b"idat":
            data_box = box
        elif box.kind == b"iref":
            _read_links(data, box, table)
        elif box.kind == b"iprp":
            inner = list(boxes(data, box.start, box.end))
            for part in inner:
                if part.kind == b"ipco":
                    properties += boxes(data, part.start, part.end)
            for part in inner:
                if part.kind == b"ipma":
                    _read_properties(data, part, properties, table)
    if places:
        _read_places(data, places, data_box, table)
    return table


def _read_kinds(data: bytes, box: Box, table: Items) -> None:
    version = data[box.start]
    for entry in boxes(data, box.start + (8 if version else 6), box.end):
        reader = Reader(data, entry.start, entry.end)
        version = reader.number(1)
        if entry.kind != b"infe" or version < 2:
            raise UnclearError("an item of another age")
        reader.number(3)
        item_id = reader.number(4 if version > 2 else 2)
        reader.number(2)
        table.item(item_id).kind = reader.bytes(4)


def _read_links(data: bytes, box: Box, table: Items) -> None:
    size = 4 if data[box.start] else 2
    for link in boxes(data, box.start + 4, box.end):
        reader = Reader(data, link.start, link.end)
        source = reader.number(size)
        table.links.append(
            (link.kind, source, [reader.number(size) for _ in range(reader.number(2))])
        )


def _read_properties(data: bytes, box: Box, properties: list[Box], table: Items) -> None:
    reader = Reader(data, box.start, box.end)
    version, wide = reader.number(1), reader.number(3) & 1
    for _ in range(reader.number(4)):
        item = table.item(reader.number(4 if version else 2))
        for _ in range(reader.number(1)):
            number = reader.number(2) & 0x7FFF if wide else reader.number(1) & 0x7F
            if number > len(properties):
                raise UnclearError("a property that is not there")
            if number:
                item.properties.append(properties[number - 1])


def _read_places(data: bytes, box: Box, data_box: Box | None, table: Items) -> None:
    reader = Reader(data, box.start, box.end)
    version = reader.number(4) >> 24
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    count = extents = 0
    for _ in range(reader.number(4 if version > 1 else 2)):
        item = table.item(reader.number(4 if version > 1 else 2))
        method = reader.number(2) & 15 if version else IN_FILE
        if reader.number(2) or method not in (IN_FILE, IN_TABLE):
            raise UnclearError("an item whose bytes are not its own")
        start, stop = 0, len(data)
        if method == IN_TABLE:
            start, stop = (data_box.start, data_box.end) if data_box else (0, 0)
        base = start + reader.number(base_size)
        count = reader.number(2)
        extents += count
        if extents > MOST_EXTENTS:
            raise UnclearError("too many pieces")
        for _ in range(count):
            reader.number(index_size)
            first = base + reader.number(offset_size)
            length = reader.number(length_size)
            last = first + length if length else stop
            if not start <= first <= last <= stop:
                raise UnclearError("an item outside its file")
            item.extents.append((first, last))


def _item_parts(data: bytes, table: Items) -> Iterator[bytes | memoryview]:
    pictures = [i for i in sorted(table.items) if table.items[i].kind not in METADATA]
    place = {item_id: index for index, item_id in enumerate(pictures)}
    extents = chain.from_iterable(table.items[i].extents for i in pictures)
    length = sum(last - first for first, last in extents)
    if table.primary not in place or not 0 < length <= 2 * len(data):
        raise UnclearError("no picture, or one piece over and over")
    yield pack(">II", len(pictures), place[table.primary])
    view, told = memoryview(data), 0
    for item_id in pictures:
        item = table.items[item_id]
        shape = [b for b in item.properties if b.kind in SHAPE or _is_colour_code(data, b)]
        told += sum(b.end - b.start for b in shape)
        if told > 2 * len(data):
            raise UnclearError("one property over and over")
        yield item.kind + pack(">II", len(shape), len(item.extents))
        for box in shape:
            yield box.kind + pack(">Q", box.end - box.start) + data[box.start : box.end]
        for first, last in item.extents:
            yield pack(">Q", last - first)
            yield view[first:last]
    for kind, source, targets in table.links:
        ends = [place[i] for i in targets if i in place]
        if kind in MADE_OF and source in place:
            yield kind + pack(f">II{len(ends)}I", place[source], len(ends), *ends)


def _is_colour_code(data: bytes, box: Box) -> bool:
    """Whether it says how the codec's numbers become colours, and is no profile."""
    return box.kind == b"colr" and data[box.start : box.start + 4] == b"nclx"


def _media_parts(data: bytes, top: list[Box], table: Items) -> Iterator[memoryview]:
    """The media data but the metadata items in it, piece by piece."""
    metadata = (i.extents for i in table.items.values() if i.kind in METADATA)
    holes = sorted(chain.from_iterable(metadata), reverse=True)
    view = memoryview(data)
    media = [b for b in top if b.kind == b"mdat"]
    if not media:
        raise UnclearError("a film without media data")
    for box in media:
        at = box.start
        while holes and holes[-1][0] < box.end:
            first, last = holes.pop()
            if at <= first and last <= box.end:
                yield view[at:first]
                at = last
        yield view[at : box.end]
