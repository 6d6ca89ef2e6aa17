"""What the window changes in the library: stored off the GUI thread, told of by kind, taken back.

Use: `changes.make(tag(ids, "dog", TagKind.ACCEPTED))` with a change of app.gui.operations. A part
of the window that shows something of the library listens to `changes.done` and asks again where
what was touched is its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.gui.jobs import Jobs, call_back
from app.library.library import Library

T = TypeVar("T")


class Changed(Flag):
    """What kind of thing changed."""

    TAGS = auto()  # what people said of photos
    LINES = auto()  # from where on a label answers yes: its line, and what it learned
    PHOTOS = auto()  # which photos there are
    VOCABULARY = auto()  # the labels that every photo is scored on
    FAMILIES = auto()  # aliases and parents
    SEARCHES = auto()  # the saved searches


ANSWERS = Changed.TAGS | Changed.LINES | Changed.FAMILIES  # what a label answers of a photo


@dataclass(frozen=True, eq=False)
class Change(Generic[T]):
    """A named step. `do` stores it; `back` makes of what `do` gave the change that takes it back,
    or None where nothing changed. A change without `back` stays for good."""

    name: str
    touches: Changed
    do: Callable[[Library], T]
    back: "Callable[[T], Change[Any] | None] | None" = None


@dataclass(frozen=True)
class Report:
    """After a step: what it touched, what it gave, and what can be undone and redone now."""

    touched: Changed
    answer: object
    standing: tuple[Change[Any], ...]
    undone: tuple[Change[Any], ...]


class History:
    """What can be undone and redone, oldest first: pairs of a change and what reverses it.

    Lives in the quick lane, where steps are stored one after the other. So a step is here only once
    it is stored, and an undo asked for right after a change means that change.
    """

    def __init__(self) -> None:
        self._done: list[tuple[Change[Any], Change[Any]]] = []
        self._undone: list[tuple[Change[Any], Change[Any]]] = []

    def make(self, library: Library, change: Change[Any]) -> Report:
        answer, back = run(library, change)
        if back is not None:
            self._done.append((change, back))
            self._undone.clear()
        return self._report(change.touches, answer)

    def undo(self, library: Library, until: Change[Any] | None = None) -> Report:
        """Take back the last change, or everything from `until` on where that still stands."""
        steps = 1 if until is None else 0
        for number, (change, _) in enumerate(reversed(self._done), 1):
            steps = number if change is until else steps
        return self._move(library, self._done, self._undone, steps)

    def redo(self, library: Library) -> Report:
        return self._move(library, self._undone, self._done, 1)

    def _move(
        self,
        library: Library,
        source: list[tuple[Change[Any], Change[Any]]],
        target: list[tuple[Change[Any], Change[Any]]],
        steps: int,
    ) -> Report:
        """Reverse the last steps of `source`; one that cannot be stored stays where it is."""
        touched = Changed(0)
        for _ in range(min(steps, len(source))):
            change, reverse = source[-1]
            _, back = run(library, reverse)
            source.pop()
            if back is not None:
                target.append((change, back))
            touched |= change.touches
        return self._report(touched, None)

    def _report(self, touched: Changed, answer: object) -> Report:
        standing, undone = (tuple(c for c, _ in steps) for steps in (self._done, self._undone))
        return Report(touched, answer, standing, undone)


def run(library: Library, change: Change[T]) -> tuple[T, Change[Any] | None]:
    """Store a change: what it gave, and what takes it back. Raises LibraryError."""
    answer = change.do(library)
    return answer, change.back(answer) if change.back else None


class Changes(QObject):
    """Signals: done(Changed) after a change, an undo or a redo is stored; failed(message);
    history_changed() when undo or redo means another change, or none."""

    done = Signal(object)
    failed = Signal(str)
    history_changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._history = jobs, History()
        self.standing: tuple[Change[Any], ...] = ()  # what can be undone, oldest first
        self.undone: tuple[Change[Any], ...] = ()  # what can be redone, the next one last
        self.under_way = 0  # steps asked for and not yet stored
        # What undo and redo mean, "" for nothing. A step just asked for counts: who presses Ctrl+Z
        # means it, though it may have to wait its turn.
        self.undo_name = self.redo_name = ""

    def make(
        self,
        change: Change[T],
        answered: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Store a change; then tell of it, and call answered(what its `do` gave)."""
        self._store(partial(self._history.make, change=change), answered, failed)
        if change.back is not None:
            self._name(change.name, "")

    def undo(self, until: Change[Any] | None = None) -> None:
        """Take back the last change, or everything from `until` on where that still stands."""
        self._store(partial(self._history.undo, until=until))
        self._name(self.undo_name, self.undo_name)

    def redo(self) -> None:
        self._store(self._history.redo)
        self._name(self.redo_name or self.undo_name, self.redo_name)

    def tell(self, touched: Changed) -> None:
        """The library changed by a long job, which stores its steps itself."""
        self.done.emit(touched)

    def _store(
        self,
        step: Callable[[Library], Report],
        answered: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        def stored(report: Report) -> None:
            self.under_way -= 1
            self.standing, self.undone = report.standing, report.undone
            self._name_what_is_stored()
            if report.touched:
                self.done.emit(report.touched)
            if answered is not None:
                call_back(answered, report.answer)

        def not_stored(error: Exception) -> None:
            self.under_way -= 1
            self._name_what_is_stored()
            call_back(failed or self._fail, error)

        self.under_way += 1
        self._jobs.store(step, stored, not_stored)

    def _name_what_is_stored(self) -> None:
        undo, redo = (steps[-1].name if steps else "" for steps in (self.standing, self.undone))
        self._name(undo, redo)

    def _name(self, undo: str, redo: str) -> None:
        if (undo, redo) != (self.undo_name, self.redo_name):
            self.undo_name, self.redo_name = undo, redo
            self.history_changed.emit()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
