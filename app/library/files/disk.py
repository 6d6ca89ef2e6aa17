"""Reads whole files, and leaves those behind whose disk does not answer."""

import errno
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

PATIENCE = 30.0  # seconds without a byte
CHUNK = 1 << 20
MOST_STUCK = 4  # reads of one place that never ended: more of them would be no better
LOOK_EVERY = 0.1  # seconds; only a read that takes longer ever waits for it


class NoAnswerError(OSError):
    """The disk did not answer in time, or the run was stopped while it was waited for."""


class _Read(threading.Thread):
    """One file being read. It cannot be ended from outside, so nobody waits for its end."""

    def __init__(self, open_file: Callable[[], BinaryIO], most: int) -> None:
        super().__init__(name="read", daemon=True)
        self._open, self._most = open_file, most
        self.chunks: list[bytes] = []
        self.error: OSError | None = None
        self.done = threading.Event()
        self.last_sign = time.monotonic()

    def run(self) -> None:
        left = self._most
        try:
            with self._open() as stream:
                while left > 0 and (chunk := stream.read(min(CHUNK, left))):
                    self.chunks.append(chunk)
                    left -= len(chunk)
                    self.last_sign = time.monotonic()
        except OSError as error:
            self.error = error
        finally:
            self.done.set()


class Disk:
    """Reads files. `patience`: seconds without a byte after which a read is left behind."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._stuck: dict[str, list[_Read]] = {}
        self._lock = threading.Lock()

    def read(self, path: Path, most: int, stop: threading.Event | None = None) -> bytes:
        """A regular file's first `most` bytes. Raises OSError, NoAnswerError among them; that at
        once where several reads of the same folder or drive are left behind, or `stop` is set."""
        return self.read_from(lambda: _open_regular(path), most, path.anchor, stop)

    def read_from(
        self,
        open_file: Callable[[], BinaryIO],
        most: int,
        place: str = "",
        stop: threading.Event | None = None,
    ) -> bytes:
        """As read, of what `open_file` opens; `place` is what may not answer as a whole."""
        if len(self._still_stuck(place)) >= MOST_STUCK:
            raise NoAnswerError(errno.ETIMEDOUT, "its drive does not answer")
        read = _Read(open_file, most)
        read.start()
        while not read.done.wait(LOOK_EVERY):
            if stop is not None and stop.is_set():
                raise NoAnswerError(errno.ECANCELED, "stopped while it was read")
            if time.monotonic() - read.last_sign > self._patience:
                with self._lock:
                    self._stuck.setdefault(place, []).append(read)
                raise NoAnswerError(
                    errno.ETIMEDOUT, f"its drive gave no answer for {self._patience:.0f} seconds"
                )
        if read.error:
            raise read.error
        return b"".join(read.chunks)

    def _still_stuck(self, place: str) -> list[_Read]:
        with self._lock:
            self._stuck[place] = [r for r in self._stuck.get(place, ()) if not r.done.is_set()]
            return self._stuck[place]


def _open_regular(path: Path) -> BinaryIO:
    """Opens what is a file; a pipe that took its place would wait for a writer for ever."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return os.fdopen(number, "rb", buffering=0)
