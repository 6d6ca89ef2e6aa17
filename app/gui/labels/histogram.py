"""How many photos have which confidence, and the line from which on a label answers yes."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.theme import SPACE, colours_now

MARGIN = 3 * SPACE
AXIS = 6 * SPACE  # pixels under the bars for the scale's words
STEP, LEAP = 0.01, 0.1  # of the arrow keys and of Page Up and Down
HANDLE = 7  # pixels: the radius of the line's knob


class Histogram(QWidget):
    """Bars over 0..1 and a line to drag. Signals: value_changed(value) as the line moves.

    Keys: arrows by 1 %, Page Up and Down by 10 %, Home and End to the ends.
    """

    value_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: Sequence[int] = ()
        self.value = 0.5
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 140)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("The line"))
        self.setAccessibleDescription(self.tr("Arrow keys move the line"))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 200)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Photos in equal bins of confidence over 0..1."""
        self.counts = tuple(counts)
        self.update()

    def set_value(self, value: float) -> None:
        value = min(max(value, 0.0), 1.0)
        if value != self.value:
            self.value = value
            self.update()
            self.value_changed.emit(value)

    def say(self, text: str) -> None:
        """What screen readers say of the line where it is now."""
        self.setAccessibleDescription(text)

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -AXIS - MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colours, plot = colours_now(), self._plot()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_bars(painter, plot)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(plot.bottomLeft(), plot.bottomRight())
            self._draw_axis(painter, plot)
            x = plot.x() + self.value * plot.width()
            painter.setPen(QPen(QColor(colours.text), 2))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            ring = colours.accent if self.hasFocus() else colours.text
            painter.setPen(QPen(QColor(ring), 3))
            painter.setBrush(QColor(colours.base))
            painter.drawEllipse(QPointF(x, plot.top()), HANDLE, HANDLE)

    def _draw_bars(self, painter: QPainter, plot: QRectF) -> None:
        """Heights are square roots: nearly all photos lie near 0 and would dwarf the others."""
        colours, most = colours_now(), max(self.counts, default=0)
        if not most:
            return
        width = plot.width() / len(self.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, count in enumerate(self.counts):
            height = plot.height() * (count / most) ** 0.5
            bar = QRectF(plot.x() + i * width, plot.bottom() - height, width - 1, height)
            inside = (i + 0.5) / len(self.counts) >= self.value
            painter.setBrush(QColor(colours.accent if inside else colours.line))
            painter.drawRect(bar)

    def _draw_axis(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(QColor(colours_now().faint))
        flags = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        words = (self.tr("surely not"), self.tr("undecided"), self.tr("surely yes"))
        below = QRectF(plot.x(), plot.bottom() + SPACE, plot.width(), AXIS)
        for flag, word in zip(flags, words, strict=True):
            painter.drawText(below, int(flag | Qt.AlignmentFlag.AlignTop), word)

    def _drag_to(self, x: float) -> None:
        plot = self._plot()
        self.set_value((x - plot.x()) / plot.width())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key
        moves = {
            key.Key_Left: -STEP,
            key.Key_Down: -STEP,
            key.Key_Right: STEP,
            key.Key_Up: STEP,
            key.Key_PageDown: -LEAP,
            key.Key_PageUp: LEAP,
            key.Key_Home: -1.0,
            key.Key_End: 1.0,
        }
        if (by := moves.get(key(event.key()))) is not None:
            self.set_value(round(self.value + by, 2))
        else:
            super().keyPressEvent(event)
