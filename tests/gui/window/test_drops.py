"""Files dropped on the window, as a file manager drops them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from app.gui.jobs import Jobs
from app.gui.window.drops import dropped_folders
from app.gui.window.main_window import MainWindow
from app.library.library import Library
from app.paths import Paths

COPY, LEFT, NO_KEY = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


def carried(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def window(qtbot, paths: Paths, colour_encoder):
    window = MainWindow(Jobs(lambda: Library(paths, "colours")), paths, "a small model")
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def enters(window: MainWindow, data: QMimeData) -> bool:
    """Whether the window would take what is dragged over it."""
    event = QDragEnterEvent(QPoint(50, 50), COPY, data, LEFT, NO_KEY)
    event.ignore()
    window.dragEnterEvent(event)
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData) -> bool:
    event = QDropEvent(QPointF(50, 50), COPY, data, LEFT, NO_KEY)
    event.ignore()
    window.dropEvent(event)
    return event.isAccepted()


def test_a_folder_is_itself_and_a_file_its_folder(photos: Path):
    assert dropped_folders(carried(photos)) == [photos]
    assert dropped_folders(carried(photos / "red0.jpg")) == [photos]


def test_files_of_one_folder_are_that_folder_once(photos: Path):
    files = [photos / "red0.jpg", photos / "sub", photos / "red1.jpg", photos / "sub" / "deep"]
    assert dropped_folders(carried(*files)) == [photos, photos / "sub", photos / "sub" / "deep"]


def test_what_is_not_on_this_machine_is_left_out(photos: Path):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.jpg"), QUrl.fromLocalFile(str(photos / "gone"))])
    assert dropped_folders(data) == []
    data = QMimeData()
    data.setText("only words")
    assert dropped_folders(data) == []


def test_the_window_takes_folders_and_nothing_else(window: MainWindow, photos: Path):
    assert enters(window, carried(photos))
    words = QMimeData()
    words.setText("only words")
    assert not enters(window, words)
    assert not enters(window, carried(photos / "gone"))


def test_a_dropped_file_has_its_folder_indexed(qtbot, window: MainWindow, photos: Path):
    assert drop(window, carried(photos / "sub" / "green0.png"))
    assert window.indexing.under_way
    qtbot.waitUntil(lambda: window.photos.rowCount() == 3, timeout=20_000)
    qtbot.waitUntil(lambda: not window.indexing.under_way, timeout=20_000)
    folders = window.sidebar.folders
    qtbot.waitUntil(lambda: folders.childCount() == 1 and folders.child(0).text(1) == "3")


def test_dropped_words_start_nothing(window: MainWindow):
    words = QMimeData()
    words.setText("only words")
    assert not drop(window, words)
    assert not window.indexing.under_way
