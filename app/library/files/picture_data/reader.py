"""Reads one binary table number by number, big-endian, never past its end."""

from app.library.files.picture_data.unclear import UnclearError


class Reader:
    """data[at:end], from its beginning on."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self._data, self.at, self._end = data, at, end

    def number(self, size: int) -> int:
        """The next `size` bytes, 0 for none. Raises UnclearError where there are too few."""
        return int.from_bytes(self.bytes(size), "big")

    def bytes(self, size: int) -> bytes:
        start, self.at = self.at, self.at + size
        if self.at > self._end:
            raise UnclearError("a table that ends too early")
        return self._data[start : self.at]
