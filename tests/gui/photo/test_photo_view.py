"""One photo large: on real files, with real keys and wheel."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.gui.jobs import Jobs
from app.gui.photo.photo_canvas import PhotoCanvas
from app.gui.photo.photo_view import PhotoView
from app.gui.photo.picture_loader import PictureLoader, read
from app.library.library import Library
from app.library.records import Photo

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def view(qtbot, jobs: Jobs, pictures: PictureLoader, indexed: Library) -> PhotoView:
    def fetch(ids, answer):
        jobs.ask(lambda library: library.photos.get(ids), answer, pytest.fail)

    view = PhotoView(pictures, fetch)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    view.open(indexed.photos.ids(), 0)
    qtbot.waitUntil(lambda: view.canvas.picture is not None)
    return view


@pytest.fixture
def large(qtbot, tmp_path: Path) -> PhotoCanvas:
    """A canvas of 800 x 600 that shows a photo of 3000 x 1500: left half white, right half red."""
    image = Image.new("RGB", (3000, 1500), "white")
    image.paste((255, 0, 0), (1500, 0, 3000, 1500))
    image.save(tmp_path / "large.png")
    canvas = PhotoCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    canvas.show_picture(read(a_photo(tmp_path / "large.png")))
    canvas.show()
    return canvas


def a_photo(path: Path) -> Photo:
    return Photo(1, path, "", 0, 0, None, None, 0)


def shown(view: PhotoView) -> str:
    return view.photo.path.name if view.photo else ""


def test_keys_go_along_the_photos(qtbot, view: PhotoView, indexed: Library):
    names = [photo.path.name for photo in indexed.photos.get(indexed.photos.ids())]
    assert shown(view) == names[0]
    assert view.position.text() == "1 of 6"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown(view) == names[1] and view.canvas.picture is not None)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left)  # the end holds
    qtbot.waitUntil(lambda: shown(view) == names[0])
    assert view.position.text() == "1 of 6"


def test_the_next_photo_is_there_before_it_is_asked_for(qtbot, view: PhotoView, pictures):
    qtbot.waitUntil(lambda: len(pictures._pictures) == 3)
    asked = []
    view._fetch = lambda ids, answer: asked.append(ids)
    view.step(1)
    assert asked[0][:2] == [view._ids[1], view._ids[2]]  # the next before the one behind


def test_escape_goes_back(qtbot, view: PhotoView):
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)


def test_a_small_photo_is_not_blown_up_by_fit(view: PhotoView):
    assert view.canvas.zoom == 1.0
    assert view.scale.text() == "100%"


def test_fit_full_size_and_zoom(qtbot, large: PhotoCanvas):
    assert large.zoom == pytest.approx(800 / 3000)
    qtbot.keyClick(large, Qt.Key.Key_1)
    assert large.zoom == 1.0
    qtbot.keyClick(large, Qt.Key.Key_Plus)
    assert large.zoom == 1.25
    qtbot.keyClick(large, Qt.Key.Key_0)
    large.resize(400, 600)
    assert large.zoom == pytest.approx(400 / 3000)


def colour_at(canvas: PhotoCanvas, x: int, y: int) -> str:
    return canvas.grab().toImage().pixelColor(x, y).name()


def test_the_wheel_zooms_at_the_pointer(qtbot, large: PhotoCanvas):
    """What is under the pointer stays there: the edge between white and red."""
    for _ in range(6):
        event = QWheelEvent(
            QPointF(400, 300), QPointF(400, 300), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
            False,
        )  # fmt: skip
        QApplication.sendEvent(large, event)
    assert large.zoom == pytest.approx(800 / 3000 * 1.25**6)
    assert colour_at(large, 390, 300) == "#ffffff"
    assert colour_at(large, 410, 300) == "#ff0000"


def test_dragging_moves_and_stops_at_the_edge(qtbot, large: PhotoCanvas):
    large.zoom_to(1.0)
    qtbot.mousePress(large, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    qtbot.mouseMove(large, QPoint(500, 300))
    qtbot.mouseRelease(large, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    assert colour_at(large, 490, 300) == "#ffffff"
    assert colour_at(large, 510, 300) == "#ff0000"
    for _ in range(50):
        qtbot.keyClick(large, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert colour_at(large, 1, 300) == colour_at(large, 798, 300) == "#ff0000"


def test_turning_turns_what_is_shown(large: PhotoCanvas):
    large.rotate(90)
    assert large.zoom == pytest.approx(600 / 3000)
    assert colour_at(large, 400, 100) == "#ffffff"
    assert colour_at(large, 400, 500) == "#ff0000"


def test_a_large_photo_is_drawn_from_a_smaller_level(large: PhotoCanvas):
    picture = large.picture
    assert [image.width() for image in picture.levels] == [3000, 1500]
    assert picture.level(0.4).width() == 1500
    assert picture.level(0.6).width() == picture.level(4.0).width() == 3000


def test_path_and_photo_are_copied(qtbot, view: PhotoView):
    view.copy_path()
    assert QGuiApplication.clipboard().text() == str(view.photo.path)
    view.copy_image()
    assert QGuiApplication.clipboard().image().size().width() == 160


def test_the_file_manager_opens_the_folder(view: PhotoView, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view.show_in_folder()
    assert Path(opened[0].toLocalFile()) == view.photo.path.parent


def test_a_photo_that_cannot_be_read_says_why(qtbot, view: PhotoView, indexed: Library):
    broken = indexed.photos.get(indexed.photos.ids())[4].path
    broken.write_bytes(b"no picture")
    view.open(view._ids, 4)
    qtbot.waitUntil(lambda: "cannot be shown" in view.canvas.message)
    assert broken.name in view.canvas.message
