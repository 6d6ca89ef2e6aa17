"""The right side: the selected photos, their facts and labels; accept, reject, add."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.gui.layouts import clear
from app.gui.sides.label_row import LabelRow
from app.gui.theme import SPACE
from app.library.labels.tagging import PhotoLabel
from app.library.records import Photo, TagKind


class LabelPanel(QScrollArea):
    """Signals: tagged(label, TagKind or None); explain_wanted(label); label_chosen(label)."""

    tagged = Signal(str, object)
    explain_wanted = Signal(str)
    label_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setMinimumWidth(220)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Selected photos"))
        self.setAccessibleDescription(self.tr("Facts and labels of the selected photos"))
        self._pixmap = QPixmap()
        self.preview = QLabel(self)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName(self.tr("Preview"))
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.facts = QLabel(self)
        self.facts.setProperty("role", "faint")
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(self.tr("Add a label"))
        self.box.setAccessibleName(self.tr("Add a label"))
        self.box.setAccessibleDescription(self.tr("Adds a label of your own to the selection"))
        self.box.returnPressed.connect(self._add)
        self.rows = QWidget(self)
        self._rows = QVBoxLayout(self.rows)
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE)
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        layout.setSpacing(2 * SPACE)
        for widget in (self.preview, self.title, self.facts, self.box, self.rows):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(inside)

    def show_nothing(self) -> None:
        self.title.setText(self.tr("No photo is selected"))
        self.facts.setText(self.tr("Select one to see its labels, or several to label them all."))
        self._pixmap = QPixmap()
        self.preview.hide()
        self.box.hide()
        self.show_labels(())

    def show_photo(self, photo: Photo) -> None:
        self.title.setText(photo.path.name)
        self.facts.setText("\n".join(self._facts(photo)))
        self.box.show()

    def _facts(self, photo: Photo) -> list[str]:
        size = f"{photo.width:,} × {photo.height:,}"  # noqa: RUF001 the sign of a size
        facts = [f"{size} · {spoken_bytes(photo.size)}"]
        if photo.taken_at:
            facts.append(photo.taken_at.replace("T", " "))
        return [*facts, *([photo.camera] if photo.camera else []), str(photo.path.parent)]

    def show_several(self, count: int) -> None:
        self.title.setText(self.tr("{0} photos are selected").format(f"{count:,}"))
        self.facts.setText(self.tr("What you say of a label here is said of all of them."))
        self.preview.hide()
        self.box.show()

    def show_preview(self, pixmap: QPixmap) -> None:
        self._pixmap = pixmap
        self._fit_preview()

    def _fit_preview(self) -> None:
        self.preview.setVisible(not self._pixmap.isNull())
        if self._pixmap.isNull():
            return
        ratio = self.devicePixelRatioF()
        width = round((self.viewport().width() - 6 * SPACE) * ratio)
        fitted = self._pixmap.scaled(
            max(width, 64),
            round(220 * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(ratio)
        self.preview.setPixmap(fitted)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_preview()

    def show_labels(self, labels: Sequence[PhotoLabel], explainable: bool = True) -> None:
        """Tags first, then what the model suggests; a bar says how sure it is."""
        clear(self._rows)
        for label in labels:
            row = LabelRow(label, explainable, self.rows)
            row.tagged.connect(self.tagged)
            row.explain_wanted.connect(self.explain_wanted)
            row.chosen.connect(self.label_chosen)
            self._rows.addWidget(row)

    def take_focus(self) -> None:
        """Ready to type a label of one's own."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self) -> None:
        if text := self.box.text().strip():
            self.tagged.emit(text, TagKind.ADDED)
            self.box.clear()


def spoken_bytes(size: int) -> str:
    """A file's size as people say it: 850 kB, 3.9 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(size, 1000) // 1000} kB"
