"""The main window's commands: the words, icon and shortcut of each."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from app.gui.theme import set_icon

Key = QKeySequence.StandardKey


class Actions(QObject):
    """Each command is an attribute; whoever does it connects its `triggered`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.add = self._make(self.tr("Add folder…"), "add-folder", Key.Open)
        self.again = self._make(self.tr("Look for new photos"), "resume", Key.Refresh)
        self.quit = self._make(self.tr("Quit"), "close", Key.Quit)
        self.undo = self._make(self.tr("Undo"), "undo", Key.Undo)
        self.redo = self._make(self.tr("Redo"), "redo", Key.Redo)
        self.find = self._make(self.tr("Search"), "search", Key.Find)
        self.label = self._make(self.tr("Add a label"), "label", "Ctrl+L")
        self.review = self._make(self.tr("Review…"), "review", "Ctrl+R")
        self.line = self._make(self.tr("Set the line…"), "line", "Ctrl+T")
        self.similar = self._make(self.tr("Find similar"), "similar", "Ctrl+D")
        self.duplicates = self._make(self.tr("Find duplicates"), "duplicates", "Ctrl+Shift+D")
        self.settings = self._make(self.tr("Settings…"), "settings", "Ctrl+,")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.about = self._make(self.tr("About MKT Tagger"), "about", "")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.larger = self._make(self.tr("Larger"), "zoom-in", Key.ZoomIn)
        self.smaller = self._make(self.tr("Smaller"), "zoom-out", Key.ZoomOut)
        self.left = self._make(self.tr("Left side"), "panel-left", "F7")
        self.right = self._make(self.tr("Right side"), "panel-right", "F8")
        for side in (self.left, self.right):
            side.setCheckable(True)
            side.setChecked(True)
        self.show_history("", "")

    def _make(self, text: str, icon: str, shortcut: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        set_icon(action, icon)
        action.setShortcut(QKeySequence(shortcut))
        return action

    def all(self) -> list[QAction]:
        return self.findChildren(QAction)

    def show_history(self, undo: str, redo: str) -> None:
        """Say what undo and redo would do; empty where there is nothing."""
        for action, word, name in (
            (self.undo, self.tr("Undo"), undo),
            (self.redo, self.tr("Redo"), redo),
        ):
            action.setText(f"{word} {name}".rstrip())
            action.setEnabled(bool(name))
