"""The grid of photos."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QListView, QWidget

from app.gui.grid.photo_delegate import PhotoDelegate
from app.gui.grid.photo_model import PhotoModel
from app.library.files.thumbnails import SIDES

SMALLEST, LARGEST, USUAL = 96, 384, 176  # pixels of a thumbnail's box
WHEEL_STEP, ZOOM_STEP = 16, 24
PIXELS_A_WHEEL_STEP = 48
MOST_KEPT = 1000  # selected photos that are looked for again after a search


class PhotoGrid(QListView):
    """Signals: photo_opened(row), selection_changed(ids), zoomed(side)."""

    photo_opened = Signal(int)
    selection_changed = Signal(list)
    zoomed = Signal(int)

    def __init__(self, model: PhotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos, self._told = model, list[int]()
        self._delegate = PhotoDelegate(USUAL)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
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

    def _select_again(self) -> None:
        """Other photos are on show: those of them that were selected stay so."""
        rows = [row for i in self._told if (row := self.photos.row_of(i)) is not None]
        if 0 < len(rows) <= MOST_KEPT:
            kept = QItemSelection()
            for row in rows:
                kept.select(self.photos.index(row), self.photos.index(row))
            self.selectionModel().select(kept, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._tell_selection()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom(self.side + round(steps * WHEEL_STEP))
            event.accept()
        else:
            super().wheelEvent(event)
