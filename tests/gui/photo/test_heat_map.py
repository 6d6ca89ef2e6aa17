"""The window that shows where in a photo a label is seen."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from app.gui.jobs import Jobs
from app.gui.photo.heat_map import HeatMap
from app.gui.photo.picture_loader import PictureLoader
from app.library.library import Library
from tests.conftest import index

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def window(qtbot, library: Library, tmp_path: Path, jobs: Jobs, pictures: PictureLoader):
    """The heat of "red" in a photo whose left third is red."""
    image = Image.new("RGB", (900, 600), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 300, 600))
    (tmp_path / "more").mkdir()
    image.save(tmp_path / "more" / "half.png")
    index(library, tmp_path / "more")
    photo = library.photos.at(tmp_path / "more" / "half.png")
    window = HeatMap(photo, "red", jobs, pictures)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.export.isEnabled(), timeout=10_000)
    return window


def test_it_says_how_much_each_stream_sees(window: HeatMap, library: Library):
    why = library.photos.explain(window.photo.id, "red")
    assert f"{why.confidence:.0%}" in window.state.text()
    assert "details: very much like it" in window.detail_words.text()
    assert window.detail_bar.value() > 0
    assert window.windowTitle() == "Why “red”?"


def warm(image: QImage, x: float) -> int:
    return image.pixelColor(round(x * image.width()), image.height() // 2).alpha()


def test_the_heat_lies_over_the_red_part(window: HeatMap):
    assert warm(window._heat, 0.05) > 200
    assert warm(window._heat, 0.9) == 0
    assert window.canvas.overlay is window._heat


def test_h_and_the_slider_change_what_is_drawn(qtbot, window: HeatMap):
    def left_edge():
        return window.canvas.grab().toImage().pixelColor(40, window.canvas.height() // 2).name()

    with_heat = left_edge()
    qtbot.keyClick(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: left_edge() == "#ff0000" != with_heat)
    assert not window.opacity.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: left_edge() == with_heat)
    window.opacity.setValue(10)
    assert left_edge() not in ("#ff0000", with_heat)


def test_it_is_exported_whole(qtbot, window: HeatMap, tmp_path: Path, monkeypatch):
    file = tmp_path / "heat.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(window.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: str(file) in window.state.text())
    saved = Image.open(file).convert("RGB")
    assert saved.size == (900, 600)
    assert saved.getpixel((890, 300)) == (0, 0, 255)
    assert saved.getpixel((20, 300)) != (255, 0, 0)


def test_a_folder_that_cannot_be_written_is_told(qtbot, window: HeatMap, tmp_path: Path):
    window.export_to(tmp_path / "nowhere" / "heat.png")
    qtbot.waitUntil(lambda: "cannot write" in window.state.text())


def test_a_photo_that_is_gone_is_told(qtbot, library: Library, jobs: Jobs, pictures):
    photo = library.photos.get(library.photos.ids())[0]
    photo.path.unlink()
    window = HeatMap(photo, "red", jobs, pictures)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: "cannot be read" in window.state.text())
