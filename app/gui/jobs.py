"""Starts the window's work off the GUI thread and brings what it says back to it."""

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import Photo

log = logging.getLogger(__name__)

LibraryCall = Callable[[Library], Any]
# fetch(ids, answer) gets photos of the library and calls answer with them.
Fetch = Callable[[Sequence[int], Callable[[list[Photo]], None]], object]


class Job:
    """A piece of work under way: cancel() stops it at its next yield, hold() makes it wait."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._free = threading.Event()
        self._free.set()

    def cancel(self) -> None:
        self._cancelled.set()
        self._free.set()

    def hold(self, held: bool) -> None:
        if held and not self.cancelled:
            self._free.clear()
        else:
            self._free.set()

    def wait_while_held(self) -> None:
        """Called by the worker between two steps."""
        self._free.wait()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()


class Lane:
    """One worker thread with a library of its own, since a SQLite connection has one thread."""

    def __init__(self, name: str, open_library: Callable[[], Library]) -> None:
        self.pool = ThreadPoolExecutor(1, name)
        self._open_library = open_library
        self._library: Library | None = None

    def library(self) -> Library:
        """Called in the lane's thread only."""
        if self._library is None:
            self._library = self._open_library()
        return self._library

    def close(self) -> None:
        self.pool.submit(self._close_library)
        self.pool.shutdown(wait=True)

    def _close_library(self) -> None:
        if self._library is not None:
            self._library.close()


class Jobs(QObject):
    """Lives in the GUI thread, as long as the window.

    Three lanes: `long` runs indexing, `quick` answers questions, `fetch` downloads; all call back
    in the GUI thread.
    Every job ends with exactly one of finished and failed.
    """

    _said = Signal(object, object, object)  # callback, value, job that may be dropped or None

    def __init__(self, open_library: Callable[[], Library], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: Lane(name, open_library) for name in ("long", "quick", "fetch")}
        self._running: set[Job] = set()
        self._closed = False
        self._said.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        question: LibraryCall,
        finished: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Run question(library) in the quick lane; nothing is called for a cancelled job."""
        return self._start("quick", lambda _, library: question(library), finished, failed)

    def store(
        self,
        change: LibraryCall,
        finished: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run change(library) after what was asked before; it is stored even where the window is
        closed before its turn."""
        self._start("quick", lambda _, library: change(library), finished, failed, always=True)

    def run(
        self,
        steps: Callable[[Library], Iterator[Any]],
        progressed: Callable[[Any], None],
        finished: Callable[[bool], None],
        failed: Callable[[Exception], None],
        lane: str = "long",
    ) -> Job:
        """Run a generator in the long lane; finished(True) where it went to its end."""

        def work(job: Job, library: Library) -> bool:
            running = steps(library)
            try:
                for step in running:
                    self._said.emit(progressed, step, None)
                    job.wait_while_held()
                    if job.cancelled:
                        return False
            finally:
                if isinstance(running, Generator):
                    running.close()
            return True

        return self._start(lane, work, finished, failed, always=True)

    def _start(
        self,
        lane_name: str,
        work: Callable[[Job, Library], Any],
        finished: Callable[[Any], None],
        failed: Callable[[Exception], None],
        always: bool = False,
    ) -> Job:
        job, lane = Job(), self._lanes[lane_name]
        if self._closed:  # the window is going; its last events and timers may still ask
            job.cancel()
            return job
        self._running.add(job)
        dropped = None if always else job

        def run_in_lane() -> None:
            if job.cancelled and not always:
                return
            try:
                answer = work(job, lane.library())
            except Exception as error:
                if not isinstance(error, LibraryError):  # that is the user's to mend, and told
                    log.exception("a job failed")
                self._said.emit(failed, error, dropped)
            else:
                self._said.emit(finished, answer, dropped)
            finally:
                self._running.discard(job)

        lane.pool.submit(run_in_lane)
        return job

    def _call(self, callback: Callable[[Any], None], value: Any, job: Job | None) -> None:
        """What was said may be of a job cancelled since."""
        if not self._closed and not (job and job.cancelled):
            call_back(callback, value)

    def close(self) -> None:
        """Cancel everything and wait until each job has stopped, at most a batch from now."""
        if self._closed:
            return
        self._closed = True  # what was said on the way is for a window that is gone
        for job in list(self._running):
            job.cancel()
        for lane in self._lanes.values():
            lane.close()


def call_back(callback: Callable[[Any], None], value: Any) -> None:
    """Answer, unless the dialog that asked was closed meanwhile."""
    owner = getattr(callback, "__self__", None)
    if not (isinstance(owner, QObject) and not isValid(owner)):
        callback(value)
