"""One label of a photo: its name, how sure the model is, and the buttons that say yes or no."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QVBoxLayout, QWidget

from app.gui.theme import SPACE, set_icon
from app.library.labels.tagging import PhotoLabel
from app.library.records import TagKind


class LabelRow(QWidget):
    """Signals: tagged(label, TagKind or None); explain_wanted(label); chosen(label)."""

    tagged = Signal(str, object)
    explain_wanted = Signal(str)
    chosen = Signal(str)

    def __init__(self, label: PhotoLabel, explainable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        name = label.label
        self.name = QToolButton(self)
        self.name.setText(f"✓ {name}" if label.kind else name)
        self.name.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.name.setAccessibleName(self._spoken())
        self.name.setAccessibleDescription(self.tr("Shows all photos with this label"))
        self.name.setToolTip(self._spoken())
        self.name.clicked.connect(lambda: self.chosen.emit(name))
        self.why = self._button("heat", self.tr("Why “{0}”?"))
        self.why.clicked.connect(lambda: self.explain_wanted.emit(name))
        self.why.setVisible(explainable)
        self.accept = self._button("accept", self.tr("Yes, “{0}” is right"))
        self.accept.setVisible(not label.kind)
        self.accept.clicked.connect(lambda: self.tagged.emit(name, TagKind.ACCEPTED))
        self.reject = self._button("reject", self.tr("No, “{0}” is wrong"))
        self.reject.clicked.connect(lambda: self.tagged.emit(name, TagKind.REJECTED))
        self._lay_out()

    def _button(self, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        set_icon(button, icon_name)
        button.setToolTip(text.format(self.label.label))
        button.setAccessibleName(text.format(self.label.label))
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self.name)
        top.addStretch(1)
        for button in (self.why, self.accept, self.reject):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        if self.label.confidence is not None and not self.label.kind:
            bar = QProgressBar(self)
            bar.setTextVisible(False)
            bar.setFixedHeight(SPACE)
            bar.setValue(round(100 * self.label.confidence))
            bar.setAccessibleName(self._spoken())
            layout.addWidget(bar)

    def _spoken(self) -> str:
        if self.label.kind:
            return self.tr("{0}: said by you").format(self.label.label)
        return self.tr("{0}: the model is {1:.0%} sure").format(
            self.label.label, self.label.confidence or 0.0
        )
