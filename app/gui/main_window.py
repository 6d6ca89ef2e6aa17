"""The main window: lays out its parts and connects their signals."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QImage, QKeySequence, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QToolBar, QVBoxLayout, QWidget

from app.gui.index_bar import IndexBar
from app.gui.jobs import Job, Jobs, LibraryCall
from app.gui.photo_grid import PhotoGrid
from app.gui.photo_model import PhotoModel
from app.gui.search_bar import SearchBar
from app.gui.thumbnail_loader import ThumbnailLoader
from app.library.library import Library
from app.library.records import Photo, Progress, SearchResult

RESULTS = 500


class MainWindow(QMainWindow):
    """`model_title` is shown in the status bar: which model answers, and that it is basic."""

    def __init__(self, jobs: Jobs, model_title: str) -> None:
        super().__init__()
        self.setWindowTitle("MKT Tagger")
        self.resize(1100, 760)
        self.jobs = jobs
        self.photos = PhotoModel(self)
        self.thumbnails = ThumbnailLoader(self)
        self.search_bar = SearchBar()
        self.grid = PhotoGrid(self.photos)
        self.index_bar = IndexBar()
        self._indexing: Job | None = None
        self._searching: Job | None = None
        self._lay_out()
        self.statusBar().addPermanentWidget(QLabel(model_title))
        self._connect()
        self.show_all()

    def _lay_out(self) -> None:
        bar = QToolBar(self.tr("Main"))
        bar.setMovable(False)
        self.add_action = bar.addAction(self.tr("Add folder…"))
        self.add_action.setShortcut(QKeySequence.StandardKey.Open)
        self.find_action = bar.addAction(self.tr("Search"))
        self.find_action.setShortcut(QKeySequence.StandardKey.Find)
        self.addToolBar(bar)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.search_bar)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.index_bar)
        self.setCentralWidget(centre)
        self.statusBar().showMessage(self.tr("Nothing leaves this machine."))

    def _connect(self) -> None:
        self.add_action.triggered.connect(self._choose_folder)
        self.find_action.triggered.connect(self.search_bar.box.setFocus)
        self.grid.folders_dropped.connect(self.index)
        self.grid.photo_opened.connect(self._open_photo)
        self.search_bar.searched.connect(self.search)
        self.search_bar.cleared.connect(self.show_all)
        self.index_bar.cancelled.connect(self.cancel_indexing)
        self.photos.page_wanted.connect(self._load_page)
        self.photos.thumbnail_wanted.connect(self.thumbnails.load)
        self.thumbnails.loaded.connect(self._show_thumbnail)

    # Indexing

    def index(self, folders: Sequence[Path]) -> None:
        """Index folders in the background; photos appear as they are done."""
        if self._indexing is not None:
            self.statusBar().showMessage(
                self.tr("Indexing is under way; drop these folders again when it is done.")
            )
            return
        self._indexing = self.jobs.run(
            lambda library: library.index(folders),
            self._show_progress,
            self._indexing_finished,
            self._indexing_failed,
        )

    def cancel_indexing(self) -> None:
        if self._indexing is not None:
            self._indexing.cancel()

    def _show_progress(self, progress: Progress) -> None:
        self.index_bar.show_progress(progress)
        if not self.search_bar.box.text().strip():
            self.photos.append(progress.new_ids)

    def _indexing_finished(self, complete: bool) -> None:
        done = self.tr("Indexing is done.") if complete else self.tr("Indexing was cancelled.")
        self._end_indexing(done)

    def _indexing_failed(self, error: Exception) -> None:
        self._end_indexing(str(error))

    def _end_indexing(self, message: str) -> None:
        self._indexing = None
        self.index_bar.hide()
        self.statusBar().showMessage(message)
        text = self.search_bar.box.text()
        if text.strip():
            self.search(text)
        else:
            self.show_all()

    # What the grid shows

    def show_all(self) -> None:
        """Show every photo, newest first."""
        self._ask(Library.photo_ids, self._show_ids)

    def search(self, text: str) -> None:
        """Show the photos of a label, best first; a newer search takes the place of this one."""
        self._ask(lambda library: library.search(text, RESULTS), self._show_results)

    def _ask(self, question: LibraryCall, answered: Callable[[Any], None]) -> None:
        if self._searching is not None:
            self._searching.cancel()
        self._searching = self.jobs.ask(question, answered, self._search_failed)

    def _show_ids(self, ids: list[int]) -> None:
        self.grid.empty_text = self.tr(
            "Drop a folder of photos here, or press Add folder.\nThen type any word above."
        )
        self.photos.show(ids)
        if ids:
            self.statusBar().showMessage(self.tr("{0} photos").format(len(ids)))

    def _show_results(self, result: SearchResult) -> None:
        self.grid.empty_text = self.tr("No photos are indexed yet.")
        confidence = {hit.photo_id: hit.confidence for hit in result.hits}
        self.photos.show(list(confidence), confidence)
        self.grid.scrollToTop()
        sentence = self.tr("{0} photos for “{1}”, best first").format(len(confidence), result.label)
        self.statusBar().showMessage(sentence)

    def _search_failed(self, error: Exception) -> None:
        self.search_bar.say(str(error))

    def _load_page(self, ids: list[int]) -> None:
        self.jobs.ask(
            lambda library: library.photos(ids), self.photos.set_photos, self._search_failed
        )

    def _show_thumbnail(self, photo_id: int, image: QImage) -> None:
        self.photos.set_thumbnail(photo_id, QPixmap.fromImage(image))

    # Actions

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of photos"))
        if folder:
            self.index([Path(folder)])

    def _open_photo(self, photo: Photo) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(photo.path)))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.thumbnails.close()
        self.jobs.close()
        event.accept()
