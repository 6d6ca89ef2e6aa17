"""The grid of photos, and the place where folders are dropped."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QWidget

from app.gui.photo_delegate import PhotoDelegate
from app.gui.photo_model import PhotoModel

THUMBNAIL_SIDE = 180


class PhotoGrid(QListView):
    """Signals: folders_dropped(list of Path), photo_opened(Photo)."""

    folders_dropped = Signal(list)
    photo_opened = Signal(object)

    def __init__(self, model: PhotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        self._delegate = PhotoDelegate(THUMBNAIL_SIDE)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Photos"))
        self.setAccessibleDescription(self.tr("The photos of your library. Drop folders here."))
        self.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        if photo := index.data(PhotoModel.PhotoRole):
            self.photo_opened.emit(photo)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped_folders(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if folders := dropped_folders(event):
            event.acceptProposedAction()
            self.folders_dropped.emit(folders)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.model().rowCount() == 0 and self.empty_text:
            with QPainter(self.viewport()) as painter:
                font = painter.font()
                font.setPointSizeF(font.pointSizeF() * 1.4)
                painter.setFont(font)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                box = self.viewport().rect().adjusted(40, 40, -40, -40)
                painter.drawText(box, int(flags), self.empty_text)


def dropped_folders(event: QDropEvent) -> list[Path]:
    """The local folders of a drop; a dropped file stands for its folder."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    folders = [p if p.is_dir() else p.parent for p in paths if p.exists()]
    return list(dict.fromkeys(folders))
