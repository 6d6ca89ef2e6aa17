"""A row of small photos beside each other."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.plain import plain
from app.library.files.thumbnails import SIDES
from app.library.records import Photo

SIDE = 96
ID = Qt.ItemDataRole.UserRole


class PhotoStrip(QListWidget):
    """Shows photos in one row, in order. Signals: photo_opened(photo id) for Enter or a double
    click."""

    photo_opened = Signal(int)

    def __init__(
        self, name: str, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setSpacing(2)
        self.setFixedHeight(SIDE + 32)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Photos; Enter opens one"))
        self.itemActivated.connect(lambda item: self.photo_opened.emit(item.data(ID)))
        thumbnails.loaded.connect(self._show_thumbnail)

    def show_photos(self, photos: Sequence[Photo]) -> None:
        self.clear()
        for photo in photos:
            item = QListWidgetItem(self)
            item.setData(ID, photo.id)
            item.setSizeHint(QSize(SIDE + 8, SIDE + 8))
            item.setToolTip(plain(photo.path.name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, photo.path.name)
            self._thumbnails.load(photo, SIDES[0])

    def ids(self) -> list[int]:
        return [self.item(row).data(ID) for row in range(self.count())]

    def _show_thumbnail(self, photo_id: int, _side: int, image: QImage) -> None:
        for row in range(self.count()):
            if self.item(row).data(ID) == photo_id and not image.isNull():
                self.item(row).setIcon(QIcon(QPixmap.fromImage(image)))
