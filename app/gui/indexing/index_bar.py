"""The bottom bar while photos are indexed: how far, how fast, how long still, Pause and Cancel."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.theme import SPACE, set_icon
from app.library.records import Progress


class IndexBar(QWidget):
    """Signals: cancelled(), paused(bool) and skipped_wanted() when their buttons are pressed."""

    cancelled = Signal()
    paused = Signal(bool)
    skipped_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Indexing progress"))
        self.bar.setAccessibleDescription(self.tr("How many photos are indexed"))
        self.text = QLabel(self)
        self.skipped = QPushButton(self)
        self.skipped.setFlat(True)
        self.skipped.setAccessibleName(self.tr("Skipped files"))
        self.skipped.setAccessibleDescription(self.tr("Shows which files were skipped, and why"))
        self.pause = QPushButton(self)
        self.pause.setCheckable(True)
        self.pause.setAccessibleDescription(self.tr("Holds indexing until it is pressed again"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        set_icon(self.cancel, "stop")
        self.cancel.setAccessibleDescription(self.tr("Stops indexing; what is done is kept"))
        self.cancel.clicked.connect(self.cancelled)
        self.pause.toggled.connect(self._pause_toggled)
        self.skipped.clicked.connect(self.skipped_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.bar, 1)
        for widget in (self.text, self.skipped, self.pause, self.cancel):
            layout.addWidget(widget)
        self._pause_toggled(False)
        self.hide()

    def start(self) -> None:
        """A run begins."""
        self.pause.setChecked(False)
        self.skipped.hide()
        self.text.clear()
        self.show()

    def _pause_toggled(self, held: bool) -> None:
        self.pause.setText(self.tr("Resume") if held else self.tr("Pause"))
        set_icon(self.pause, "resume" if held else "pause")
        self.paused.emit(held)

    def show_progress(self, progress: Progress) -> None:
        # A bar from 0 to 0 moves without an end: the number of photos is not known yet.
        known = progress.phase == "index"
        self.bar.setRange(0, progress.total if known else 0)
        self.bar.setValue(progress.done)
        self.text.setText(self._sentence(progress))
        self.skipped.setVisible(progress.failed > 0)
        self.skipped.setText(self.tr("{0} skipped").format(progress.failed))

    def _sentence(self, progress: Progress) -> str:
        if progress.phase == "scan":
            return self.tr("Looking for photos: {0}").format(progress.found)
        if progress.phase == "model":
            return self.tr("Loading the model")
        if progress.phase == "labels":
            return self.tr("Scoring labels")
        parts = [self.tr("{0} of {1}").format(progress.done, progress.total)]
        if progress.photos_per_second:
            parts.append(self.tr("{0:.1f} photos/s").format(progress.photos_per_second))
        if progress.eta:
            parts.append(self.tr("{0} left").format(spoken_seconds(progress.eta)))
        return " · ".join(parts)


class SkippedDialog(QDialog):
    """The files that could not be read, each with its reason."""

    def __init__(self, skipped: list[tuple[Path, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("skipped")
        self.setWindowTitle(self.tr("Skipped files"))
        self.resize(640, 420)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Skipped files"))
        self.list.setAccessibleDescription(self.tr("Each file that could not be read, and why"))
        self.list.setWordWrap(True)
        self.list.addItems([f"{path}\n{reason}" for path, reason in skipped])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self.tr("These files were left out. They stay as they are."), self))
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)


def spoken_seconds(seconds: float) -> str:
    """A duration as people say it: 45 s, 3 min, 2 h 10 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
