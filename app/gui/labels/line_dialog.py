"""The line of a label: from which confidence on a photo counts as having it.

Use: `LineDialog(label, jobs, changes, thumbnails, parent).open()`; it deletes itself when closed.
A new line is a change that can be undone. Signals: photo_opened(photo id).
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.changes import Changes
from app.gui.grid.photo_strip import PhotoStrip
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.jobs import Job, Jobs
from app.gui.labels.histogram import Histogram
from app.gui.operations import set_line
from app.gui.pause import Pause
from app.gui.theme import set_icon
from app.library.labels.lines import Line
from app.library.library import Library
from app.library.records import Photo

PAUSE_MS = 120  # without a move, before the strips are asked for
STRIP = 12
PRESETS = ("strict", "balanced", "generous")


@dataclass(frozen=True)
class Opened:
    """What the dialog starts from: the line, and all confidences in rising order (N,)."""

    line: Line
    confidences: np.ndarray


class LineDialog(QDialog):
    """See the module's docstring."""

    photo_opened = Signal(int)

    def __init__(
        self,
        label: str,
        jobs: Jobs,
        changes: Changes,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The line of “{0}”").format(label))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(self.tr("From which confidence on photos have this label"))
        self.resize(760, 640)
        self.label, self._jobs, self._changes = label, jobs, changes
        unknown = Line(label, 0.5, (), dict.fromkeys(PRESETS, 0.5), False)
        self._opened = Opened(unknown, np.empty(0, np.float32))  # until the library answers
        self._default = False  # whether what is chosen is "no line of its own"
        self._asking: Job | None = None
        self._pause = Pause(PAUSE_MS, self._ask_around, self)
        self.histogram = Histogram(self)
        self.count = QLabel(self.tr("Loading"), self)
        self.just_in = PhotoStrip(self.tr("Just in"), thumbnails, self)
        self.just_out = PhotoStrip(self.tr("Just out"), thumbnails, self)
        self.presets: dict[str, QPushButton] = {}
        self._lay_out()
        self._connect()
        self._enable(False)
        self._asking = jobs.ask(lambda library: opened(library, label), self._show, self._fail)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("From here on a photo counts as “{0}”").format(self.label), self)
        title.setProperty("role", "title")
        self.count.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(self._preset_row())
        layout.addWidget(self.histogram, 1)
        layout.addWidget(self.count)
        for strip in (self.just_in, self.just_out):
            caption = QLabel(strip.accessibleName(), self)
            caption.setBuddy(strip)
            layout.addWidget(caption)
            layout.addWidget(strip)
        self.box = self._buttons()
        layout.addWidget(self.box)

    def _preset_row(self) -> QHBoxLayout:
        words = {
            "strict": (self.tr("&Strict"), self.tr("Few photos, nearly all of them right")),
            "balanced": (self.tr("&Balanced"), self.tr("From where yes is likelier than no")),
            "generous": (self.tr("&Generous"), self.tr("Many photos, about half of them right")),
        }
        row, group = QHBoxLayout(), QButtonGroup(self)
        group.setExclusive(False)
        for name in PRESETS:
            button = QPushButton(words[name][0], self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(words[name][1])
            button.setAccessibleDescription(words[name][1])
            button.clicked.connect(lambda _=False, name=name: self._take_preset(name))
            self.presets[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.undo = QPushButton(self.tr("Undo"), self)
        set_icon(self.undo, "undo")
        self.undo.setShortcut(QKeySequence.StandardKey.Undo)
        self.undo.setAutoDefault(False)
        self.undo.setAccessibleDescription(self.tr("Puts the line back where it was"))
        row.addWidget(self.undo)
        return row

    def _buttons(self) -> QDialogButtonBox:
        kind = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(kind.Save | kind.Cancel | kind.RestoreDefaults, self)
        texts = {
            kind.Save: (self.tr("Use this line"), self.tr("Keeps the line for this label")),
            kind.Cancel: (self.tr("Cancel"), self.tr("Leaves the line as it was")),
            kind.RestoreDefaults: (
                self.tr("Use the default"),
                self.tr("Puts the line where it is for every label"),
            ),
        }
        for name, (text, description) in texts.items():
            box.button(name).setText(text)
            box.button(name).setAccessibleDescription(description)
        box.setAccessibleName(self.tr("Decision"))
        box.setAccessibleDescription(self.tr("Keep or leave the line"))
        box.accepted.connect(self._save)
        box.rejected.connect(self.reject)
        box.button(kind.RestoreDefaults).clicked.connect(self._take_default)
        return box

    def _connect(self) -> None:
        self.histogram.value_changed.connect(self._moved)
        self.undo.clicked.connect(self._take_back)
        for strip in (self.just_in, self.just_out):
            strip.photo_opened.connect(self.photo_opened)

    def _show(self, answer: Opened) -> None:
        self._opened, line = answer, answer.line
        self._enable(True)
        self.histogram.show_counts(line.counts)
        self.histogram.set_value(line.value)
        self._moved(line.value)
        self._default = not line.chosen
        self.histogram.setFocus()

    def _enable(self, known: bool) -> None:
        """The line can be moved and kept once it is known; the dialog can always be left."""
        kind = QDialogButtonBox.StandardButton
        keeping = [self.box.button(name) for name in (kind.Save, kind.RestoreDefaults)]
        for widget in (self.histogram, self.undo, *self.presets.values(), *keeping):
            widget.setEnabled(known)

    def _fail(self, error: Exception) -> None:
        self.count.setText(str(error))

    # Moving the line

    def _take_preset(self, name: str) -> None:
        self.histogram.set_value(self._opened.line.presets[name])
        self._moved(self.histogram.value)

    def _take_default(self) -> None:
        self._take_preset("balanced")
        self._default = True

    def _take_back(self) -> None:
        self.histogram.set_value(self._opened.line.value)
        self._default = not self._opened.line.chosen

    def _moved(self, value: float) -> None:
        self._default = False
        every = self._opened.confidences
        inside = len(every) - int(np.searchsorted(every, np.float32(value), "left"))
        self.count.setText(
            self.tr("From {0:.0%} on: {1} of {2} photos").format(value, inside, len(every))
        )
        self.histogram.say(self.count.text())
        for name, button in self.presets.items():
            button.setChecked(abs(self._opened.line.presets[name] - value) < 0.005)
        self._pause.start()

    def _ask_around(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        label, value = self.label, self.histogram.value
        self._asking = self._jobs.ask(
            lambda library: around(library, label, value), self._show_around, self._fail
        )

    def _show_around(self, answer: tuple[list[Photo], list[Photo]]) -> None:
        self.just_in.show_photos(answer[0])
        self.just_out.show_photos(answer[1])

    def _save(self) -> None:
        value = None if self._default else self.histogram.value
        self._changes.make(set_line(self.label, value), self._saved, self._fail)

    def _saved(self, _: float | None) -> None:
        self.accept()

    def done(self, result: int) -> None:
        self._pause.stop()
        if self._asking is not None:
            self._asking.cancel()
        super().done(result)


def opened(library: Library, label: str) -> Opened:
    line = library.lines.of(label)
    return Opened(line, np.sort(library.lines.confidences(label)))


def around(library: Library, label: str, value: float) -> tuple[list[Photo], list[Photo]]:
    """The photos just in and just out, nearest to the line first."""
    just_in, just_out = library.lines.around(label, value, STRIP)
    found = {photo.id: photo for photo in library.photos.get([*just_in, *just_out])}
    return [found[i] for i in just_in if i in found], [found[i] for i in just_out if i in found]
