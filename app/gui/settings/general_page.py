"""The settings page of looks, language and the cache of small pictures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.gui.jobs import Jobs
from app.gui.language import LANGUAGES
from app.library.files.thumbnails import Thumbnails
from app.settings import Settings


class GeneralPage(QWidget):
    """Signals: changed(dict of Settings' fields); said(text)."""

    changed = Signal(dict)
    said = Signal(str)

    def __init__(self, settings: Settings, jobs: Jobs, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._jobs, self._thumbnails = jobs, thumbnails
        self.theme = choice(
            {
                "system": self.tr("As the desktop"),
                "light": self.tr("Light"),
                "dark": self.tr("Dark"),
            },
            settings.theme,
        )
        self.language = choice(
            {"system": self.tr("As the desktop"), **LANGUAGES}, settings.language
        )
        self.megabytes = QSpinBox(self)
        self.megabytes.setRange(50, 100_000)
        self.megabytes.setSingleStep(100)
        self.megabytes.setSuffix(self.tr(" MB"))
        self.megabytes.setValue(settings.thumbnail_mb)
        self.used = QLabel(self)
        self.clear = QPushButton(self.tr("Clear"), self)
        self.clear.setEnabled(False)
        self._lay_out()
        self.theme.currentIndexChanged.connect(
            lambda: self.changed.emit({"theme": self.theme.currentData()})
        )
        self.language.currentIndexChanged.connect(self._choose_language)
        self.megabytes.valueChanged.connect(
            lambda value: self.changed.emit({"thumbnail_mb": value})
        )
        self.clear.clicked.connect(self._clear)
        self._measure()

    def _lay_out(self) -> None:
        for widget, name, description in (
            (self.theme, self.tr("Theme"), self.tr("Light or dark")),
            (self.language, self.tr("Language"), self.tr("Counts from the next start")),
            (self.megabytes, self.tr("Small pictures"), self.tr("The most room they may take")),
            (
                self.clear,
                self.tr("Clear the small pictures"),
                self.tr("They are made again where they are needed"),
            ),
        ):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(description)
            widget.setToolTip(description)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Theme"), self.theme)
        form.addRow(self.tr("&Language"), self.language)
        form.addRow(self.tr("&Small pictures: at most"), self.megabytes)
        row = QHBoxLayout()
        row.addWidget(self.used, 1)
        row.addWidget(self.clear)
        form.addRow(self.tr("On disk now"), row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.addLayout(form)
        layout.addStretch(1)
        note = QLabel(self.tr("Nothing leaves this machine. Only a model's download uses the net."))
        note.setWordWrap(True)
        note.setProperty("role", "faint")
        layout.addWidget(note)

    def _choose_language(self) -> None:
        self.changed.emit({"language": self.language.currentData()})
        self.said.emit(self.tr("The language changes at the next start."))

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self._jobs.ask(lambda _: self._thumbnails.clear(), self._measure, self._fail)

    def _measure(self, _: object = None) -> None:
        self._jobs.ask(lambda _: self._thumbnails.size(), self._show_size, self._fail)

    def _show_size(self, size: int) -> None:
        words = self.tr("{0:.0f} kB") if size < 1e6 else self.tr("{0:.0f} MB")
        self.used.setText(words.format(size / (1e3 if size < 1e6 else 1e6)))
        self.clear.setEnabled(size > 0)

    def _fail(self, error: Exception) -> None:
        self.clear.setEnabled(True)
        self.said.emit(str(error))


def choice(options: dict[str, str], chosen: str) -> QComboBox:
    """A box of values with their words; an unknown `chosen` is the first."""
    box = QComboBox()
    for value, words in options.items():
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box
