"""Keeps the left side true, and does what its menus ask for."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from app.gui.jobs import Jobs, LibraryCall
from app.gui.sides.sidebar import Sidebar
from app.library.library import Library

PAUSE_MS = 300  # counts are asked for once after many changes


class SidebarControl(QObject):
    """Signals: changed() when the photos at hand have changed; index_wanted(list of Path);
    failed(message)."""

    changed = Signal()
    index_wanted = Signal(list)
    failed = Signal(str)

    def __init__(self, jobs: Jobs, sidebar: Sidebar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.sidebar = jobs, sidebar
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look_up)
        sidebar.folder_wanted.connect(self._folder)
        sidebar.search_deleted.connect(self.delete_search)

    def refresh(self) -> None:
        self._pause.start()

    def _look_up(self) -> None:
        self.jobs.ask(Library.roots, self.sidebar.show_folders, self._fail)
        self.jobs.ask(Library.saved_searches, self.sidebar.show_searches, self._fail)
        self.jobs.ask(Library.label_counts, self.sidebar.show_labels, self._fail)

    def save_search(self, query: str) -> None:
        """Ask for a name and keep the query under it."""
        if not query:
            return
        name, given = QInputDialog.getText(
            self.sidebar, self.tr("Save this search"), self.tr("Name:"), text=query
        )
        if given and name.strip():
            self._change(lambda library: library.save_search(name.strip(), query))

    def delete_search(self, name: str) -> None:
        self._change(lambda library: library.delete_search(name))

    def _folder(self, what: str, path: Path) -> None:
        if what == "index":
            self.index_wanted.emit([path])
        elif what == "relocate":
            self._relocate(path)
        elif self._is_sure(path):
            self._change(lambda library: library.forget_root(path), photos=True)

    def _relocate(self, path: Path) -> None:
        new = QFileDialog.getExistingDirectory(
            self.sidebar, self.tr("Where is “{0}” now?").format(path.name)
        )
        if new:
            self._change(lambda library: library.relocate_root(path, Path(new)), photos=True)

    def _is_sure(self, path: Path) -> bool:
        text = self.tr(
            "Forget the folder “{0}”? Its files stay as they are, and its tags come back when you "
            "add it again."
        )
        answer = QMessageBox.question(
            self.sidebar, self.tr("Forget this folder"), text.format(path.name)
        )
        return answer == QMessageBox.StandardButton.Yes

    def _change(self, change: LibraryCall, photos: bool = False) -> None:
        def done(_: object) -> None:
            self.refresh()
            if photos:
                self.changed.emit()

        self.jobs.ask(change, done, self._fail)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
