"""The commands by themselves, and where they stand."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolButton

from app.gui.grid.photo_grid import LARGEST, SMALLEST, USUAL
from app.gui.window.actions import Actions
from app.gui.window.menus import MainToolBar, fill_menus


@pytest.fixture
def actions(qapp) -> Actions:
    return Actions(QObject(qapp))


@pytest.fixture
def toolbar(qtbot, actions: Actions) -> MainToolBar:
    bar = MainToolBar(actions)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def entries(bar: QMenuBar) -> dict[str, list[str]]:
    """The menus with their entries; a line between groups is "-"."""
    return {menu.text(): [a.text() or "-" for a in menu.menu().actions()] for menu in bar.actions()}


def test_no_two_commands_share_a_shortcut(actions: Actions):
    keys = [key.toString() for action in actions.all() for key in action.shortcuts()]
    assert len(keys) > 10
    assert sorted(set(keys)) == sorted(keys)


def test_every_command_has_words_and_an_icon(actions: Actions):
    assert len(actions.all()) == 17
    for action in actions.all():
        assert action.text()
        assert not action.icon().isNull()


def test_usual_commands_have_the_usual_keys(actions: Actions):
    for action, keys in (
        (actions.undo, "Ctrl+Z"),
        (actions.find, "Ctrl+F"),
        (actions.add, "Ctrl+O"),
    ):
        assert action.shortcut() == QKeySequence(keys)


def test_undo_and_redo_say_what_they_would_do(actions: Actions):
    assert (actions.undo.text(), actions.redo.text()) == ("Undo", "Redo")
    assert not actions.undo.isEnabled()
    actions.show_history("add “boat”", "")
    assert actions.undo.text() == "Undo add “boat”"
    assert actions.undo.isEnabled()
    assert not actions.redo.isEnabled()
    actions.show_history("", "add “boat”")
    assert actions.redo.text() == "Redo add “boat”"
    assert not actions.undo.isEnabled()


def test_the_sides_are_switches_that_are_on(actions: Actions):
    assert actions.left.isChecked()
    actions.left.trigger()
    assert not actions.left.isChecked()
    assert actions.right.isChecked()


def test_every_command_stands_in_one_menu(qtbot, actions: Actions):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    fill_menus(bar, actions)
    menus = entries(bar)
    assert list(menus) == ["&File", "&Edit", "F&ind", "&View", "&Help"]
    listed = sorted(text for texts in menus.values() for text in texts if text != "-")
    assert listed == sorted(action.text() for action in actions.all())
    assert menus["&File"] == ["Add folder…", "Look for new photos", "-", "Quit"]


def test_the_toolbar_shows_the_commands_in_their_order(toolbar: MainToolBar, actions: Actions):
    buttons = [b.defaultAction() for b in toolbar.findChildren(QToolButton) if b.defaultAction()]
    expected: list[QAction] = [
        actions.left,
        actions.add,
        actions.undo,
        actions.redo,
        actions.similar,
        actions.line,
        actions.review,
        actions.right,
    ]
    shown = [action for action in toolbar.actions() if action in buttons]
    assert shown == expected


def test_an_order_is_chosen(qtbot, toolbar: MainToolBar):
    orders = [toolbar.order.itemData(i) for i in range(toolbar.order.count())]
    assert orders == ["score", "date", "name", "path"]
    with qtbot.waitSignal(toolbar.order_chosen) as told:
        toolbar.order.setCurrentIndex(2)
    assert told.args == ["name"]


def test_the_slider_has_the_grids_sizes(qtbot, toolbar: MainToolBar):
    assert (toolbar.zoom.minimum(), toolbar.zoom.maximum()) == (SMALLEST, LARGEST)
    assert toolbar.zoom.value() == USUAL
    with qtbot.waitSignal(toolbar.zoom_chosen) as told:
        toolbar.zoom.setValue(200)
    assert told.args == [200]
