"""The line below the sure photos: how many more there are, and what to do about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.gui.plain import PlainLabel
from app.gui.theme import SPACE


class LessSure(QWidget):
    """Signals: wanted(bool) whether the less sure photos are to be shown; word_chosen(query)."""

    wanted = Signal(bool)
    word_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = PlainLabel(self)
        self.text.setProperty("role", "faint")
        self.more = QPushButton(self)
        self.more.setCheckable(True)
        self.more.setAccessibleDescription(
            self.tr("The photos that do not reach the line, in the same order")
        )
        self.more.toggled.connect(self.wanted)
        self.meant = QPushButton(self)
        self.meant.setAccessibleDescription(self.tr("Searches for this word"))
        self._word = ""
        self.meant.clicked.connect(lambda: self.word_chosen.emit(self._word))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(2 * SPACE)
        for widget in (self.text, self.meant, self.more):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.show_divider(0, 0, False)

    def unfold(self) -> None:
        """As a press of the button that shows the rest."""
        if self.more.isVisible():
            self.more.setChecked(True)

    def show_divider(
        self, sure: int, below: int, shown: bool, query: str = "", word: str = ""
    ) -> None:
        """`below` photos follow after the `sure` ones, `shown` or not; where none is sure they are
        there at once. word: what the query may have meant."""
        self._word = word
        self.setVisible(below > 0 or bool(word))
        self.text.setVisible(not sure)
        self.text.setText(self.tr("No photo is surely “{0}”. The nearest:").format(query))
        self.meant.setVisible(bool(word))
        self.meant.setText(self.tr("{0}?").format(word))
        self.more.setVisible(below > 0 and sure > 0)
        self.more.blockSignals(True)  # it follows what is on show
        self.more.setChecked(shown)
        self.more.blockSignals(False)
        words = self.tr("Hide the less sure") if shown else self.tr("Less sure: {0} more")
        self.more.setText(words.format(f"{below:,}"))
