"""Draws one photo of the grid: thumbnail, name, and under the pointer how sure the model is. Photos
below the line are pale, and say how sure the model is all the time."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui.grid.photo_model import PhotoModel
from app.gui.theme import SPACE

MARGIN = 2 * SPACE
TEXT_HEIGHT = 24
BAR_HEIGHT = SPACE
PALE = 0.5  # opacity of a photo below the line
Index = QModelIndex | QPersistentModelIndex


class PhotoDelegate(QStyledItemDelegate):
    """`side` is the thumbnail's box in pixels."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return self.size()

    def size(self) -> QSize:
        """Of one photo's cell."""
        return QSize(self.side + 2 * MARGIN, self.side + 2 * MARGIN + TEXT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette: QPalette = option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.highlight())
            painter.drawRoundedRect(option.rect.adjusted(2, 2, -2, -2), 6, 6)
        box = QRect(option.rect.x() + MARGIN, option.rect.y() + MARGIN, self.side, self.side)
        below = bool(index.data(PhotoModel.BelowRole))
        painter.setOpacity(PALE if below else 1)
        place = self._draw_photo(painter, box, index, palette)
        painter.setOpacity(1)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        self._draw_text(painter, box, index, option, hovered or focused or below, selected)
        if hovered or focused or selected:
            self._draw_confidence(painter, place, index, palette, selected)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawRoundedRect(option.rect.adjusted(2, 2, -3, -3), 6, 6)
        painter.restore()

    def _draw_photo(self, painter: QPainter, box: QRect, index: Index, palette: QPalette) -> QRect:
        pixmap = index.data(Qt.ItemDataRole.DecorationRole)
        if not isinstance(pixmap, QPixmap):
            painter.fillRect(box, palette.alternateBase())
            return box
        if pixmap.isNull():  # its file cannot be read now; the name under it says which
            painter.fillRect(box, palette.alternateBase())
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
            return box
        size = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(box.topLeft(), size)
        place.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, pixmap)
        return place

    def _draw_text(
        self,
        painter: QPainter,
        box: QRect,
        index: Index,
        option: QStyleOptionViewItem,
        matched: bool,
        selected: bool,
    ) -> None:
        """The name; under the pointer, in a search, what was searched and how sure that is."""
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        confidence = index.data(PhotoModel.ConfidenceRole)
        if matched and confidence is not None:
            text = f"{index.data(PhotoModel.LabelRole)} {confidence:.0%}"
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        place = QRect(box.x(), box.bottom() + 2, box.width(), TEXT_HEIGHT)
        middle = Qt.TextElideMode.ElideMiddle
        shown = painter.fontMetrics().elidedText(text, middle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def _draw_confidence(
        self, painter: QPainter, place: QRect, index: Index, palette: QPalette, selected: bool
    ) -> None:
        confidence = index.data(PhotoModel.ConfidenceRole)
        if confidence is None:
            return
        bar = QRect(place.x(), place.bottom() - BAR_HEIGHT, place.width(), BAR_HEIGHT + 1)
        painter.fillRect(bar, palette.base())
        bar.setWidth(round(bar.width() * confidence))
        painter.fillRect(bar, palette.text() if selected else palette.accent())
