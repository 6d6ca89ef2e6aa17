"""The photos on show: a list model of ids whose rows are filled when they are first drawn."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap

from app.gui.jobs import Fetch
from app.gui.plain import plain
from app.library.records import Photo

PAGE = 200
MOST_PHOTOS = 20_000  # their facts; a page is asked for again in a millisecond
PIXMAP_BYTES = 160_000_000
Index = QModelIndex | QPersistentModelIndex


class PhotoModel(QAbstractListModel):
    """Holds ids; fetches the photos of a page of rows when the first of them is drawn.

    Signals: thumbnail_wanted(photo, side) for what is drawn; set_thumbnail is its answer.
    """

    thumbnail_wanted = Signal(object, int)

    ConfidenceRole = Qt.ItemDataRole.UserRole
    PhotoRole = Qt.ItemDataRole.UserRole + 1
    LabelRole = Qt.ItemDataRole.UserRole + 2
    BelowRole = Qt.ItemDataRole.UserRole + 3  # whether the photo does not reach the line

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self.side = 256
        self.label = ""
        self.sure = 0
        self.again = False  # whether what is on show was asked for before
        self._ids: list[int] = []
        self._rows: dict[int, int] = {}
        self._confidence: Mapping[int, float] = {}
        self._photos: dict[int, Photo] = {}
        self._asked: set[int] = set()
        self._thumbnails: OrderedDict[int, QPixmap] = OrderedDict()
        self._bytes = 0

    @property
    def ids(self) -> list[int]:
        return list(self._ids)

    def show(
        self,
        ids: Sequence[int],
        confidence: Mapping[int, float] | None = None,
        label: str = "",
        again: bool = False,
        sure: int | None = None,
    ) -> None:
        """Show these photos, in this order, with the confidence of the query if there is one.
        `again`: the answer to the question of before, which may have changed a little; sure: how
        many of them reach the line, all for None."""
        self.again, ids = again, list(ids)
        self.sure = len(ids) if sure is None else sure
        if again and ids == self._ids:
            self._confidence, self.label = confidence or {}, label
            self._redraw()
            return
        self.beginResetModel()
        self._ids, self.label = ids, label
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
        self.sure += len(fresh)
        self.beginInsertRows(QModelIndex(), start, start + len(fresh) - 1)
        self._ids += fresh
        self._rows |= {photo_id: start + n for n, photo_id in enumerate(fresh)}
        self._asked.discard(start - start % PAGE)
        self.endInsertRows()

    def row_of(self, photo_id: int) -> int | None:
        return self._rows.get(photo_id)

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def _take(self, photos: Sequence[Photo]) -> None:
        if len(self._photos) > MOST_PHOTOS:
            self._photos.clear()
            self._asked.clear()
        for photo in photos:
            self._photos[photo.id] = photo
        rows = [row for p in photos if (row := self._rows.get(p.id)) is not None]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def use_side(self, side: int) -> None:
        """Thumbnails of another size from now on; those at hand are shown until they come."""
        if side != self.side:
            self.side = side
            self._thumbnails.clear()
            self._bytes = 0
            self._redraw()

    def _redraw(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def set_thumbnail(self, photo_id: int, side: int, image: QImage) -> None:
        """The answer to thumbnail_wanted; one of an old size comes too late and is dropped."""
        if side != self.side:
            return
        pixmap = QPixmap.fromImage(image)
        self._thumbnails[photo_id] = pixmap
        self._bytes += _bytes(pixmap)
        while self._bytes > PIXMAP_BYTES and len(self._thumbnails) > 1:
            _, dropped = self._thumbnails.popitem(last=False)
            self._bytes -= _bytes(dropped)
        row = self._rows.get(photo_id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == self.BelowRole:
            return index.row() >= self.sure
        photo_id = self._ids[index.row()]
        photo = self._photos.get(photo_id)
        if photo is None:
            self._ask_for_page(index.row())
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._described(photo))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(photo)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(photo)
        if role == self.ConfidenceRole:
            return self._confidence.get(photo_id)
        if role == self.LabelRole:
            return self.label
        return photo if role == self.PhotoRole else None

    def _described(self, photo: Photo) -> str:
        lines = [str(photo.path)]
        if (confidence := self._confidence.get(photo.id)) is not None:
            lines.append(self.tr("{0}: {1:.0%} sure").format(self.label, confidence))
        return "\n".join(lines)

    def _spoken(self, photo: Photo) -> str:
        name, confidence = photo.path.name, self._confidence.get(photo.id)
        return name if confidence is None else f"{name}, {self.label}, {confidence:.0%}"

    def _thumbnail(self, photo: Photo) -> QPixmap | None:
        if photo.id in self._thumbnails:
            self._thumbnails.move_to_end(photo.id)
            return self._thumbnails[photo.id]
        self.thumbnail_wanted.emit(photo, self.side)
        return None

    def _ask_for_page(self, row: int) -> None:
        start = row - row % PAGE
        if start not in self._asked:
            self._asked.add(start)
            self._fetch(self._ids[start : start + PAGE], self._take)


def _bytes(pixmap: QPixmap) -> int:
    return 4 * pixmap.width() * pixmap.height()
