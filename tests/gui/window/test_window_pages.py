"""The pages and dialogs of the main window are reached by its commands, and change it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.gui.grid.photo_strip import PhotoStrip
from app.gui.jobs import Jobs
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.window.about import About
from app.gui.window.main_window import MainWindow
from app.library.library import Library
from app.paths import Paths
from app.settings import load_settings
from tests.conftest import index


@pytest.fixture
def window(qtbot, paths: Paths, library: Library, photos: Path) -> Iterator[MainWindow]:
    """On seven photos, two of them the same."""
    shutil.copy(photos / "red0.jpg", photos / "again.jpg")
    index(library, photos)
    window = MainWindow(Jobs(lambda: Library(paths, "colours")), paths, "a small model")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.photos.rowCount() == 7, timeout=10_000)
    yield window
    window.close()


def test_settings_are_opened_and_followed(qtbot, window: MainWindow, paths: Paths):
    window.actions_.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    with qtbot.waitSignal(window.settings_changed) as told:
        dialog.general.megabytes.setValue(200)
    assert told.args[0].thumbnail_mb == load_settings(paths.settings).thumbnail_mb == 200
    assert window.small_pictures.limit == 200_000_000
    dialog.accept()


def test_a_folder_taken_out_leaves_the_window(qtbot, window: MainWindow, monkeypatch):
    window.dialogs.show_settings("folders")
    page = window.findChild(SettingsDialog).folders
    qtbot.waitUntil(lambda: page.roots.count() == 1)
    page.roots.setCurrentRow(0)
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    page.forget.click()
    qtbot.waitUntil(lambda: window.photos.rowCount() == 0, timeout=10_000)


def test_about_is_opened(window: MainWindow):
    window.actions_.about.trigger()
    assert window.findChild(About).isVisible()


def test_a_group_of_duplicates_is_shown_in_the_grid(qtbot, window: MainWindow):
    window.actions_.duplicates.trigger()
    view = window.duplicates
    assert window.pages.currentWidget() is view
    qtbot.waitUntil(lambda: bool(view.findChildren(PhotoStrip)), timeout=10_000)
    buttons = view.findChildren(QPushButton)
    exact = [b for b in buttons if b.accessibleDescription() == "2 files with the same picture"]
    next(b for b in exact if b.text() == "Show in the grid").click()
    assert window.pages.currentWidget() is window.browser
    qtbot.waitUntil(lambda: window.photos.rowCount() == 2)


def test_a_dialog_closed_before_its_answers_come_is_forgotten(qtbot, window: MainWindow):
    window.dialogs.show_settings()
    window.findChild(SettingsDialog).accept()
    qtbot.waitUntil(lambda: window.findChild(SettingsDialog) is None)
    window.search_bar.box.setText("red")  # answered after what the dialog asked
    qtbot.waitUntil(lambda: window.searching.query == "red")
    qtbot.waitUntil(lambda: window.photos.rowCount() < 7, timeout=10_000)
