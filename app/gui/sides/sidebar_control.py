"""Keeps the left side true, and does what its menus ask for."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog

from app.gui import folder_questions
from app.gui.changes import ANSWERS, Changed, Changes
from app.gui.jobs import Jobs
from app.gui.operations import delete_search, merge_labels, save_search, set_parent
from app.gui.pause import Pause
from app.gui.sides.sidebar import Sidebar

PAUSE_MS = 300  # counts are asked for once after many changes
FOLDERS, SEARCHES = Changed.PHOTOS, Changed.SEARCHES
LABELS = ANSWERS | Changed.PHOTOS | Changed.VOCABULARY


class SidebarControl(QObject):
    """Signals: index_wanted(list of Path); failed(message)."""

    index_wanted = Signal(list)
    failed = Signal(str)

    def __init__(
        self, jobs: Jobs, changes: Changes, sidebar: Sidebar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._changes, self.sidebar = jobs, changes, sidebar
        self._stale = Changed(0)
        self._pause = Pause(PAUSE_MS, self._look_up, self)
        changes.done.connect(self._follow)
        sidebar.folder_wanted.connect(self._folder)
        sidebar.search_deleted.connect(lambda name: changes.make(delete_search(name)))
        sidebar.parent_wanted.connect(self._choose_parent)
        sidebar.alias_wanted.connect(self._name_again)

    def refresh(self) -> None:
        """Ask for everything again, soon."""
        self._follow(FOLDERS | SEARCHES | LABELS)

    def _follow(self, changed: Changed) -> None:
        self._stale |= changed
        self._pause.start()

    def _look_up(self) -> None:
        stale, self._stale = self._stale, Changed(0)
        if stale & FOLDERS:
            self._jobs.ask(
                lambda library: library.folders.all(), self.sidebar.show_folders, self._fail
            )
        if stale & SEARCHES:
            self._jobs.ask(
                lambda library: library.searches.saved(), self.sidebar.show_searches, self._fail
            )
        if stale & LABELS:
            self._jobs.ask(
                lambda library: library.labels.counts(), self.sidebar.show_labels, self._fail
            )

    def save_search(self, query: str) -> None:
        """Ask for a name and keep the query under it."""
        if query and (name := self._typed(self.tr("Save this search"), self.tr("Name:"), query)):
            self._changes.make(save_search(name, query))

    def _choose_parent(self, label: str) -> None:
        question = self.tr("A search for which label finds “{0}” too?").format(label)
        if parent := self._typed(self.tr("What it belongs to"), question):
            self._changes.make(set_parent(label, parent))

    def _name_again(self, label: str) -> None:
        question = self.tr("Which word means the same as “{0}”?").format(label)
        if other := self._typed(self.tr("Another name"), question):
            self._changes.make(merge_labels(label, other))

    def _typed(self, title: str, question: str, text: str = "") -> str:
        """What the user answers to a question; empty where they do not."""
        typed, given = QInputDialog.getText(self.sidebar, title, question, text=text)
        return typed.strip() if given else ""

    def _folder(self, what: str, path: Path) -> None:
        if what == "index":
            self.index_wanted.emit([path])
        elif what == "relocate":
            folder_questions.relocate(path, self._changes, self.sidebar)
        else:
            folder_questions.forget(path, self._changes, self.sidebar)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
