"""The search box: says what was typed once the typing pauses."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

PAUSE_MS = 250


class SearchBar(QWidget):
    """Signals: searched(text) after a pause or Enter; cleared() when the box is empty."""

    searched = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(self.tr("Type any word: dog, wheelbarrow, street at night"))
        self.box.setClearButtonEnabled(True)
        self.box.setAccessibleName(self.tr("Search"))
        self.box.setAccessibleDescription(self.tr("Shows the photos of any word you type"))
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.addWidget(self.box)
        layout.addWidget(self.message)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._settle)
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._settle)

    def _typed(self) -> None:
        self.say("")
        self._pause.start()

    def _settle(self) -> None:
        self._pause.stop()
        if self.box.text().strip():
            self.searched.emit(self.box.text())
        else:
            self.cleared.emit()

    def say(self, text: str) -> None:
        """Show a line under the box; an empty one hides it."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
