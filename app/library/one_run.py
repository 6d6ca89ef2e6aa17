"""The lock of indexing: one run at a time indexes, changes roots or replaces the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.library.errors import LibraryError


@contextmanager
def one_run(data: Path) -> Iterator[None]:
    """Raises LibraryError where another run is going on. data: the folder of the database."""
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "indexing.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryError("another indexing run is going on; wait for it or stop it") from None
    try:
        yield
    finally:
        lock.release()
