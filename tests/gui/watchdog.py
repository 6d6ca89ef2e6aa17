"""Watches that the window never hangs while it is tested."""

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication

LONGEST = 0.050  # seconds of work in the GUI thread for one event
# Qt restyles all widgets in one go when the user chooses another look; nothing can break that up.
LOOKS = {QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.ApplicationPaletteChange}


class WatchedApplication(QApplication):
    """Notes each event whose handling kept the GUI thread busy for too long.

    It counts the GUI thread's own CPU time, not the clock: on a machine busy with other things a
    blameless slot can wait long for its turn, and a test must not fail for that. What sleeps or
    waits for a disk is not seen so; tests.bench.window measures by the clock.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.blocked: list[str] = []
        # For each event being handled: how deep its loop is, and what loops inside it took.
        self._inner: list[tuple[int, float]] = []

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if threading.current_thread() is not threading.main_thread():
            return super().notify(receiver, event)
        kind, depth = event.type(), QThread.currentThread().loopLevel()
        begun = time.thread_time()
        self._inner.append((depth, 0.0))
        try:
            return super().notify(receiver, event)
        finally:
            whole = time.thread_time() - begun
            own = whole - self._inner.pop()[1]
            if self._inner and self._inner[-1][0] < depth:  # a dialog's own loop blocks nothing
                self._inner[-1] = self._inner[-1][0], self._inner[-1][1] + whole
            if own > LONGEST and kind not in LOOKS:
                self.blocked.append(f"{kind.name}: {own * 1000:.0f} ms")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """pytest-qt makes its application of this class."""
    return WatchedApplication


@pytest.fixture(autouse=True)
def the_window_never_hangs(qapp: WatchedApplication) -> Iterator[None]:
    qapp.blocked.clear()
    yield
    assert not qapp.blocked, f"the GUI thread was blocked: {qapp.blocked}"
