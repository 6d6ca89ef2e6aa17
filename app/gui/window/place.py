"""Where the main window stood and how wide its parts were, kept from one start to the next."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter


class Place:
    """Kept in an .ini file."""

    def __init__(self, file: Path) -> None:
        self._file = QSettings(str(file), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow, parts: QSplitter) -> None:
        """Put a window and its parts where they were last; the first time they stay as they are."""
        window.restoreGeometry(self._kept("geometry"))
        parts.restoreState(self._kept("browser"))

    def keep(self, window: QMainWindow, parts: QSplitter) -> None:
        self._file.setValue("geometry", window.saveGeometry())
        self._file.setValue("browser", parts.saveState())

    def _kept(self, name: str) -> QByteArray:
        value = self._file.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()
