"""The line where a label of one's own is typed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

UNDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class LabelBox(QLineEdit):
    """While it is empty, undo and redo mean the window's: what was typed last is a tag by now."""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.text()
            and any(event.matches(key) for key in UNDO)
        ):
            event.ignore()
            return True
        return super().event(event)
