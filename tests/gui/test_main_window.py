"""The window on real widgets: drop folders, watch them being indexed, type a label."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.gui.jobs import Jobs
from app.gui.main_window import MainWindow
from app.gui.photo_model import PhotoModel
from app.library.library import Library
from app.paths import Paths
from tests.conftest import make_photo


@pytest.fixture
def window(qtbot, paths: Paths, colour_encoder):
    window = MainWindow(Jobs(lambda: Library(paths, "colours")), "a small model")
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def drop(window: MainWindow, *paths: Path) -> None:
    """Drop files as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.grid.dropEvent(event)


def names(window: MainWindow) -> list[str | None]:
    model = window.photos
    return [model.index(row).data() for row in range(model.rowCount())]


def test_dropped_folders_are_indexed_and_searched(qtbot, window: MainWindow, photos: Path):
    qtbot.waitUntil(lambda: "Drop a folder" in window.grid.empty_text)
    drop(window, photos)
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == "6 photos", timeout=20_000)
    window.search_bar.box.setText("green")
    qtbot.waitUntil(
        lambda: window.photos.rowCount() == 2 and names(window)[0] is not None, timeout=20_000
    )
    qtbot.waitUntil(lambda: set(names(window)[:2]) == {"green0.png", "green1.webp"})
    first, last = window.photos.index(0), window.photos.index(1)
    confidence = PhotoModel.ConfidenceRole
    assert first.data(confidence) >= last.data(confidence) >= 0.5
    assert "green" in first.data(Qt.ItemDataRole.AccessibleTextRole)


def test_thumbnails_arrive(qtbot, window: MainWindow, photos: Path):
    drop(window, photos)
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == "6 photos", timeout=20_000)
    role = Qt.ItemDataRole.DecorationRole
    qtbot.waitUntil(
        lambda: all(window.photos.index(row).data(role) for row in range(6)), timeout=20_000
    )
    assert window.photos.index(0).data(role).width() == 160


def test_a_query_that_cannot_be_understood_is_told_under_the_box(qtbot, window: MainWindow):
    window.search_bar.box.setText("a" * 300)
    qtbot.waitUntil(lambda: "at most 200" in window.search_bar.message.text())
    assert window.search_bar.message.isVisible()
    window.search_bar.box.setText("red")
    assert not window.search_bar.message.isVisible()


def test_cancel_keeps_what_is_done(qtbot, window: MainWindow, tmp_path: Path):
    for i in range(60):
        make_photo(tmp_path / "many" / f"{i}.jpg", "blue", i)
    drop(window, tmp_path / "many")
    qtbot.waitUntil(lambda: window.photos.rowCount() > 0, timeout=20_000)
    window.index_bar.cancel.click()
    qtbot.waitUntil(lambda: not window.index_bar.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: 0 < window.photos.rowCount() <= 60)


def test_closing_in_the_middle_of_a_run_stops_it(qtbot, window: MainWindow, photos: Path):
    drop(window, photos)
    window.close()


def test_a_failed_run_says_why(qtbot, window: MainWindow, tmp_path: Path):
    window.index([tmp_path / "nowhere"])
    qtbot.waitUntil(lambda: "there is no folder" in window.statusBar().currentMessage())
    assert not window.index_bar.isVisible()
