"""Shows the selected photos beside the grid, and takes what is said of their labels."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.gui.changes import ANSWERS, Changed, Changes
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.jobs import Job, Jobs, LibraryCall
from app.gui.operations import tag
from app.gui.pause import Pause
from app.gui.sides.label_panel import LabelPanel
from app.library.files.thumbnails import SIDES
from app.library.labels.tagging import PhotoLabel
from app.library.records import Photo, TagKind

PAUSE_MS = 60  # while arrow keys are held down, only the photo they stop at is looked up
PREVIEW = SIDES[-1]


class SelectionControl(QObject):
    """Signals: explain_wanted(photo id, label); failed(message)."""

    explain_wanted = Signal(int, str)
    failed = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        changes: Changes,
        panel: LabelPanel,
        thumbnails: ThumbnailLoader,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._changes = jobs, changes
        self.panel, self.thumbnails = panel, thumbnails
        self.ids: list[int] = []
        self.labelled: list[int] = []  # the photos whose labels are on show
        self._asked: Job | None = None
        self._pause = Pause(PAUSE_MS, self._look_up, self)
        panel.tagged.connect(self._tag)
        panel.explain_wanted.connect(self._explain)
        thumbnails.loaded.connect(self._show_preview)
        changes.done.connect(self._follow)

    def select(self, ids: Sequence[int]) -> None:
        self.ids = list(ids)
        self._pause.start()

    def _follow(self, changed: Changed) -> None:
        if changed & (ANSWERS | Changed.VOCABULARY | Changed.PHOTOS):
            self._pause.start()

    def _look_up(self) -> None:
        ids = list(self.ids)
        if not ids:
            self.labelled = []
            self.panel.show_nothing()
        elif len(ids) == 1:
            self._ask(lambda library: library.photos.get(ids), self._show_photo)
        else:
            self.panel.show_several(len(ids))
            self._ask(lambda library: library.tags.in_common(ids), partial(self._show_labels, ids))

    def _ask(self, question: LibraryCall, answered: Callable[[Any], None]) -> None:
        """An answer to what was asked before is of no use any more."""
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self._jobs.ask(question, answered, self._fail)

    def _show_photo(self, photos: list[Photo]) -> None:
        """Facts first: labels take longer."""
        if [photo.id for photo in photos] != self.ids:
            return
        (photo,) = photos
        self.panel.show_photo(photo)
        if self.ids != self.labelled:  # a click would say a label of another photo of this one
            self.panel.show_labels(())
        self.thumbnails.load(photo, PREVIEW)
        self._ask(
            lambda library: library.tags.beside(photo) + library.tags.rejected(photo),
            partial(self._show_labels, [photo.id]),
        )

    def _show_labels(self, ids: list[int], labels: list[PhotoLabel]) -> None:
        self.labelled = ids
        self.panel.show_labels(labels, explainable=len(ids) == 1)

    def _show_preview(self, photo_id: int, side: int, image: QImage) -> None:
        if side == PREVIEW and [photo_id] == self.ids:
            self.panel.show_preview(QPixmap.fromImage(image))

    def _tag(self, label: str, kind: TagKind | None) -> None:
        if self.ids:
            self._changes.make(tag(self.ids, label, kind))

    def _explain(self, label: str) -> None:
        if len(self.ids) == 1:
            self.explain_wanted.emit(self.ids[0], label)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
