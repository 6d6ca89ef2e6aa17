"""The left side as a widget: what stands in it, what a click asks for, and its menus."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QTreeWidgetItem

from app.gui.sides.sidebar import MOST_LABELS, Sidebar
from app.library.records import Root
from app.library.store.roots import RootState


@pytest.fixture
def sidebar(qtbot) -> Sidebar:
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.resize(300, 600)
    sidebar.show()
    return sidebar


def texts(section: QTreeWidgetItem) -> list[tuple[str, str]]:
    rows = [section.child(i) for i in range(section.childCount())]
    return [(row.text(0), row.text(1)) for row in rows]


def click(qtbot, sidebar: Sidebar, row: QTreeWidgetItem) -> None:
    place = sidebar.visualItemRect(row).center()
    qtbot.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)


def entry(menu: QMenu, text: str) -> None:
    """Choose an entry of a menu."""
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_a_folder_is_named_and_counted(sidebar: Sidebar):
    sidebar.show_folders([RootState(Root(1, Path("/home/ann/Photos")), True, 1234)])
    assert texts(sidebar.folders) == [("Photos", "1,234")]
    assert sidebar.folders.child(0).toolTip(0) == "/home/ann/Photos"


def test_a_drive_by_itself_is_named_by_its_path(sidebar: Sidebar):
    sidebar.show_folders([RootState(Root(1, Path("/")), True, 1)])
    assert texts(sidebar.folders) == [("/", "1")]


def test_a_folder_that_is_not_there_says_so_and_is_grey(sidebar: Sidebar):
    states = [RootState(Root(i, Path(f"/media/{i}")), i == 1, 5) for i in (1, 2)]
    sidebar.show_folders(states)
    there, gone = (sidebar.folders.child(i) for i in (0, 1))
    assert (there.text(1), gone.text(1)) == ("5", "not there")
    assert "tags and scores are kept" in gone.toolTip(0)
    assert there.foreground(0) != gone.foreground(0)


def test_labels_stand_by_their_number_and_without_photos_not_at_all(sidebar: Sidebar):
    sidebar.show_labels({"boat": 2, "apple": 2, "cat": 0, "dog": 1500})
    assert texts(sidebar.labels) == [("dog", "1,500"), ("apple", "2"), ("boat", "2")]
    sidebar.show_labels({"cat": 0})
    assert sidebar.labels.isHidden()


def test_only_the_most_frequent_of_many_labels_are_shown(sidebar: Sidebar):
    sidebar.show_labels({f"label {i}": i + 1 for i in range(MOST_LABELS + 50)})
    shown = texts(sidebar.labels)
    assert len(shown) == MOST_LABELS
    assert shown[0] == ("label 249", "250")


def test_the_searches_are_hidden_as_long_as_there_are_none(sidebar: Sidebar):
    sidebar.show_searches([])
    assert sidebar.searches.isHidden()
    sidebar.show_searches([("holiday", "beach OR sea")])
    assert not sidebar.searches.isHidden()
    assert sidebar.searches.child(0).toolTip(0) == "beach OR sea"


def test_what_is_shown_anew_takes_the_place_of_the_old(sidebar: Sidebar):
    for _ in range(2):
        sidebar.show_folders([RootState(Root(1, Path("/a")), True, 1)])
        sidebar.show_searches([("s", "q")])
        sidebar.show_labels({"dog": 1})
    sections = (sidebar.folders, sidebar.searches, sidebar.labels)
    assert [section.childCount() for section in sections] == [1, 1, 1]


@pytest.mark.parametrize(
    ("section", "query"),
    [
        ("folders", 'path:"/home/ann/My photos/*"'),
        ("searches", "beach OR sea"),
        ("labels", '"pine tree"'),
    ],
)
def test_a_click_asks_for_the_photos(qtbot, sidebar: Sidebar, section: str, query: str):
    sidebar.show_folders([RootState(Root(1, Path("/home/ann/My photos")), True, 1)])
    sidebar.show_searches([("holiday", "beach OR sea")])
    sidebar.show_labels({"pine tree": 3})
    with qtbot.waitSignal(sidebar.query_chosen) as told:
        click(qtbot, sidebar, getattr(sidebar, section).child(0))
    assert told.args == [query]


def test_a_label_of_one_word_needs_no_quotes(qtbot, sidebar: Sidebar):
    sidebar.show_labels({"dog": 3})
    with qtbot.waitSignal(sidebar.query_chosen) as told:
        click(qtbot, sidebar, sidebar.labels.child(0))
    assert told.args == ["dog"]


def test_a_click_on_a_title_asks_for_nothing(qtbot, sidebar: Sidebar):
    sidebar.show_labels({"dog": 3})
    with qtbot.assertNotEmitted(sidebar.query_chosen):
        click(qtbot, sidebar, sidebar.labels)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Look for new photos", "index"),
        ("This folder has moved…", "relocate"),
        ("Take out of the library…", "forget"),
    ],
)
def test_the_menu_of_a_folder(qtbot, sidebar: Sidebar, text: str, what: str):
    with qtbot.waitSignal(sidebar.folder_wanted) as told:
        entry(sidebar.menu_of("folder", Path("/photos")), text)
    assert told.args == [what, Path("/photos")]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Set its line…", "line_wanted"),
        ("Review its photos…", "review_wanted"),
        ("What it belongs to…", "parent_wanted"),
        ("Another name…", "alias_wanted"),
    ],
)
def test_the_menu_of_a_label(qtbot, sidebar: Sidebar, text: str, signal: str):
    with qtbot.waitSignal(getattr(sidebar, signal)) as told:
        entry(sidebar.menu_of("label", "dog"), text)
    assert told.args == ["dog"]


def test_the_menu_of_a_search(qtbot, sidebar: Sidebar):
    with qtbot.waitSignal(sidebar.search_deleted) as told:
        entry(sidebar.menu_of("search", ("holiday", "beach")), "Delete this saved search")
    assert told.args == ["holiday"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_opens_over_a_row_only(qtbot, sidebar: Sidebar):
    sidebar.show_labels({"dog": 3})
    sidebar.customContextMenuRequested.emit(QPoint(10, 590))  # under the last row
    sidebar.customContextMenuRequested.emit(sidebar.visualItemRect(sidebar.labels).center())
    assert sidebar.findChildren(QMenu) == []
    row = sidebar.visualItemRect(sidebar.labels.child(0)).center()
    sidebar.customContextMenuRequested.emit(row)
    qtbot.waitUntil(lambda: len(sidebar.findChildren(QMenu)) == 1)
    sidebar.findChild(QMenu).close()
