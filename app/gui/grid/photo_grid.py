"""The grid of photos."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QListView, QWidget

from app.gui.grid.photo_delegate import MARGIN, PhotoDelegate
from app.gui.grid.photo_model import PhotoModel
from app.library.files.thumbnails import SIDES

SMALLEST, LARGEST, USUAL = 96, 384, 176  # pixels of a thumbnail's box
WHEEL_STEP, ZOOM_STEP = 16, 24
PIXELS_A_WHEEL_STEP = 48
MOST_KEPT = 1000  # selected photos that are looked for again after a search


class PhotoGrid(QListView):
    """Signals: photo_opened(row), selection_changed(ids), zoomed(side); end_passed() when the wheel
    is turned on at the last photo."""

    photo_opened = Signal(int)
    selection_changed = Signal(list)
    zoomed = Signal(int)
    end_passed = Signal()

    def __init__(self, model: PhotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos, self._told = model, list[int]()
        self._delegate = PhotoDelegate(USUAL)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        # Before a reset: the current photo, its row, and a photo with how far down it was drawn.
        self._current, self._row, self._top = -1, -1, (-1, 0)
        self._place: tuple[int, int] | None = None  # where to scroll to once it is laid out
        model.modelAboutToBeReset.connect(self._remember)
        # After the selection model, which forgets everything at a reset: it is connected already.
        model.modelReset.connect(self._select_again)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(PIXELS_A_WHEEL_STEP)
        self.verticalScrollBar().rangeChanged.connect(self._keep_place)
        self.setAccessibleName(self.tr("Photos"))
        self.setAccessibleDescription(self.tr("The photos of your library"))
        self.activated.connect(lambda index: self.photo_opened.emit(index.row()))
        self.zoom(USUAL)

    @property
    def photos(self) -> PhotoModel:
        return self._photos

    @property
    def side(self) -> int:
        return self._delegate.side

    def zoom(self, side: int) -> None:
        """Draw photos in boxes of `side` pixels, from thumbnails that are sharp at that size."""
        side = max(SMALLEST, min(side, LARGEST))
        self._delegate.side = side
        self.setGridSize(self._delegate.size())
        sharp = side * self.devicePixelRatioF()
        self.photos.use_side(next((s for s in SIDES if s >= sharp), SIDES[-1]))
        self.zoomed.emit(side)

    def larger(self) -> None:
        self.zoom(self.side + ZOOM_STEP)

    def smaller(self) -> None:
        self.zoom(self.side - ZOOM_STEP)

    def selected_ids(self) -> list[int]:
        """The selected photos in the order they are shown."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.photos.id_at(row) for row in rows]

    def select_row(self, row: int) -> None:
        self.setCurrentIndex(self.photos.index(row))

    def select_photo(self, photo_id: int) -> None:
        """Select a photo, if it is on show."""
        if (row := self.photos.row_of(photo_id)) is not None:
            self.select_row(row)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        self._tell_selection()

    def _tell_selection(self) -> None:
        ids = self.selected_ids()
        if ids != self._told:
            self._told = ids
            self.selection_changed.emit(ids)

    def _remember(self) -> None:
        """Which photo is the current one, and which stands how far down."""
        index = self.currentIndex()
        self._current = self.photos.id_at(index.row()) if index.isValid() else -1
        self._row = index.row()
        shown = index if self._sees(index) else self.indexAt(QPoint(MARGIN, MARGIN))
        photo_id = self.photos.id_at(shown.row()) if shown.isValid() else -1
        self._place, self._top = None, (photo_id, self.visualRect(shown).top())

    def _sees(self, index: QModelIndex) -> bool:
        return index.isValid() and self.viewport().rect().intersects(self.visualRect(index))

    def _select_again(self) -> None:
        """Other photos are on show: those of them that were selected stay so, the current one stays
        current, and the same question's answer stays where it was scrolled to."""
        rows = [row for i in self._told if (row := self.photos.row_of(i)) is not None]
        selection = self.selectionModel()
        if 0 < len(rows) <= MOST_KEPT:
            kept = QItemSelection()
            for row in rows:
                kept.select(self.photos.index(row), self.photos.index(row))
            selection.select(kept, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if (current := self._current_row()) is not None:
            index = self.photos.index(current)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._place = self._top if self.photos.again else None
        self._tell_selection()
        if self._place is None:
            self.scrollToTop()
        self._keep_place()

    def _current_row(self) -> int | None:
        """Where the current photo is now; the next one where the same question lost it."""
        if (row := self.photos.row_of(self._current)) is not None:
            return row
        if self.photos.again and self._row >= 0 and self.photos.rowCount():
            return min(self._row, self.photos.rowCount() - 1)
        return None

    def _keep_place(self) -> None:
        """Scroll to where it was, as soon as so much is laid out."""
        if self._place is None or (row := self.photos.row_of(self._place[0])) is None:
            return
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        if self._place is None:  # the range changed by this, and so it was done
            return
        place, bar = self.visualRect(self.photos.index(row)), self.verticalScrollBar()
        wanted = bar.value() + place.top() - self._place[1]
        whole = self.visualRect(self.photos.index(self.photos.rowCount() - 1)).isValid()
        if place.isValid() and (wanted <= bar.maximum() or whole):
            self._place = None
            bar.setValue(wanted)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom(self.side + round(steps * WHEEL_STEP))
            event.accept()
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() == bar.maximum() and event.angleDelta().y() < 0
        super().wheelEvent(event)
        if at_end:
            self.end_passed.emit()
