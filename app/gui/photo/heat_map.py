"""Why this label: a photo with the heat of a label over it, and what each of the two streams says.

Use: `HeatMap(photo, label, jobs, pictures, parent).show()`; it deletes itself when closed.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QStandardPaths, Qt
from PySide6.QtGui import QImage, QImageWriter, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.gui.jobs import Jobs
from app.gui.photo.heat_picture import heat_image, with_heat
from app.gui.photo.photo_canvas import PhotoCanvas, Region
from app.gui.photo.picture_loader import Picture, PictureLoader
from app.gui.theme import set_icon
from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import Photo
from app.library.scores.explain import Explanation

SURE, CLEAR, SLIGHT = 3.0, 2.0, 1.0  # standard deviations above the common words
MOST_ABOVE = 5.0  # the end of a stream's bar


class HeatMap(QDialog):
    """The window of one photo and one label."""

    def __init__(
        self,
        photo: Photo,
        label: str,
        jobs: Jobs,
        pictures: PictureLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Why “{0}”?").format(label))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(self.tr("Where in the photo the model sees the label"))
        self.resize(1000, 680)
        self.photo, self.label, self._jobs = photo, label, jobs
        self._heat: QImage | None = None
        self._region: Region = (0.0, 0.0, 1.0, 1.0)
        self.canvas = PhotoCanvas(self)
        self.canvas.show_picture(None, self.tr("Loading"))
        self._lay_out()
        pictures.loaded.connect(self._show_picture)
        pictures.failed.connect(self._show_failure)
        pictures.want([photo])
        self._looking = jobs.ask(
            lambda library: explained(library, photo.id, label), self._show, self._fail
        )

    def _lay_out(self) -> None:
        self.title = QLabel(self.windowTitle(), self)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.state = QLabel(self.tr("Looking at the photo…"), self)
        self.state.setWordWrap(True)
        self.whole_bar, whole = self._stream(self.tr("The photo as a whole"))
        self.detail_bar, detail = self._stream(self.tr("Its most fitting details"))
        self.whole_words, self.detail_words = whole, detail
        self.toggle = QCheckBox(self.tr("Show the &heat"), self)
        self.toggle.setChecked(True)
        self.toggle.setAccessibleDescription(self.tr("Lays the heat over the photo (key H)"))
        self.toggle.setShortcut(QKeySequence("H"))
        self.toggle.toggled.connect(self._lay_heat)
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(10, 100)
        self.opacity.setValue(70)
        self.opacity.setAccessibleName(self.tr("Opacity of the heat"))
        self.opacity.setAccessibleDescription(self.tr("How much of the photo the heat covers"))
        self.opacity.valueChanged.connect(lambda value: self.canvas.set_opacity(value / 100))
        self.canvas.set_opacity(0.7)
        self.export = QPushButton(self.tr("&Export as PNG…"), self)
        set_icon(self.export, "export")
        self.export.setAccessibleDescription(self.tr("Saves the photo with the heat over it"))
        self.export.setAutoDefault(False)
        self.export.setEnabled(False)
        self.export.clicked.connect(self._choose_file)
        close = QPushButton(self.tr("Close"), self)
        close.setAccessibleDescription(self.tr("Closes this window"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.title)
        side.addWidget(self.state)
        side.addSpacing(8)
        side.addLayout(stream_box(whole, self.whole_bar))
        side.addLayout(stream_box(detail, self.detail_bar))
        side.addSpacing(8)
        side.addWidget(self._hint())
        side.addStretch(1)
        side.addWidget(self.toggle)
        opacity_label = QLabel(self.tr("&Opacity"), self)
        opacity_label.setBuddy(self.opacity)
        side.addWidget(opacity_label)
        side.addWidget(self.opacity)
        side.addWidget(self.export)
        side.addWidget(close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas, 1)
        box = QWidget(self)
        box.setFixedWidth(300)
        box.setLayout(side)
        layout.addWidget(box)

    def _stream(self, name: str) -> tuple[QProgressBar, QLabel]:
        bar, words = QProgressBar(self), QLabel(name, self)
        bar.setRange(0, 100)
        bar.setTextVisible(False)
        bar.setAccessibleName(name)
        bar.setAccessibleDescription(self.tr("How much it is like the label"))
        words.setWordWrap(True)
        return bar, words

    def _hint(self) -> QLabel:
        hint = QLabel(
            self.tr(
                "The bars compare the label with common words in this photo. Warm places look like"
                " the label to the model: it may be wrong."
            ),
            self,
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "faint")
        return hint

    def _show_picture(self, photo_id: int, picture: Picture) -> None:
        if photo_id == self.photo.id and self.canvas.picture is not picture:
            self.canvas.show_picture(picture)
            self._lay_heat()

    def _show_failure(self, photo_id: int, why: str) -> None:
        if photo_id == self.photo.id:
            self.canvas.show_picture(None, why)

    def _show(self, answer: tuple[Explanation, QImage]) -> None:
        why, self._heat = answer
        self._region = why.region
        self.state.setText(self.tr("The model is {0:.0%} sure.").format(why.confidence))
        for bar, words, above in (
            (self.whole_bar, self.whole_words, why.global_above),
            (self.detail_bar, self.detail_words, why.local_above),
        ):
            bar.setValue(round(100 * min(max(above / MOST_ABOVE, 0), 1)))
            words.setText(f"{bar.accessibleName()}: {self._in_words(above)}")
            bar.setAccessibleDescription(words.text())
        self._lay_heat()

    def _in_words(self, above: float) -> str:
        if above >= SURE:
            return self.tr("very much like it")
        if above >= CLEAR:
            return self.tr("clearly like it")
        return self.tr("a little like it") if above >= SLIGHT else self.tr("not like it")

    def _fail(self, error: Exception) -> None:
        self.state.setProperty("role", "error")
        self.state.setText(str(error))

    def _lay_heat(self) -> None:
        ready = self._heat is not None and self.canvas.picture is not None
        self.canvas.lay_over(
            self._heat if ready and self.toggle.isChecked() else None, self._region
        )
        self.opacity.setEnabled(self.toggle.isChecked())
        self.export.setEnabled(ready)

    def _choose_file(self) -> None:
        pictures = QStandardPaths.StandardLocation.PicturesLocation
        folder = Path(QStandardPaths.writableLocation(pictures))
        name = f"{self.photo.path.stem} - {self.label}.png".replace("/", "_")
        file, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export as PNG"), str(folder / name), self.tr("PNG pictures (*.png)")
        )
        if file:
            self.export_to(Path(file))

    def export_to(self, file: Path) -> None:
        """Save the photo with the heat as it is on show; what went wrong is told above."""
        if self.canvas.picture is None or self._heat is None:
            return
        photo, heat = self.canvas.picture.levels[0], self._heat
        region, opacity = self._region, self.opacity.value() / 100

        def save(_: Library) -> Path:
            writer = QImageWriter(str(file), QByteArray(b"PNG"))
            if not writer.write(with_heat(photo, heat, region, opacity)):
                raise LibraryError(f"cannot write {file}; choose another folder")
            return file

        self._jobs.ask(save, self._saved, self._fail)

    def _saved(self, file: Path) -> None:
        self.state.setText(self.tr("Saved as {0}").format(file))

    def done(self, result: int) -> None:
        self._looking.cancel()
        super().done(result)


def stream_box(words: QLabel, bar: QProgressBar) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(4)
    box.addWidget(words)
    box.addWidget(bar)
    return box


def explained(library: Library, photo_id: int, label: str) -> tuple[Explanation, QImage]:
    """The explanation and its heat as a picture; in a worker."""
    why = library.photos.explain(photo_id, label)
    return why, heat_image(why.heat)
