"""One photo, large: zoom, turn, next and previous, copy.

Use: `PhotoView(pictures, fetch)` with a PictureLoader; put it on a page of a stack, then
`view.open(ids, row)`. Signals: closed() for Escape or Back; photo_changed(photo id) as the user
moves on.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QVBoxLayout, QWidget

from app.gui.jobs import Fetch
from app.gui.photo.photo_canvas import PhotoCanvas
from app.gui.photo.picture_loader import Picture, PictureLoader
from app.gui.theme import set_icon
from app.library.records import Photo

PRELOADED = 2  # photos on either side
Shortcuts = Sequence[QKeySequence.StandardKey | str]


class PhotoView(QWidget):
    """Signals: closed(); photo_changed(photo id)."""

    closed = Signal()
    photo_changed = Signal(int)

    def __init__(
        self, pictures: PictureLoader, fetch: Fetch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pictures, self._fetch = pictures, fetch
        self._ids: list[int] = []
        self._row = 0
        self._photos: dict[int, Photo] = {}
        self.canvas = PhotoCanvas(self)
        self.position = QLabel(self)
        self.scale = QLabel(self)
        self._lay_out()
        pictures.loaded.connect(self._show_picture)
        pictures.failed.connect(self._show_failure)
        self.canvas.zoom_changed.connect(self._show_scale)

    def _lay_out(self) -> None:
        bar = QToolBar(self.tr("Photo"), self)
        bar.setAccessibleName(self.tr("Photo"))
        bar.setAccessibleDescription(self.tr("What can be done with the photo on show"))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for icon, text, shortcuts, do in self._commands():
            bar.addAction(self._action(icon, text, shortcuts, do))
        room = QWidget(bar)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (room, self.position, self.scale):
            bar.addWidget(widget)
        self.position.setContentsMargins(8, 0, 8, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.canvas, 1)

    def _commands(self) -> list[tuple[str, str, Shortcuts, Callable[[], object]]]:
        """(icon, words, keys, what it does) of each button."""
        canvas, keys = self.canvas, QKeySequence.StandardKey
        return [
            ("back", self.tr("Back to the grid"), ["Esc", keys.Back], self.closed.emit),
            ("previous", self.tr("Previous photo"), ["Left", "PgUp"], lambda: self.step(-1)),
            ("next", self.tr("Next photo"), ["Right", "PgDown", "Space"], lambda: self.step(1)),
            ("fit", self.tr("Fit to the window"), ["0", "F"], canvas.fit),
            ("actual-size", self.tr("Full size"), ["1"], lambda: canvas.zoom_to(1.0)),
            ("zoom-in", self.tr("Zoom in"), ["+", "="], canvas.zoom_in),
            ("zoom-out", self.tr("Zoom out"), ["-"], canvas.zoom_out),
            (
                "rotate-left",
                self.tr("Turn left, only here"),
                ["Shift+R"],
                lambda: canvas.rotate(-90),
            ),
            ("rotate-right", self.tr("Turn right, only here"), ["R"], lambda: canvas.rotate(90)),
            ("folder", self.tr("Show in the file manager"), ["Ctrl+Shift+O"], self.show_in_folder),
            ("link", self.tr("Copy the path"), ["Ctrl+Shift+C"], self.copy_path),
            ("copy", self.tr("Copy the photo"), [keys.Copy], self.copy_image),
        ]

    def _action(
        self, icon: str, text: str, shortcuts: Shortcuts, do: Callable[[], object]
    ) -> QAction:
        action = QAction(text, self)
        sequences = [QKeySequence(s) for s in shortcuts]
        action.setShortcuts(sequences)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key = sequences[0].toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({key})")
        set_icon(action, icon)
        action.triggered.connect(lambda: do())
        self.addAction(action)
        return action

    # Which photo

    @property
    def photo(self) -> Photo | None:
        """The photo on show, once it is known."""
        return self._photos.get(self._ids[self._row]) if self._ids else None

    def open(self, ids: Sequence[int], row: int) -> None:
        """Show the photo ids[row]; next and previous go along ids."""
        self._ids, self._photos = list(ids), {}
        self._go_to(row)
        self.canvas.setFocus()

    def step(self, by: int) -> None:
        """Go `by` photos on; the ends hold."""
        row = min(max(self._row + by, 0), len(self._ids) - 1)
        if self._ids and row != self._row:
            self._go_to(row)

    def _go_to(self, row: int) -> None:
        self._row = row
        self.position.setText(self.tr("{0} of {1}").format(row + 1, len(self._ids)))
        self.canvas.show_picture(None, self.tr("Loading"))
        self.photo_changed.emit(self._ids[row])
        self._fetch(self._neighbours(), self._load)

    def _neighbours(self) -> list[int]:
        """The ids on show and near, the nearest first."""
        near = sorted(
            range(max(self._row - PRELOADED, 0), min(self._row + PRELOADED + 1, len(self._ids))),
            key=lambda row: (abs(row - self._row), -row),
        )
        return [self._ids[row] for row in near]

    def _load(self, photos: list[Photo]) -> None:
        self._photos = {photo.id: photo for photo in photos}
        wanted = [self._photos[i] for i in self._neighbours() if i in self._photos]
        if self.photo is None:
            self.canvas.show_picture(None, self.tr("This photo is not in the library any more"))
        else:
            self.canvas.setAccessibleName(self.tr("Photo {0}").format(self.photo.path.name))
        self._pictures.want(wanted)

    def _show_picture(self, photo_id: int, picture: Picture) -> None:
        if self.photo and photo_id == self.photo.id and self.canvas.picture is not picture:
            self.canvas.show_picture(picture)

    def _show_failure(self, photo_id: int, why: str) -> None:
        if self.photo and photo_id == self.photo.id:
            text = self.tr("{0} cannot be shown: {1}").format(self.photo.path.name, why)
            self.canvas.show_picture(None, text)

    def _show_scale(self, zoom: float) -> None:
        self.scale.setText(f"{zoom:.0%}")

    # What can be done with it

    def show_in_folder(self) -> None:
        if self.photo:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.photo.path.parent)))

    def copy_path(self) -> None:
        if self.photo:
            QGuiApplication.clipboard().setText(str(self.photo.path))

    def copy_image(self) -> None:
        if self.canvas.picture is not None:
            QGuiApplication.clipboard().setImage(self.canvas.picture.levels[0])
