"""How much memory pictures may take that are being decoded at the same time."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Budget:
    """Shares `limit` bytes among threads, first come, first served. Who needs more than all of it
    gets all of it, and so is alone. most: the highest sum there was, by what was asked for."""

    def __init__(self, limit: int) -> None:
        self.limit, self.most = limit, 0
        self._held = 0
        self._waiting: deque[object] = deque()
        self._changed = Condition()

    @contextmanager
    def hold(self, wanted: int) -> Iterator[None]:
        """Waits until there is room for `wanted` bytes, and keeps it until the block ends."""
        share, turn = min(wanted, self.limit), object()
        with self._changed:
            self._waiting.append(turn)
            try:
                # In turn: else a large picture would wait for as long as small ones come.
                self._changed.wait_for(
                    lambda: self._waiting[0] is turn and self._held + share <= self.limit
                )
                self._held += share
                self.most = max(self.most, self._held)
            finally:
                self._waiting.remove(turn)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._held -= share
                self._changed.notify_all()
