"""Runs indexing for the window: drops wait their turn; pause, cancel, and going on next time."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.gui.indexing.index_bar import IndexBar
from app.gui.jobs import Job, Jobs
from app.library.library import Library
from app.library.records import Progress


class IndexingControl(QObject):
    """Signals: found(ids) of photos just indexed; finished(message) when a run ends, whatever way;
    said(message) when folders are queued behind the run under way; cut_off() when the last run
    before this start did not come to its end."""

    found = Signal(list)
    finished = Signal(str)
    said = Signal(str)
    cut_off = Signal()

    def __init__(self, jobs: Jobs, bar: IndexBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.bar = jobs, bar
        self._job: Job | None = None
        self._queue: list[list[Path]] = []
        bar.cancelled.connect(self.cancel)
        bar.paused.connect(self._hold)

    @property
    def under_way(self) -> bool:
        return self._job is not None

    def look_back(self) -> None:
        """Tell whether the last run was cut off; index([]) goes on with it."""
        self.jobs.ask(
            Library.was_interrupted, self._look_back, lambda error: self.said.emit(str(error))
        )

    def _look_back(self, interrupted: bool) -> None:
        if interrupted and not self.under_way:
            self.cut_off.emit()

    def index(self, folders: Sequence[Path]) -> None:
        """Index folders, or all known ones where none is given, after what is under way."""
        if self._job is not None:
            self._queue.append(list(folders))
            names = ", ".join(folder.name for folder in folders) or self.tr("all folders")
            self.said.emit(self.tr("{0} will follow when this run is done.").format(names))
            return
        self.bar.start()
        self._job = self.jobs.run(
            lambda library: library.index(folders), self._progressed, self._ended, self._failed
        )

    def cancel(self) -> None:
        """Stop at the next batch; folders that wait are dropped too."""
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()

    def _hold(self, held: bool) -> None:
        if self._job is not None:
            self._job.hold(held)

    def _progressed(self, progress: Progress) -> None:
        self.bar.show_progress(progress)
        if progress.new_ids:
            self.found.emit(list(progress.new_ids))

    def _ended(self, complete: bool) -> None:
        done = self.tr("Indexing is done.") if complete else self.tr("Indexing was cancelled.")
        self._next(done)

    def _failed(self, error: Exception) -> None:
        self._next(str(error))

    def _next(self, message: str) -> None:
        self._job = None
        self.bar.hide()
        self.finished.emit(message)
        if self._queue:
            self.index(self._queue.pop(0))
