"""The line below the sure photos: how many more there are, one click away."""

import pytest
from PySide6.QtCore import Qt

from app.gui.search.less_sure import LessSure


@pytest.fixture
def divider(qtbot) -> LessSure:
    divider = LessSure()
    qtbot.addWidget(divider)
    return divider


def test_it_is_there_only_where_something_is_below(divider: LessSure):
    divider.show_divider(12, 0, False, "dog")
    assert not divider.isVisible()


def test_one_click_shows_the_less_sure_and_one_more_hides_them(qtbot, divider: LessSure):
    divider.show_divider(12, 1689, False, "dog")
    assert divider.more.text() == "Less sure: 1,689 more"
    assert not divider.text.isVisible()
    with qtbot.waitSignal(divider.wanted) as told:
        qtbot.mouseClick(divider.more, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    with qtbot.assertNotEmitted(divider.wanted):
        divider.show_divider(12, 1689, True, "dog")
    assert divider.more.text() == "Hide the less sure"
    with qtbot.waitSignal(divider.wanted) as told:
        qtbot.mouseClick(divider.more, Qt.MouseButton.LeftButton)
    assert told.args == [False]


def test_where_none_is_sure_it_says_so_and_offers_the_word_that_was_meant(qtbot, divider: LessSure):
    divider.show_divider(0, 60, True, "dgo", "dog")
    assert divider.text.text() == "No photo is surely “dgo”. The nearest:"
    assert not divider.more.isVisible()
    assert divider.meant.text() == "dog?"
    with qtbot.waitSignal(divider.word_chosen) as told:
        qtbot.mouseClick(divider.meant, Qt.MouseButton.LeftButton)
    assert told.args == ["dog"]
