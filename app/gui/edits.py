"""Every change of tags the window makes: a small named step that can be undone and redone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.gui.jobs import Jobs
from app.library.library import Library
from app.library.records import TagChange, TagKind


class Edits(QObject):
    """Signals: tags_changed(label, photo ids) after a change, an undo or a redo is stored;
    failed(message)."""

    tags_changed = Signal(str, list)
    failed = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.stack = QUndoStack(self)

    def tag(self, photo_ids: Sequence[int], label: str, kind: TagKind | None) -> None:
        """Say yes (accepted or added), no (rejected) or nothing more (None) of a label."""
        if photo_ids and label.strip():
            self.stack.push(_TagEdit(self, list(photo_ids), label.strip(), kind))

    def store(self, change: Callable[[Library], TagChange]) -> None:
        """Run a change in the quick lane and tell of it."""
        self.jobs.ask(change, self._stored, lambda error: self.failed.emit(str(error)))

    def _stored(self, change: TagChange) -> None:
        self.tags_changed.emit(change.label, list(change.before))


class _TagEdit(QUndoCommand):
    """The quick lane is one thread, so what a step leaves is there before the next one runs."""

    def __init__(self, edits: Edits, ids: list[int], label: str, kind: TagKind | None) -> None:
        super().__init__(_sentence(edits, ids, label, kind))
        self._edits, self._ids, self._label, self._kind = edits, ids, label, kind
        self._change: TagChange | None = None

    def redo(self) -> None:
        self._edits.store(self._restore if self._change else self._set)

    def undo(self) -> None:
        self._edits.store(self._restore)

    def _set(self, library: Library) -> TagChange:
        self._change = library.set_tags(self._ids, self._label, self._kind)
        return self._change

    def _restore(self, library: Library) -> TagChange:
        self._change = library.restore_tags(self._change)
        return self._change


def _sentence(edits: Edits, ids: list[int], label: str, kind: TagKind | None) -> str:
    """What the undo menu says."""
    pattern = {
        TagKind.ACCEPTED: edits.tr("accept “{0}”"),
        TagKind.ADDED: edits.tr("add “{0}”"),
        TagKind.REJECTED: edits.tr("reject “{0}”"),
        None: edits.tr("take back “{0}”"),
    }[kind]
    sentence = pattern.format(label)
    return sentence if len(ids) == 1 else edits.tr("{0} on {1} photos").format(sentence, len(ids))
