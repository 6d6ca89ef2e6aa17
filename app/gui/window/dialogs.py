"""Opens the main window's dialogs."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.gui.changes import Changes
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.indexing.index_bar import SkippedDialog
from app.gui.jobs import Jobs
from app.gui.labels.line_dialog import LineDialog
from app.gui.photo.heat_map import HeatMap
from app.gui.photo.picture_loader import PictureLoader
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.window.about import About
from app.library.records import Photo
from app.paths import Paths
from app.settings import Settings, load_settings


class Dialogs(QObject):
    """Over `window`, each in its own time; they delete themselves when closed.

    Signals: settings_changed(Settings) after each change; index_wanted(list of Path), an empty one
    for all known folders; photo_opened(photo id); failed(message).
    """

    settings_changed = Signal(object)
    index_wanted = Signal(list)
    photo_opened = Signal(int)
    failed = Signal(str)

    def __init__(
        self,
        paths: Paths,
        jobs: Jobs,
        changes: Changes,
        thumbnails: ThumbnailLoader,
        pictures: PictureLoader,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._paths, self._jobs, self._changes = paths, jobs, changes
        self._thumbnails, self._pictures, self._window = thumbnails, pictures, window

    def choose_folder(self) -> None:
        title = self.tr("Add a folder of photos")
        if folder := QFileDialog.getExistingDirectory(self._window, title):
            self.index_wanted.emit([Path(folder)])

    def set_line(self, label: str) -> None:
        """Choose from which confidence on a label counts."""
        dialog = LineDialog(label, self._jobs, self._changes, self._thumbnails, self._window)
        dialog.photo_opened.connect(self.photo_opened)
        dialog.open()

    def show_settings(self, page: str = "general") -> None:
        """What is changed is kept at once."""
        settings, cache = load_settings(self._paths.settings), self._thumbnails.cache
        dialog = SettingsDialog(
            settings, self._paths, self._jobs, self._changes, cache, self._window
        )
        dialog.show_page(page)
        dialog.settings_changed.connect(self._follow)
        self._open(dialog)

    def _follow(self, settings: Settings) -> None:
        self._thumbnails.cache.limit = settings.thumbnail_mb * 1_000_000
        self.settings_changed.emit(settings)

    def show_about(self) -> None:
        self._open(About(self._paths, self._jobs, self._window))

    def show_skipped(self) -> None:
        """Which files could not be read, and why."""
        self._jobs.ask(lambda library: library.folders.skipped(), self._show_skipped, self._fail)

    def _show_skipped(self, skipped: list[tuple[Path, str]]) -> None:
        self._open(SkippedDialog(skipped, self._window))

    def explain(self, photo_id: int, label: str) -> None:
        """Where in a photo the model sees a label."""

        def show(photos: list[Photo]) -> None:
            if photos:
                HeatMap(photos[0], label, self._jobs, self._pictures, self._window).show()

        self._jobs.ask(lambda library: library.photos.get([photo_id]), show, self._fail)

    def offer_to_go_on(self) -> None:
        """The last indexing run was cut off."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Indexing was not finished"))
        box.setText(self.tr("The last indexing run did not come to its end. Go on with it?"))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.accepted.connect(lambda: self.index_wanted.emit([]))
        box.open()

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
