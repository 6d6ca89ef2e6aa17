"""Duplicates, in groups: on real copies of a photo."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from app.gui.grid.duplicates_view import DuplicatesView
from app.gui.grid.photo_strip import PhotoStrip
from app.gui.jobs import Jobs
from app.library.library import Library
from tests.conftest import index

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def duplicates(qtbot, jobs: Jobs, thumbnails, library: Library, photos: Path) -> DuplicatesView:
    (photos / "copies").mkdir()
    shutil.copy(photos / "red0.jpg", photos / "copies" / "again.jpg")
    index(library, photos)
    view = DuplicatesView(jobs, thumbnails)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.look()
    qtbot.waitUntil(lambda: bool(view.findChildren(PhotoStrip)), timeout=10_000)
    return view


def test_duplicates_are_shown_in_groups(qtbot, duplicates: DuplicatesView, library: Library):
    strips = duplicates.findChildren(PhotoStrip)
    exact = next(s for s in strips if s.accessibleName() == "2 files with the same picture")
    names = {photo.path.name for photo in library.photos.get(exact.ids())}
    assert names == {"red0.jpg", "again.jpg"}
    with qtbot.waitSignal(duplicates.closed):
        qtbot.keyClick(duplicates, Qt.Key.Key_Escape)


def test_the_files_of_a_group_are_shown(duplicates: DuplicatesView, monkeypatch, photos: Path):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    buttons = duplicates.findChildren(QPushButton)
    exact = [b for b in buttons if b.accessibleDescription() == "2 files with the same picture"]
    next(b for b in exact if b.text() == "Show the files").click()
    assert {Path(url.toLocalFile()) for url in opened} == {photos, photos / "copies"}
