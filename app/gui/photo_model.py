"""The photos on show: a list model of ids whose rows are filled when they are first drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QPixmap

from app.library.records import Photo

PAGE = 200


class PhotoModel(QAbstractListModel):
    """Holds ids; asks for the photos of a page of rows through `page_wanted`.

    Signals: page_wanted(ids) when rows without a photo are drawn; thumbnail_wanted(photo).
    """

    page_wanted = Signal(list)
    thumbnail_wanted = Signal(object)

    ConfidenceRole = Qt.ItemDataRole.UserRole
    PhotoRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: list[int] = []
        self._rows: dict[int, int] = {}
        self._confidence: Mapping[int, float] = {}
        self._photos: dict[int, Photo] = {}
        self._asked: set[int] = set()
        self._thumbnails: dict[int, QPixmap] = {}

    def show(self, ids: Sequence[int], confidence: Mapping[int, float] | None = None) -> None:
        """Show these photos, in this order, with the confidence of the query's label if any."""
        self.beginResetModel()
        self._ids = list(ids)
        self._rows = {photo_id: row for row, photo_id in enumerate(self._ids)}
        self._confidence = confidence or {}
        self._asked.clear()
        self.endResetModel()

    def append(self, ids: Sequence[int]) -> None:
        """Add photos at the end, those on show already left out."""
        fresh = [i for i in ids if i not in self._rows]
        if not fresh:
            return
        start = len(self._ids)
        self.beginInsertRows(QModelIndex(), start, start + len(fresh) - 1)
        self._ids += fresh
        self._rows |= {photo_id: start + n for n, photo_id in enumerate(fresh)}
        self.endInsertRows()

    def set_photos(self, photos: Sequence[Photo]) -> None:
        """The answer to page_wanted."""
        for photo in photos:
            self._photos[photo.id] = photo
            self._redraw(photo.id)

    def set_thumbnail(self, photo_id: int, pixmap: QPixmap) -> None:
        self._thumbnails[photo_id] = pixmap
        self._redraw(photo_id)

    def _redraw(self, photo_id: int) -> None:
        row = self._rows.get(photo_id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        photo_id = self._ids[index.row()]
        photo = self._photos.get(photo_id)
        if photo is None:
            self._ask_for_page(index.row())
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(photo.path)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(photo)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(photo)
        if role == self.ConfidenceRole:
            return self._confidence.get(photo_id)
        return photo if role == self.PhotoRole else None

    def _spoken(self, photo: Photo) -> str:
        sure = self._confidence.get(photo.id)
        return photo.path.name if sure is None else f"{photo.path.name}, {sure:.0%}"

    def _thumbnail(self, photo: Photo) -> QPixmap | None:
        if photo.id not in self._thumbnails:
            self.thumbnail_wanted.emit(photo)
        return self._thumbnails.get(photo.id)

    def _ask_for_page(self, row: int) -> None:
        start = row - row % PAGE
        if start not in self._asked:
            self._asked.add(start)
            self.page_wanted.emit(self._ids[start : start + PAGE])
