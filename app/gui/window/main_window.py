"""The main window: lays out its parts and connects their signals."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.gui.changes import Changed, Changes
from app.gui.grid.duplicates_view import DuplicatesView
from app.gui.grid.photo_grid import PhotoGrid
from app.gui.grid.photo_model import PhotoModel
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.indexing.index_bar import IndexBar
from app.gui.indexing.indexing_control import IndexingControl
from app.gui.jobs import Jobs
from app.gui.labels.review import ReviewView
from app.gui.photo.photo_view import PhotoView
from app.gui.photo.picture_loader import PictureLoader
from app.gui.plain import PlainLabel
from app.gui.search.search_control import SearchControl
from app.gui.sides.selection_control import SelectionControl
from app.gui.sides.sidebar_control import SidebarControl
from app.gui.window.actions import Actions
from app.gui.window.browser import Browser
from app.gui.window.dialogs import Dialogs
from app.gui.window.drops import dropped_folders
from app.gui.window.menus import MainToolBar, fill_menus
from app.gui.window.place import Place
from app.library.files.thumbnails import Thumbnails
from app.library.records import Photo
from app.paths import Paths, resources
from app.settings import Settings


class MainWindow(QMainWindow):
    """`model_title` is shown in the status bar: which model answers, and that it is basic.

    Signals: settings_changed(Settings) when the user changed them; closed(). all_ended: False where
    a thread was still at work when the window closed.
    """

    settings_changed = Signal(object)
    closed = Signal()

    def __init__(
        self, jobs: Jobs, paths: Paths, model_title: str, thumbnail_mb: int = Settings.thumbnail_mb
    ) -> None:
        super().__init__()
        self.all_ended = True
        self.setWindowTitle("MKT Tagger")
        self.resize(1240, 800)
        self.setAcceptDrops(True)
        self.jobs, self.changes = jobs, Changes(jobs, self)
        self.place = Place(paths.config / "window.ini")
        self.photos = PhotoModel(self._fetch, self)
        self.small_pictures = Thumbnails(paths.cache / "thumbnails", thumbnail_mb)
        self.thumbnails = ThumbnailLoader(self.small_pictures, self)
        self.pictures = PictureLoader(self)
        self.grid, self.index_bar = PhotoGrid(self.photos), IndexBar()
        self.browser = Browser(self.grid)
        self.search_bar, self.empty = self.browser.search_bar, self.browser.empty
        self.sidebar, self.panel = self.browser.sidebar, self.browser.panel
        self.view = PhotoView(self.pictures, self._fetch)
        self.review = ReviewView(jobs, self.changes, self.pictures)
        self.duplicates = DuplicatesView(jobs, self.thumbnails)
        self.indexing = IndexingControl(jobs, self.index_bar, self)
        self.searching = SearchControl(jobs, self.changes, self.photos, self.search_bar, self)
        self.selecting = SelectionControl(jobs, self.changes, self.panel, self.thumbnails, self)
        self.folders = SidebarControl(jobs, self.changes, self.sidebar, self)
        self.dialogs = Dialogs(paths, jobs, self.changes, self.thumbnails, self.pictures, self)
        self.actions_ = Actions(self)
        self.toolbar = MainToolBar(self.actions_, self)
        self._lay_out(model_title)
        self._connect_actions()
        self._connect_grid()
        self._connect_library()
        self._connect_pages()
        self._ask_first()

    def _lay_out(self, model_title: str) -> None:
        self.pages = QStackedWidget()
        for page in (self.browser, self.view, self.review, self.duplicates):
            self.pages.addWidget(page)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.pages, 1)
        rows.addWidget(self.index_bar)
        self.setCentralWidget(whole)
        self.addActions(self.actions_.all())
        fill_menus(self.menuBar(), self.actions_)
        self.addToolBar(self.toolbar)
        self.statusBar().addPermanentWidget(PlainLabel(model_title))
        self.say(self.tr("Nothing leaves this machine."))
        self.place.restore(self, self.browser)

    def _connect_actions(self) -> None:
        # A lambda keeps `checked`, which `triggered` brings, from what takes an argument.
        actions, show = self.actions_, self.dialogs
        actions.add.triggered.connect(show.choose_folder)
        actions.again.triggered.connect(lambda: self.index([]))
        actions.quit.triggered.connect(self.close)
        actions.undo.triggered.connect(lambda: self.changes.undo())
        actions.redo.triggered.connect(self.changes.redo)
        actions.find.triggered.connect(self.search_bar.take_focus)
        actions.label.triggered.connect(self.panel.take_focus)
        actions.review.triggered.connect(lambda: self.searching.with_label(self.start_review))
        actions.line.triggered.connect(lambda: self.searching.with_label(show.set_line))
        actions.similar.triggered.connect(self.show_similar)
        actions.duplicates.triggered.connect(self.show_duplicates)
        actions.settings.triggered.connect(lambda: show.show_settings())
        actions.about.triggered.connect(show.show_about)
        actions.larger.triggered.connect(self.grid.larger)
        actions.smaller.triggered.connect(self.grid.smaller)
        actions.left.toggled.connect(self.sidebar.setVisible)
        actions.right.toggled.connect(self.panel.setVisible)
        self.toolbar.order_chosen.connect(self.searching.sort)
        self.toolbar.zoom_chosen.connect(self.grid.zoom)

    def _connect_grid(self) -> None:
        self.photos.thumbnail_wanted.connect(self.thumbnails.load)
        self.photos.modelReset.connect(self.thumbnails.forget)
        self.thumbnails.loaded.connect(self.photos.set_thumbnail)
        self.grid.zoomed.connect(self.toolbar.zoom.setValue)
        self.grid.photo_opened.connect(self.open_row)
        self.grid.selection_changed.connect(self.selecting.select)
        self.selecting.explain_wanted.connect(self.dialogs.explain)
        self.panel.label_chosen.connect(self.search_bar.search_for)
        self.searching.shown.connect(self.browser.show_found)
        self.searching.divided.connect(self.browser.less_sure.show_divider)
        self.browser.less_sure.wanted.connect(self.searching.show_below)
        self.browser.less_sure.word_chosen.connect(self.search_bar.search_for)
        self.grid.end_passed.connect(self.browser.less_sure.unfold)
        self.search_bar.save_wanted.connect(self.folders.save_search)
        self.empty.add_wanted.connect(self.dialogs.choose_folder)
        self.empty.demo_wanted.connect(lambda: self.index([resources() / "demo"]))
        self.sidebar.query_chosen.connect(self.search_bar.search_for)
        self.sidebar.line_wanted.connect(self.dialogs.set_line)
        self.sidebar.review_wanted.connect(self.start_review)

    def _connect_library(self) -> None:
        self.changes.history_changed.connect(self._show_history)
        self.indexing.found.connect(self.searching.append)
        self.indexing.finished.connect(self._indexing_ended)
        self.indexing.said.connect(self.say)
        self.indexing.cut_off.connect(self.dialogs.offer_to_go_on)
        self.index_bar.skipped_wanted.connect(self.dialogs.show_skipped)
        for asking in (self.folders, self.dialogs):
            asking.index_wanted.connect(self.index)
        self.dialogs.settings_changed.connect(self.settings_changed)
        for failing in (self.changes, self.selecting, self.folders, self.dialogs):
            failing.failed.connect(self.say)

    def _connect_pages(self) -> None:
        for page in (self.view, self.review, self.duplicates):
            page.closed.connect(lambda: self.pages.setCurrentWidget(self.browser))
        self.view.photo_changed.connect(self.grid.select_photo)
        self.dialogs.photo_opened.connect(self.open_photo)
        self.duplicates.photo_opened.connect(self.open_photo)
        self.duplicates.group_chosen.connect(self._show_group)

    def _ask_first(self) -> None:
        self.searching.show_all()
        self.folders.refresh()
        self.indexing.look_back()
        self.jobs.ask(
            lambda library: library.encoder.known_device, self.empty.welcome, self._say_error
        )

    # What is asked for

    def index(self, folders: Sequence[Path]) -> None:
        """Index folders in the background, all known ones for none; photos appear as they are
        done."""
        self.indexing.index(folders)

    def come_forward(self, folders: Sequence[Path]) -> None:
        """Another start of the program wants this window, with folders or none to index."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if folders:
            self.index(folders)

    def open_row(self, row: int) -> None:
        """Show a photo of the grid large."""
        self.view.open(self.photos.ids, row)
        self.pages.setCurrentWidget(self.view)

    def open_photo(self, photo_id: int) -> None:
        self.view.open([photo_id], 0)
        self.pages.setCurrentWidget(self.view)

    def start_review(self, label: str) -> None:
        """Answer yes or no, one photo after the other."""
        self.review.start(label)
        self.pages.setCurrentWidget(self.review)

    def show_duplicates(self) -> None:
        """Photos that are one picture, in groups."""
        self.duplicates.look()
        self.pages.setCurrentWidget(self.duplicates)

    def show_similar(self) -> None:
        if self.selecting.ids:
            self.searching.show_similar(self.selecting.ids[0])

    def say(self, message: str) -> None:
        self.statusBar().showMessage(message)

    # What the parts answer

    def _fetch(self, ids: Sequence[int], answer: Callable[[list[Photo]], None]) -> None:
        self.jobs.ask(lambda library: library.photos.get(ids), answer, self._say_error)

    def _show_group(self, ids: list[int]) -> None:
        self.photos.show(ids)
        self.browser.show_grid()
        self.browser.less_sure.show_divider(0, 0, False)
        self.pages.setCurrentWidget(self.browser)

    def _show_history(self) -> None:
        self.actions_.show_history(self.changes.undo_name, self.changes.redo_name)

    def _indexing_ended(self, message: str) -> None:
        self.say(message)
        self.changes.tell(Changed.PHOTOS)
        self.jobs.ask(
            lambda library: library.encoder.known_device, self.empty.welcome, self._say_error
        )

    def _say_error(self, error: Exception) -> None:
        self.say(str(error))

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped_folders(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if folders := dropped_folders(event.mimeData()):
            event.acceptProposedAction()
            self.index(folders)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.place.keep(self, self.browser)
        self.hide()  # what is under way may take a moment
        self.closed.emit()
        self.thumbnails.close()
        self.pictures.close()
        self.all_ended = self.jobs.close()
        event.accept()
