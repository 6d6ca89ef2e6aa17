"""TIFF, BigTIFF, DNG and camera RAW built on TIFF: directories of tags, whose pictures lie in
strips or tiles. TIFF 6.0, and Adobe's DNG specification for what a camera adds."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack_from

from app.library.files.picture_data.unclear import UnclearError

# Magic number behind the byte order: TIFF, BigTIFF, and Olympus's own.
CLASSIC, BIG = (42, 0x4F52, 0x5352), 43
PHASE_ONE = (b"IIII", b"MMMM")  # behind the header: its sensor data lies in no strip
# The letter of struct for each kind of number, by its code in the file.
LETTERS = dict(zip((1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 16, 17, 18), "BsHIbshifdIQqQ", strict=True))
REDUCED_FLAGS, REDUCED, PHOTOMETRIC, SUBDIRECTORIES = 254, 255, 262, 330
SENSOR = (32803, 34892)  # photometric: a colour filter array, or linear raw
PLACES = ((273, 279), (324, 325), (513, 514))  # offsets and lengths: strips, tiles, one old JPEG
# What decides how the bytes become pixels. Not: orientation, resolution, colour profile, the rest.
SIZE_AND_BITS = (256, 257, 258, 277, 338, 339)
COMPRESSION = (259, 266, 278, 284, 292, 293, 317, 322, 323, 347)
COLOURS = (262, 320, 332, 529, 530, 532, 33421, 33422)  # kind, table, filter array
SHAPE = SIZE_AND_BITS + COMPRESSION + COLOURS
NAMES = frozenset(
    (*SHAPE, REDUCED_FLAGS, REDUCED, SUBDIRECTORIES, *(n for pair in PLACES for n in pair))
)
MOST_PIECES = 2_000_000
MOST_TAGS = 1_000_000


@dataclass(frozen=True, slots=True)
class Tag:
    """`count` values of a kind from byte `at` on."""

    kind: int
    count: int
    at: int


Directory = dict[int, Tag]
Value = tuple[int | float | bytes, ...]


class Tiff:
    """The directories of a file, in their order. Raises UnclearError and struct.error."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._unread = 4 * len(data)  # bytes of values that may still be asked for
        self._tags = MOST_TAGS
        self._order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
        magic = unpack_from(f"{self._order}H", data, 2)[0]
        self._big = magic == BIG
        if not self._order or not (self._big or magic in CLASSIC) or data[8:12] in PHASE_ONE:
            raise UnclearError("no TIFF")
        self.directories = list(self._walk())

    def _walk(self) -> Iterator[Directory]:
        """Each directory, those below it, the next one."""
        pending = [self._number(8 if self._big else 4)]
        seen: set[int] = set()
        while pending:
            at = pending.pop()
            if at == 0 or at in seen:
                continue
            seen.add(at)
            directory, following = self._directory(at)
            yield directory
            below = self.integers(directory, SUBDIRECTORIES)
            pending += [following, *reversed(below)]

    def _directory(self, at: int) -> tuple[Directory, int]:
        """(tags, where the next directory starts)."""
        entry, head = ("HHQ", 8) if self._big else ("HHI", 2)
        size, value = (20, 8) if self._big else (12, 4)
        count = unpack_from(f"{self._order}{'Q' if self._big else 'H'}", self._data, at)[0]
        self._tags -= count + 1
        if at + head + count * size > len(self._data) or self._tags < 0:
            raise UnclearError("a directory outside its file, or directories without end")
        directory = {}
        for start in range(at + head, at + head + count * size, size):
            tag, kind, number = unpack_from(f"{self._order}{entry}", self._data, start)
            if tag not in NAMES:
                continue
            place = start + size - value
            if number * _size(kind) > value:
                place = self._number(place)
            directory[tag] = Tag(kind, number, place)
        end = at + head + count * size
        return directory, self._number(end) if end + value <= len(self._data) else 0

    def _number(self, at: int) -> int:
        number: int = unpack_from(f"{self._order}{'Q' if self._big else 'I'}", self._data, at)[0]
        return number

    def values(self, directory: Directory, name: int) -> Value:
        """Of a tag; bytes where it holds no numbers; empty where it is missing."""
        tag = directory.get(name)
        if tag is None:
            return ()
        size = tag.count * _size(tag.kind)
        self._unread -= size
        if tag.count > MOST_PIECES or self._unread < 0:
            raise UnclearError("a tag without end, or one over and over")
        if LETTERS.get(tag.kind, "s") == "s":
            if tag.at + size > len(self._data):
                raise UnclearError("a tag outside its file")
            return (self._data[tag.at : tag.at + size],)
        return unpack_from(f"{self._order}{tag.count}{LETTERS[tag.kind]}", self._data, tag.at)

    def integers(self, directory: Directory, name: int) -> list[int]:
        """As values, of a tag that holds whole numbers."""
        found = [v for v in self.values(directory, name) if isinstance(v, int)]
        if len(found) != (directory[name].count if name in directory else 0):
            raise UnclearError("a tag that should hold numbers")
        return found


def _size(kind: int) -> int:
    """Bytes a value; a kind that nobody knows counts as rational numbers do."""
    letter = LETTERS.get(kind)
    return (
        8
        if letter is None
        else {"s": 1, "b": 1, "B": 1, "h": 2, "H": 2}.get(letter) or (4 if letter in "iIf" else 8)
    )


def picture_parts(data: bytes) -> Iterator[bytes | memoryview]:
    """Of each picture its shape, then its strips or tiles. Raises UnclearError and struct.error."""
    tiff = Tiff(data)
    view, pieces, length = memoryview(data), 0, 0
    for directory in _pictures(tiff):
        yield repr([(name, tiff.values(directory, name)) for name in SHAPE]).encode()
        for offsets, lengths in PLACES:
            starts, sizes = tiff.integers(directory, offsets), tiff.integers(directory, lengths)
            pieces += len(starts) + 1
            length += sum(sizes)
            if len(starts) != len(sizes) or pieces > MOST_PIECES or length > 2 * len(data):
                raise UnclearError("pieces without places, or one piece over and over")
            for start, size in zip(starts, sizes, strict=True):
                if not 0 <= start <= start + size <= len(data):
                    raise UnclearError("a piece outside its file")
                yield pack(">Q", size)
                yield view[start : start + size]


def _pictures(tiff: Tiff) -> list[Directory]:
    """The directories with pixels. Where one holds the sensor's own data, previews do not count:
    programs make them anew. Raises UnclearError where there are only previews: the picture lies
    where its maker alone knows."""
    with_pixels = [d for d in tiff.directories if 273 in d or 324 in d]
    whole = [d for d in with_pixels if not _is_reduced(tiff, d)]
    if not whole:
        raise UnclearError("no picture but previews")
    sensor = any(tiff.integers(d, PHOTOMETRIC)[:1] == [kind] for d in whole for kind in SENSOR)
    return whole if sensor else with_pixels


def _is_reduced(tiff: Tiff, directory: Directory) -> bool:
    flags = tiff.integers(directory, REDUCED_FLAGS)[:1] or [0]
    return bool(flags[0] & 1) or tiff.integers(directory, REDUCED)[:1] == [2]
