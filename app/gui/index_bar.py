"""The bottom bar while photos are indexed: how far, how fast, how long still, and Cancel."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.library.records import Progress


class IndexBar(QWidget):
    """Signals: cancelled() when the button is pressed."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("Indexing progress"))
        self.text = QLabel(self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setAccessibleDescription(self.tr("Stops indexing; what is done is kept"))
        self.cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.text)
        layout.addWidget(self.cancel)
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        self.show()
        # A bar from 0 to 0 moves without an end: the number of photos is not known yet.
        known = progress.phase == "index"
        self.bar.setRange(0, progress.total if known else 0)
        self.bar.setValue(progress.done)
        self.text.setText(self._sentence(progress))

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
        if progress.failed:
            parts.append(self.tr("{0} skipped").format(progress.failed))
        return " · ".join(parts)


def spoken_seconds(seconds: float) -> str:
    """A duration as people say it: 45 s, 3 min, 2 h 10 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
