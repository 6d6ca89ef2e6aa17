"""Settings: general, model, folders, vocabulary. What is changed is kept at once.

Use: `SettingsDialog(settings, paths, jobs, changes, thumbnails, parent).open()` with an
app.library.files.thumbnails.Thumbnails. Signals: settings_changed(Settings) after each change,
which is already saved (theme and thumbnail_mb can be followed at once; model, device, batch and
language count from the next start).
"""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.changes import Changes
from app.gui.jobs import Jobs
from app.gui.settings.folders_page import FoldersPage
from app.gui.settings.general_page import GeneralPage
from app.gui.settings.model_page import ModelPage
from app.gui.settings.vocabulary_page import VocabularyPage
from app.library.files.thumbnails import Thumbnails
from app.paths import Paths
from app.settings import Settings, save_settings

LIST_WIDTH = 160


class SettingsDialog(QDialog):
    """See the module's docstring. `pages` may be chosen by name with show_page."""

    settings_changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        jobs: Jobs,
        changes: Changes,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(self.tr("What is changed here is kept at once"))
        self.resize(820, 600)
        self.settings, self._paths = settings, paths
        self.general = GeneralPage(settings, jobs, thumbnails)
        self.model = ModelPage(settings, paths, jobs)
        self.folders = FoldersPage(jobs, changes)
        self.vocabulary = VocabularyPage(jobs, changes)
        self.pages = {
            "general": (self.tr("General"), self.general),
            "model": (self.tr("Model"), self.model),
            "folders": (self.tr("Folders"), self.folders),
            "vocabulary": (self.tr("Vocabulary"), self.vocabulary),
        }
        self.list, self.stack = QListWidget(self), QStackedWidget(self)
        self.message = QLabel(self)
        self._lay_out()
        for choosing in (self.general, self.model):
            choosing.changed.connect(self._change)
        for page in (self.general, self.model, self.folders, self.vocabulary):
            page.said.connect(self.message.setText)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setAccessibleDescription(self.tr("Chooses what is shown beside it"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setIconSize(QSize(20, 20))
        for title, page in self.pages.values():
            self.list.addItem(title)
            self.stack.addWidget(page)
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.currentRowChanged.connect(lambda _: self.message.clear())
        self.list.setCurrentRow(0)
        self.message.setWordWrap(True)
        close = QPushButton(self.tr("Close"), self)
        close.setAccessibleDescription(self.tr("Closes this window; all is kept already"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        middle, bottom = QHBoxLayout(), QHBoxLayout()
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)
        bottom.setContentsMargins(16, 0, 16, 0)
        bottom.addWidget(self.message, 1)
        bottom.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)

    def show_page(self, name: str) -> None:
        """general, model, folders or vocabulary."""
        self.list.setCurrentRow(list(self.pages).index(name))

    def _change(self, values: dict[str, Any]) -> None:
        """Keep new values of Settings' fields."""
        self.settings = replace(self.settings, **values)
        try:
            save_settings(self.settings, self._paths.settings)
        except OSError as error:
            self.message.setText(
                self.tr("The settings cannot be saved: {0}").format(error.strerror or error)
            )
        self.settings_changed.emit(self.settings)

    def done(self, result: int) -> None:
        self.model.stop()
        self.vocabulary.stop()
        super().done(result)
