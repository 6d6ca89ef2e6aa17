"""Draws one photo of the grid: thumbnail, name, and how sure the model is of the label."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui.photo_model import PhotoModel

MARGIN = 8
TEXT_HEIGHT = 22
BAR_HEIGHT = 4
Index = QModelIndex | QPersistentModelIndex


class PhotoDelegate(QStyledItemDelegate):
    """`side` is the thumbnail's box in pixels."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self.side + 2 * MARGIN, self.side + 2 * MARGIN + TEXT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette: QPalette = option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(option.rect.adjusted(2, 2, -2, -2), palette.highlight())
        box = QRect(option.rect.x() + MARGIN, option.rect.y() + MARGIN, self.side, self.side)
        self._draw_photo(painter, box, index, palette)
        text = QRect(box.x(), box.bottom() + 2, box.width(), TEXT_HEIGHT)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        name = option.fontMetrics.elidedText(
            index.data(Qt.ItemDataRole.DisplayRole) or "",
            Qt.TextElideMode.ElideMiddle,
            text.width(),
        )
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, name)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.drawRect(option.rect.adjusted(2, 2, -3, -3))
        painter.restore()

    def _draw_photo(self, painter: QPainter, box: QRect, index: Index, palette: QPalette) -> None:
        pixmap = index.data(Qt.ItemDataRole.DecorationRole)
        if not isinstance(pixmap, QPixmap) or pixmap.isNull():
            painter.fillRect(box, palette.alternateBase())
            return
        size = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(box.topLeft(), size)
        place.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, pixmap)
        sure = index.data(PhotoModel.ConfidenceRole)
        if sure is not None:
            bar = QRect(place.x(), place.bottom() - BAR_HEIGHT, place.width(), BAR_HEIGHT)
            painter.fillRect(bar, palette.dark())
            bar.setWidth(round(bar.width() * sure))
            painter.fillRect(bar, palette.highlight())
