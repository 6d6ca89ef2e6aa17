"""Where the window stood is kept from one start to the next."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter

from app.gui.window.place import Place


@pytest.fixture
def make(qtbot):
    """Makes a window of two parts beside each other."""

    def made() -> tuple[QMainWindow, QSplitter]:
        window, parts = QMainWindow(), QSplitter()
        qtbot.addWidget(window)
        for text in ("left", "right"):
            parts.addWidget(QLabel(text))
        window.setCentralWidget(parts)
        window.resize(500, 300)
        return window, parts

    return made


def test_a_window_stands_where_it_stood(make, tmp_path: Path):
    window, parts = make()
    window.show()
    window.resize(640, 420)
    parts.setSizes([200, 435])
    Place(tmp_path / "window.ini").keep(window, parts)
    sizes = parts.sizes()

    again, its_parts = make()
    Place(tmp_path / "window.ini").restore(again, its_parts)
    again.show()
    assert (again.width(), again.height()) == (640, 420)
    assert its_parts.sizes() == sizes


def test_the_first_time_it_stands_as_it_was_made(make, tmp_path: Path):
    window, parts = make()
    Place(tmp_path / "window.ini").restore(window, parts)
    assert (window.width(), window.height()) == (500, 300)


def test_a_damaged_file_is_as_none(make, tmp_path: Path):
    (tmp_path / "window.ini").write_text("[General]\ngeometry=nonsense\nbrowser=7\n")
    window, parts = make()
    Place(tmp_path / "window.ini").restore(window, parts)
    assert (window.width(), window.height()) == (500, 300)
