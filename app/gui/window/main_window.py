"""The main window: lays out its parts and connects their signals."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.changes import Changed, Changes
from app.gui.grid.duplicates_view import DuplicatesView
from app.gui.grid.photo_grid import PhotoGrid
from app.gui.grid.photo_model import PhotoModel
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.indexing.index_bar import IndexBar, SkippedDialog
from app.gui.indexing.indexing_control import IndexingControl
from app.gui.jobs import Jobs
from app.gui.labels.line_dialog import LineDialog
from app.gui.labels.review import ReviewView
from app.gui.photo.heat_map import HeatMap
from app.gui.photo.photo_view import PhotoView
from app.gui.photo.picture_loader import PictureLoader
from app.gui.search.search_bar import SearchBar
from app.gui.search.search_control import SearchControl
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.sides.label_panel import LabelPanel
from app.gui.sides.selection_control import SelectionControl
from app.gui.sides.sidebar import Sidebar
from app.gui.sides.sidebar_control import SidebarControl
from app.gui.window.about import About
from app.gui.window.actions import Actions
from app.gui.window.empty_state import EmptyState
from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.library.records import Photo
from app.paths import Paths, resources
from app.settings import Settings, load_settings

SIDES = (220, 700, 280)  # the splitter's first widths


class MainWindow(QMainWindow):
    """`model_title` is shown in the status bar: which model answers, and that it is basic.

    Signals: settings_changed(Settings) when the user changed them.
    """

    settings_changed = Signal(object)

    def __init__(self, jobs: Jobs, paths: Paths, model_title: str, thumbnail_mb: int = 500) -> None:
        super().__init__()
        self.setWindowTitle("MKT Tagger")
        self.resize(1240, 800)
        self.jobs, self.paths = jobs, paths
        self.state = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
        self.photos = PhotoModel(self)
        self.small_pictures = Thumbnails(paths.cache / "thumbnails", thumbnail_mb)
        self.thumbnails = ThumbnailLoader(self.small_pictures, self)
        self.pictures = PictureLoader(self)
        self.changes = Changes(jobs, self)
        self.search_bar, self.grid, self.empty = SearchBar(), PhotoGrid(self.photos), EmptyState()
        self.index_bar, self.sidebar, self.panel = IndexBar(), Sidebar(), LabelPanel()
        self.view = PhotoView(self.pictures, self._fetch)
        self.review = ReviewView(jobs, self.changes, self.pictures)
        self.duplicates = DuplicatesView(jobs, self.thumbnails)
        self.indexing = IndexingControl(jobs, self.index_bar, self)
        self.searching = SearchControl(jobs, self.changes, self.photos, self.search_bar, self)
        self.selecting = SelectionControl(jobs, self.panel, self.thumbnails, self.changes, self)
        self.folders = SidebarControl(jobs, self.changes, self.sidebar, self)
        self.actions_ = Actions(self)
        self._lay_out(model_title)
        self._connect()
        self.searching.show_all()
        self.folders.refresh()
        jobs.ask(Library.was_interrupted, self._offer_to_go_on, self._say_error)
        jobs.ask(Library.known_device, self._welcome, self._say_error)

    def _lay_out(self, model_title: str) -> None:
        self.found = QStackedWidget()
        self.found.addWidget(self.empty)
        self.found.addWidget(self.grid)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.search_bar)
        layout.addWidget(self.found, 1)
        self.browser = QSplitter(Qt.Orientation.Horizontal)
        self.browser.setChildrenCollapsible(False)
        self.browser.setHandleWidth(1)
        for part in (self.sidebar, centre, self.panel):
            self.browser.addWidget(part)
        self.browser.setSizes(SIDES)
        self.browser.setStretchFactor(1, 1)
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
        self.statusBar().addPermanentWidget(QLabel(model_title))
        self.statusBar().showMessage(self.tr("Nothing leaves this machine."))
        self.setAcceptDrops(True)
        self.restoreGeometry(self.state.value("geometry", QByteArray()))
        self.browser.restoreState(self.state.value("browser", QByteArray()))

    def _connect(self) -> None:
        say = self.statusBar().showMessage
        self.changes.done.connect(self._show_history)
        self.photos.thumbnail_wanted.connect(self.thumbnails.load)
        self.photos.modelReset.connect(self.thumbnails.forget)
        self.thumbnails.loaded.connect(self._show_thumbnail)
        self.grid.photo_opened.connect(self.open_row)
        self.grid.selection_changed.connect(self.selecting.select)
        self.empty.add_wanted.connect(self.choose_folder)
        self.empty.demo_wanted.connect(lambda: self.index([resources() / "demo"]))
        self.indexing.found.connect(self.searching.append)
        self.indexing.finished.connect(self._indexing_ended)
        self.indexing.waiting.connect(say)
        self.index_bar.skipped_wanted.connect(self.show_skipped)
        self.searching.shown.connect(self._show_found)
        self.search_bar.save_wanted.connect(self.folders.save_search)
        self.sidebar.query_chosen.connect(self.search_bar.search_for)
        self.sidebar.line_wanted.connect(self.set_line)
        self.sidebar.review_wanted.connect(self.start_review)
        self.folders.index_wanted.connect(self.index)
        self.panel.label_chosen.connect(self.search_bar.search_for)
        self.selecting.explain_wanted.connect(self._explain)
        for page in (self.view, self.review, self.duplicates):
            page.closed.connect(lambda: self.pages.setCurrentWidget(self.browser))
        self.duplicates.photo_opened.connect(self.open_photo)
        self.duplicates.group_chosen.connect(self._show_group)
        self.view.photo_changed.connect(self._follow_view)
        for source in (self.changes.failed, self.selecting.failed, self.folders.failed):
            source.connect(say)

    # What the user asks for

    def index(self, folders: Sequence[Path]) -> None:
        """Index folders in the background; photos appear as they are done."""
        self.indexing.index(folders)

    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of photos"))
        if folder:
            self.index([Path(folder)])

    def open_row(self, row: int) -> None:
        """Show a photo of the grid large."""
        self.view.open(self.photos.ids, row)
        self.pages.setCurrentWidget(self.view)

    def start_review(self, label: str) -> None:
        """Answer yes or no, one photo after the other."""
        self.review.start(label)
        self.pages.setCurrentWidget(self.review)

    def set_line(self, label: str) -> None:
        """Choose from which confidence on a label counts."""
        dialog = LineDialog(label, self.jobs, self.changes, self.thumbnails, self)
        dialog.photo_opened.connect(self.open_photo)
        dialog.open()

    def open_photo(self, photo_id: int) -> None:
        self.view.open([photo_id], 0)
        self.pages.setCurrentWidget(self.view)

    def show_duplicates(self) -> None:
        """Photos that are one picture, in groups."""
        self.duplicates.look()
        self.pages.setCurrentWidget(self.duplicates)

    def _show_group(self, ids: list[int]) -> None:
        self.photos.show(ids)
        self.found.setCurrentWidget(self.grid)
        self.pages.setCurrentWidget(self.browser)

    def show_settings(self, page: str = "general") -> None:
        """The settings; what is changed is kept at once."""
        settings = load_settings(self.paths.settings)
        dialog = SettingsDialog(
            settings, self.paths, self.jobs, self.changes, self.small_pictures, self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_page(page)
        dialog.settings_changed.connect(self._follow_settings)
        dialog.open()

    def _follow_settings(self, settings: Settings) -> None:
        self.small_pictures.limit = settings.thumbnail_mb * 1_000_000
        self.settings_changed.emit(settings)

    def show_about(self) -> None:
        about = About(self.paths, self.jobs, self)
        about.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about.open()

    def show_skipped(self) -> None:
        """Which files could not be read, and why."""
        self.jobs.ask(
            Library.skipped, lambda found: SkippedDialog(found, self).open(), self._say_error
        )

    def show_similar(self) -> None:
        if self.selecting.ids:
            self.searching.show_similar(self.selecting.ids[0])

    # What the library answers

    def _fetch(self, ids: Sequence[int], answer: object) -> None:
        self.jobs.ask(lambda library: library.photos(ids), answer, self._say_error)

    def _explain(self, photo_id: int, label: str) -> None:
        def show(photos: list[Photo]) -> None:
            if photos:
                HeatMap(photos[0], label, self.jobs, self.pictures, self).show()

        self._fetch([photo_id], show)

    def _show_thumbnail(self, photo_id: int, side: int, image: QImage) -> None:
        self.photos.set_thumbnail(photo_id, side, QPixmap.fromImage(image))

    def _show_found(self, count: int, query: str) -> None:
        self.found.setCurrentWidget(self.grid if count else self.empty)
        if count or not query:
            return
        hint = self.tr("Nothing in your library reaches its line.")
        if self.searching.instead:
            hint = self.tr("The nearest photos: type {0}").format(self.searching.instead)
        self.empty.nothing_found(query, hint)

    def _welcome(self, device: str) -> None:
        self.device = device
        where = {
            "auto": self.tr("your graphics card where there is one, else on the processor"),
            "cpu": self.tr("the processor (CPU)"),
        }
        self.empty.welcome(where.get(device, self.tr("your graphics card ({0})").format(device)))

    def _offer_to_go_on(self, interrupted: bool) -> None:
        if not interrupted or self.indexing.under_way:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Indexing was not finished"))
        box.setText(self.tr("The last indexing run did not come to its end. Go on with it?"))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.accepted.connect(lambda: self.index([]))
        box.open()

    def _indexing_ended(self, message: str) -> None:
        self.statusBar().showMessage(message)
        self.changes.tell(Changed.PHOTOS)
        self.jobs.ask(Library.known_device, self._welcome, self._say_error)

    def _show_history(self) -> None:
        self.actions_.show_history(self.changes.undo_name, self.changes.redo_name)

    def _follow_view(self, photo_id: int) -> None:
        if (row := self.photos.row_of(photo_id)) is not None:
            self.grid.select_row(row)

    def _say_error(self, error: Exception) -> None:
        self.statusBar().showMessage(str(error))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped_folders(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if folders := dropped_folders(event):
            event.acceptProposedAction()
            self.index(folders)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.state.setValue("geometry", self.saveGeometry())
        self.state.setValue("browser", self.browser.saveState())
        self.thumbnails.close()
        self.pictures.close()
        self.jobs.close()
        event.accept()


def dropped_folders(event: QDropEvent) -> list[Path]:
    """The local folders of a drop; a dropped file stands for its folder."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    folders = [p if p.is_dir() else p.parent for p in paths if p.exists()]
    return list(dict.fromkeys(folders))
