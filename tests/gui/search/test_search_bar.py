"""The search box as a widget: what it says when, and what it shows of an answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from app.gui.search.search_bar import MOST_CHIPS, MOST_RECENT, SearchBar
from app.library.search.query import QueryPart


@pytest.fixture
def bar(qtbot) -> SearchBar:
    bar = SearchBar()
    qtbot.addWidget(bar)
    bar.resize(600, 120)
    bar.show()
    return bar


def parts(*texts: str) -> list[QueryPart]:
    kinds = ["operator" if text.isupper() else "label" for text in texts]
    return [QueryPart(text, 0, 1, kind) for text, kind in zip(texts, kinds, strict=True)]


def chips(bar: SearchBar) -> list[str]:
    return [chip.text() for chip in bar.chips.findChildren(QLabel)]


def test_what_is_typed_is_said_once_the_typing_pauses(qtbot, bar: SearchBar):
    said: list[str] = []
    bar.searched.connect(said.append)
    qtbot.keyClicks(bar.box, "boat")
    assert said == []
    qtbot.waitUntil(lambda: said == ["boat"])


def test_enter_does_not_wait(qtbot, bar: SearchBar):
    said: list[str] = []
    bar.searched.connect(said.append)
    qtbot.keyClicks(bar.box, "boat")
    qtbot.keyClick(bar.box, Qt.Key.Key_Return)
    assert said == ["boat"]
    qtbot.wait(400)  # the pause would be over
    assert said == ["boat"]


def test_an_empty_box_is_told_and_has_no_chips(qtbot, bar: SearchBar):
    bar.search_for("red OR green")
    bar.show_parts(parts("red", "OR", "green"))
    with qtbot.waitSignal(bar.cleared), qtbot.assertNotEmitted(bar.searched):
        bar.box.setText("   ")
    qtbot.waitUntil(lambda: chips(bar) == [])


def test_completions_are_asked_for_by_what_is_typed_only(qtbot, bar: SearchBar):
    asked: list[str] = []
    bar.completion_wanted.connect(asked.append)
    bar.search_for("from the left side")
    assert asked == []
    bar.box.clear()
    qtbot.keyClicks(bar.box, "bo")
    assert asked == ["b", "bo"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_completions_are_offered_whatever_their_case(bar: SearchBar):
    bar.offer(["boat", "bottle", "Bozen"])
    completer = bar.box.completer()
    completer.setCompletionPrefix("BO")
    assert completer.completionCount() == 3
    completer.setCompletionPrefix("bott")
    assert completer.currentCompletion() == "bottle"
    assert completer.popup().accessibleName() == "Completions"


def test_a_message_stands_under_the_box_until_one_types_on(qtbot, bar: SearchBar):
    assert not bar.message.isVisible()
    bar.box.setText("red AND (")
    bar.say("a bracket is not closed", 8)
    assert bar.message.isVisible()
    assert bar.message.text() == "a bracket is not closed\nred AND ▸("
    qtbot.keyClicks(bar.box, "b")
    assert not bar.message.isVisible()


def test_the_place_of_an_error_in_a_long_query_is_shown_with_what_is_near(bar: SearchBar):
    bar.box.setMaxLength(10_000)
    bar.box.setText("word " * 500 + "(")
    bar.say("a bracket is not closed", 2500)
    marked = bar.message.text().splitlines()[1]
    assert marked.endswith("▸(")
    assert len(marked) < 100


def test_a_message_may_have_no_place(bar: SearchBar):
    bar.box.setText("red")
    bar.say("the disk is full")
    assert bar.message.text() == "the disk is full"


def test_a_query_of_several_parts_is_shown_as_chips(bar: SearchBar):
    bar.show_parts(parts("red", "OR", "green"))
    assert chips(bar) == ["red", "OR", "green"]
    roles = [chip.property("role") for chip in bar.chips.findChildren(QLabel)]
    assert roles == ["chip", "operator", "chip"]


def test_one_part_needs_no_chip_and_many_are_cut(qtbot, bar: SearchBar):
    bar.show_parts(parts("red"))
    assert chips(bar) == []
    bar.show_parts(parts(*(f"word{i}" for i in range(40))))
    assert len(chips(bar)) == MOST_CHIPS


def test_the_bookmark_asks_to_save_what_is_typed(qtbot, bar: SearchBar):
    bar.box.setText("  red OR green ")
    with qtbot.waitSignal(bar.save_wanted) as told:
        bar.save_action.trigger()
    assert told.args == ["red OR green"]


def recent(bar: SearchBar) -> QMenu:
    """The menu of recent searches, opened."""
    bar.recent_action.trigger()
    return bar.findChildren(QMenu)[-1]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_recent_searches_are_kept_newest_first_and_once(qtbot, bar: SearchBar):
    for text in ("boat", "sea", "boat"):
        bar.remember(text)
    menu = recent(bar)
    assert [action.text() for action in menu.actions()] == ["boat", "sea"]
    with qtbot.waitSignal(bar.searched) as told:
        menu.actions()[1].trigger()
    assert told.args == ["sea"]
    assert bar.box.text() == "sea"
    menu.close()
    for i in range(30):
        bar.remember(str(i))
    menu = recent(bar)
    assert len(menu.actions()) == MOST_RECENT
    menu.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_without_a_search_there_is_nothing_recent(bar: SearchBar):
    menu = recent(bar)
    assert [action.text() for action in menu.actions()] == ["No searches yet"]
    assert not menu.actions()[0].isEnabled()
    menu.close()


def test_the_shortcut_selects_what_stands_in_the_box(bar: SearchBar):
    bar.box.setText("boat")
    bar.take_focus()
    assert bar.box.hasFocus()
    assert bar.box.selectedText() == "boat"
