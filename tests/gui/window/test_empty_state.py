"""What stands in place of the grid while it is empty, and how it gives way to it."""

import pytest
from PySide6.QtCore import Qt

from app.gui.grid.photo_grid import PhotoGrid
from app.gui.grid.photo_model import PhotoModel
from app.gui.window.browser import Browser
from app.gui.window.empty_state import EmptyState


@pytest.fixture
def empty(qtbot) -> EmptyState:
    empty = EmptyState()
    qtbot.addWidget(empty)
    empty.resize(800, 600)
    empty.show()
    return empty


@pytest.fixture
def browser(qtbot) -> Browser:
    grid = PhotoGrid(PhotoModel(lambda ids, answer: answer([])))
    browser = Browser(grid)
    grid.photos.setParent(browser)
    qtbot.addWidget(browser)
    browser.resize(1000, 600)
    browser.show()
    return browser


@pytest.mark.parametrize(
    ("device", "words"),
    [
        ("auto", "your graphics card where there is one, else on the processor"),
        ("cpu", "the processor (CPU)"),
        ("cuda", "your graphics card (cuda)"),
    ],
)
def test_the_first_launch_says_where_the_model_runs(empty: EmptyState, device: str, words: str):
    empty.welcome(device)
    expected = f"The model runs on {words}. Nothing leaves this machine."
    assert empty.privacy.text() == expected
    assert empty.add.isVisible()
    assert empty.demo.isVisible()


def test_its_buttons_are_told(qtbot, empty: EmptyState):
    empty.welcome("cpu")
    with qtbot.waitSignal(empty.add_wanted):
        qtbot.mouseClick(empty.add, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(empty.demo_wanted):
        qtbot.mouseClick(empty.demo, Qt.MouseButton.LeftButton)


def test_a_search_without_an_answer_says_what_to_try(empty: EmptyState):
    empty.nothing_found("zebra", "near:zebra")
    assert empty.title.text() == "No photo is surely “zebra”"
    assert empty.text.text() == "The nearest photos: type near:zebra"
    assert not empty.add.isVisible()
    empty.nothing_found("year:1900", "")
    assert empty.text.text() == "Nothing in your library reaches its line."


def test_photos_take_the_place_of_the_words_and_back(browser: Browser):
    assert browser.found.currentWidget() is browser.empty
    browser.show_found(3, "", "")
    assert browser.found.currentWidget() is browser.grid
    browser.show_found(0, "zebra", "near:zebra")
    assert browser.found.currentWidget() is browser.empty
    assert "zebra" in browser.empty.title.text()
    browser.show_grid()
    assert browser.found.currentWidget() is browser.grid


def test_an_empty_library_keeps_its_welcome(browser: Browser):
    browser.empty.welcome("cpu")
    browser.show_found(0, "", "")
    assert browser.empty.title.text() == "Drop a folder of photos here"


def test_the_sides_stand_beside_the_photos_and_cannot_be_squeezed_out(browser: Browser):
    left, centre, right = browser.sizes()
    assert left < centre > right > 0
    browser.setSizes([0, 1000, 0])
    assert min(browser.sizes()) > 0
