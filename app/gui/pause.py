"""Doing something once, a moment after the last reason to do it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Pause(QTimer):
    """Calls `then` once nothing has called start() for some milliseconds; stop() calls it off."""

    def __init__(self, milliseconds: int, then: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(milliseconds)
        self.timeout.connect(then)
