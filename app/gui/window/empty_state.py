"""What stands in place of the grid as long as there is nothing to show, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.theme import SPACE, set_icon

ICON_SIDE = 72
WIDEST = 640  # pixels: longer lines are hard to read


class EmptyState(QWidget):
    """Signals: add_wanted() and demo_wanted() when their buttons are pressed."""

    add_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QPushButton(self)
        self.picture.setFlat(True)
        self.picture.setEnabled(False)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture.setStyleSheet("border: none; background: transparent;")
        self.picture.setIconSize(
            self.picture.iconSize().scaled(ICON_SIDE, ICON_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        )
        set_icon(self.picture, "photo")
        self.picture.setAccessibleName(self.tr("No photos"))
        self.picture.setAccessibleDescription(self.tr("There are no photos on show"))
        self.title = self._line("title")
        self.text = self._line("")
        self.privacy = self._line("faint")
        self.add = QPushButton(self.tr("Add folder…"), self)
        self.add.setDefault(True)
        self.add.setAccessibleDescription(self.tr("Chooses a folder of photos to index"))
        self.demo = QPushButton(self.tr("Try the demo album"), self)
        self.demo.setAccessibleDescription(self.tr("Indexes the photos that come with the program"))
        self.add.clicked.connect(self.add_wanted)
        self.demo.clicked.connect(self.demo_wanted)
        self._lay_out()

    def _line(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setMinimumWidth(WIDEST // 2)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setMaximumWidth(WIDEST)
        return label

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * SPACE)
        buttons.addStretch()
        buttons.addWidget(self.add)
        buttons.addWidget(self.demo)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10 * SPACE, 10 * SPACE, 10 * SPACE, 10 * SPACE)
        layout.setSpacing(3 * SPACE)
        layout.addStretch(2)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        layout.addWidget(self.privacy)
        layout.addStretch(3)

    def welcome(self, device: str) -> None:
        """First launch: nothing is indexed. `device`: where the model will run, as the library says
        it: auto, cpu, or a graphics card."""
        where = {
            "auto": self.tr("your graphics card where there is one, else on the processor"),
            "cpu": self.tr("the processor (CPU)"),
        }
        words = where.get(device, self.tr("your graphics card ({0})").format(device))
        self.title.setText(self.tr("Drop a folder of photos here"))
        self.text.setText(self.tr("Then type any word above and see the photos that show it."))
        self.privacy.setText(
            self.tr("The model runs on {0}. Nothing leaves this machine.").format(words)
        )
        self._show_buttons(True)

    def nothing_found(self, query: str, instead: str) -> None:
        """A search without an answer. `instead`: what else could be typed, if anything."""
        hint = self.tr("Nothing in your library reaches its line.")
        if instead:
            hint = self.tr("The nearest photos: type {0}").format(instead)
        self.title.setText(self.tr("No photo is surely “{0}”").format(query))
        self.text.setText(hint)
        self.privacy.clear()
        self._show_buttons(False)

    def _show_buttons(self, shown: bool) -> None:
        self.add.setVisible(shown)
        self.demo.setVisible(shown)
