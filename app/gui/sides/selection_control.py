"""Shows the selected photos beside the grid, and takes what is said of their labels."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.gui.changes import ANSWERS, Changed, Changes
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.jobs import Job, Jobs
from app.gui.operations import tag
from app.gui.pause import Pause
from app.gui.sides.label_panel import LabelPanel
from app.library.files.thumbnails import SIDES
from app.library.labels.tagging import PhotoLabel
from app.library.library import Library
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
        if self._asked is not None:
            self._asked.cancel()
        if not self.ids:
            self.panel.show_nothing()
        elif len(self.ids) == 1:
            self._asked = self._jobs.ask(self._one, self._show_one, self._fail)
        else:
            self.panel.show_several(len(self.ids))
            ids = list(self.ids)
            self._asked = self._jobs.ask(
                lambda library: library.tags.in_common(ids), self._show_common, self._fail
            )

    def _one(self, library: Library) -> tuple[Photo, list[PhotoLabel]] | None:
        photos = library.photos.get(self.ids[:1])
        return (photos[0], library.tags.beside(photos[0])) if photos else None

    def _show_one(self, found: tuple[Photo, list[PhotoLabel]] | None) -> None:
        if found is None or [found[0].id] != self.ids:
            return
        photo, labels = found
        self.panel.show_photo(photo)
        self.panel.show_labels(labels)
        self.thumbnails.load(photo, PREVIEW)

    def _show_common(self, labels: list[PhotoLabel]) -> None:
        self.panel.show_labels(labels, explainable=False)

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
