"""Draws one photo at any zoom, turned and moved, with a picture laid over it if wanted."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.photo.picture_loader import Picture

ZOOM_STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 0.02, 16.0
KEY_STEP = 80  # pixels a key press moves the photo
Region = tuple[float, float, float, float]


class PhotoCanvas(QWidget):
    """Zoom is screen pixels a photo pixel, 1 being 100 %; fit follows the widget's size.

    Wheel zooms at the pointer, dragging moves. Keys: + and - zoom, 0 fits, 1 is 100 %, and with
    Shift the arrows move. Signals: zoom_changed(zoom).
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: Picture | None = None
        self.message = ""
        self.overlay: QImage | None = None
        self.overlay_region: Region = (0.0, 0.0, 1.0, 1.0)
        self.overlay_opacity = 0.6
        self.turn = 0  # degrees to the right
        self._fits, self._zoom, self._centre = True, 1.0, QPointF()
        self._dragged_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Photo"))
        self.setAccessibleDescription(
            self.tr("Plus and minus zoom, 0 fits, 1 is full size, Shift and arrows move")
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 480)

    def show_picture(self, picture: Picture | None, message: str = "") -> None:
        """Show a photo, fitted and upright, or a message in its place."""
        self.picture, self.message, self.turn = picture, message, 0
        self.overlay = None
        self.fit()

    def lay_over(self, overlay: QImage | None, region: Region = (0.0, 0.0, 1.0, 1.0)) -> None:
        """Draw `overlay` over a part of the photo (left, top, right, bottom, each 0..1)."""
        self.overlay, self.overlay_region = overlay, region
        self.update()

    def set_opacity(self, opacity: float) -> None:
        self.overlay_opacity = opacity
        self.update()

    # Zoom

    @property
    def zoom(self) -> float:
        return self._fitting_zoom() if self._fits else self._zoom

    def fit(self) -> None:
        self._fits, self._centre = True, QPointF()
        self._changed()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, the photo staying where it is under the point `at` (the middle without one)."""
        before, wanted = self.zoom, min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        middle = QPointF(self.rect().center())
        away = (at if at is not None else middle) - middle
        self._centre = away + (self._centre - away) * (wanted / before)
        self._fits, self._zoom = False, wanted
        self._changed()

    def zoom_in(self) -> None:
        self.zoom_to(self.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        self.zoom_to(self.zoom / ZOOM_STEP)

    def rotate(self, degrees: int) -> None:
        """Turn what is shown; the file stays as it is."""
        self.turn = (self.turn + degrees) % 360
        self._changed()

    def move_by(self, by: QPoint | QPointF) -> None:
        self._centre += QPointF(by)
        self._changed()

    def _fitting_zoom(self) -> float:
        if self.picture is None:
            return 1.0
        size = self._turned_size(self.picture)
        ratio = self.devicePixelRatioF()
        wide, high = self.width() * ratio / size.width(), self.height() * ratio / size.height()
        return min(wide, high, ratio)  # a small photo is not blown up

    def _turned_size(self, picture: Picture) -> QSizeF:
        size = QSizeF(picture.width, picture.height)
        return size.transposed() if self.turn % 180 else size

    def _changed(self) -> None:
        if self.picture is not None:
            self._keep_in_sight(self.picture)
        self.zoom_changed.emit(self.zoom)
        self.update()

    def _keep_in_sight(self, picture: Picture) -> None:
        shown = self._turned_size(picture) * (self.zoom / self.devicePixelRatioF())
        x = max((shown.width() - self.width()) / 2, 0)
        y = max((shown.height() - self.height()) / 2, 0)
        self._centre = QPointF(min(max(self._centre.x(), -x), x), min(max(self._centre.y(), -y), y))

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            if self.picture is None:
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.rect().adjusted(16, 16, -16, -16), int(flags), self.message)
                return
            painter.translate(QPointF(self.rect().center()) + self._centre)
            painter.rotate(self.turn)
            scale = self.zoom / self.devicePixelRatioF()
            size = QSizeF(self.picture.width, self.picture.height) * scale
            box = QRectF(QPointF(-size.width() / 2, -size.height() / 2), size)
            # Over 200 % a photo pixel is seen as what it is: a square.
            smooth = self.zoom < 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(box, self.picture.level(self.zoom))
            if self.overlay is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.setOpacity(self.overlay_opacity)
                painter.drawImage(part_of(box, self.overlay_region), self.overlay)

    # Hands

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        steps = event.angleDelta().y() / 120
        self.zoom_to(self.zoom * ZOOM_STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._dragged_from is not None:
            self.move_by(event.position() - self._dragged_from)
            self._dragged_from = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self._dragged_from = None
        self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, shift = Qt.Key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moves = {
            key.Key_Left: QPoint(KEY_STEP, 0),
            key.Key_Right: QPoint(-KEY_STEP, 0),
            key.Key_Up: QPoint(0, KEY_STEP),
            key.Key_Down: QPoint(0, -KEY_STEP),
        }
        if event.key() in (key.Key_Plus, key.Key_Equal):
            self.zoom_in()
        elif event.key() == key.Key_Minus:
            self.zoom_out()
        elif event.key() == key.Key_0:
            self.fit()
        elif event.key() == key.Key_1:
            self.zoom_to(1.0)
        elif shift and (by := moves.get(key(event.key()))) is not None:
            self.move_by(by)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        self._changed()


def part_of(box: QRectF, region: Region) -> QRectF:
    """The part of a box that a region (left, top, right, bottom, each 0..1) covers."""
    left, top, right, bottom = region
    return QRectF(
        box.x() + left * box.width(),
        box.y() + top * box.height(),
        (right - left) * box.width(),
        (bottom - top) * box.height(),
    )
