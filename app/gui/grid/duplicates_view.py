"""The photos that are one picture, in groups: the same content, or nearly.

Use: `DuplicatesView(jobs, thumbnails)` on a page of a stack, then `view.look()`. Signals: closed();
photo_opened(photo id); group_chosen(ids) to show and select a group in the grid. Nothing is ever
deleted here: the file manager does that.
"""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.gui.grid.photo_strip import PhotoStrip
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.jobs import Job, Jobs
from app.gui.layouts import clear
from app.gui.theme import set_icon
from app.library.library import Library
from app.library.records import DuplicateGroup, Photo

AT_ONCE = 40  # groups; a button shows more
Groups = list[tuple[DuplicateGroup, list[Photo]]]


class DuplicatesView(QWidget):
    """See the module's docstring."""

    closed = Signal()
    photo_opened = Signal(int)
    group_chosen = Signal(list)

    def __init__(
        self, jobs: Jobs, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._thumbnails = jobs, thumbnails
        self._looking: Job | None = None
        self._waiting: Groups = []
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.more = self._button("add", self.tr("Show more groups"), "")
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        self._lay_out()
        QShortcut(QKeySequence("Esc"), self, self.closed.emit).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def _lay_out(self) -> None:
        back = self._button("back", self.tr("Back"), self.tr("Back to the grid"))
        back.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.addWidget(back)
        top.addWidget(self.title, 1)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(16)
        inside = QVBoxLayout()
        inside.addLayout(self._groups)
        inside.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        content = QWidget(self)
        content.setLayout(inside)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setAccessibleName(self.tr("Groups of duplicates"))
        area.setAccessibleDescription(self.tr("Photos that show the same picture"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(area, 1)

    def _button(self, icon: str, text: str, description: str) -> QPushButton:
        button = QPushButton(text, self)
        set_icon(button, icon)
        button.setAccessibleDescription(description or text)
        return button

    def look(self) -> None:
        """Search the library for duplicates and show them."""
        self._clear()
        self.title.setText(self.tr("Looking for duplicates…"))
        self._looking = self._jobs.ask(found, self._show, self._fail)

    def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    def _clear(self) -> None:
        self.more.hide()
        clear(self._groups)

    def _show(self, groups: Groups) -> None:
        self._waiting = groups
        self.title.setText(
            self.tr("Groups of duplicates: {0}").format(len(groups))
            if groups
            else self.tr("No duplicates were found")
        )
        self._show_more()

    def _show_more(self) -> None:
        for group, photos in self._waiting[:AT_ONCE]:
            self._groups.addWidget(self._row(group, photos))
        self._waiting = self._waiting[AT_ONCE:]
        self.more.setVisible(bool(self._waiting))

    def _row(self, group: DuplicateGroup, photos: list[Photo]) -> QWidget:
        words = self._sentence(group, len(photos))
        row, strip = QWidget(self), PhotoStrip(words, self._thumbnails)
        strip.show_photos(photos)
        strip.photo_opened.connect(self.photo_opened)
        show = self._button("photo", self.tr("Show in the grid"), words)
        show.clicked.connect(lambda: self.group_chosen.emit([photo.id for photo in photos]))
        files = self._button("folder", self.tr("Show the files"), words)
        files.clicked.connect(lambda: open_folders(photos))
        top = QHBoxLayout()
        top.addWidget(QLabel(words, row), 1)
        top.addWidget(show)
        top.addWidget(files)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.addLayout(top)
        layout.addWidget(strip)
        return row

    def _sentence(self, group: DuplicateGroup, count: int) -> str:
        if group.kind == "exact":
            return self.tr("{0} files with the same picture").format(count)
        return self.tr("{0} nearly the same photos, {1:.0%} alike").format(count, group.similarity)

    def _fail(self, error: Exception) -> None:
        self.title.setText(str(error))


def found(library: Library) -> Groups:
    """The groups with their photos; in a worker."""
    groups = library.photos.duplicates()
    ids = [photo_id for group in groups for photo_id in group.photo_ids]
    photos = {photo.id: photo for photo in library.photos.get(ids)}
    return [(g, [photos[i] for i in g.photo_ids if i in photos]) for g in groups]


def open_folders(photos: list[Photo]) -> None:
    """Open the folder of each photo, once each."""
    for folder in dict.fromkeys(photo.path.parent for photo in photos):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
