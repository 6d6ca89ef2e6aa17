"""The left side on a real library: it stays true, and does what its menus ask for."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QTreeWidgetItem

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.operations import save_search, tag
from app.gui.sides.sidebar import Sidebar
from app.gui.sides.sidebar_control import SidebarControl
from app.library.library import Library
from app.library.records import TagKind

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def sidebar(qtbot) -> Sidebar:
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.show()
    return sidebar


@pytest.fixture
def control(qtbot, jobs: Jobs, changes: Changes, sidebar: Sidebar) -> SidebarControl:
    """On the six photos, once all is shown."""
    control = SidebarControl(jobs, changes, sidebar)
    control.refresh()
    qtbot.waitUntil(lambda: sidebar.labels.childCount() > 0, timeout=10_000)
    return control


def texts(section: QTreeWidgetItem) -> dict[str, str]:
    rows = [section.child(i) for i in range(section.childCount())]
    return {row.text(0): row.text(1) for row in rows}


def answer(monkeypatch, text: str, given: bool = True) -> list[str]:
    """Answer every question for a text so; the questions that were asked."""
    asked: list[str] = []

    def ask(_: object, _title: str, question: str, **_more: object) -> tuple[str, bool]:
        asked.append(question)
        return text, given

    monkeypatch.setattr(QInputDialog, "getText", ask)
    return asked


def test_everything_is_shown_at_first(control: SidebarControl, sidebar: Sidebar):
    assert texts(sidebar.folders) == {"photos": "6"}
    assert texts(sidebar.labels)["red"] == "3"
    assert sidebar.searches.isHidden()


def test_counts_follow_what_is_said_of_photos(
    qtbot, control: SidebarControl, changes: Changes, sidebar: Sidebar, indexed: Library
):
    changes.make(tag(indexed.photos.ids(), "red", TagKind.ACCEPTED))
    qtbot.waitUntil(lambda: texts(sidebar.labels)["red"] == "6", timeout=10_000)
    changes.undo()
    qtbot.waitUntil(lambda: texts(sidebar.labels)["red"] == "3", timeout=10_000)


def test_only_what_was_touched_is_asked_for_again(
    qtbot, control: SidebarControl, changes: Changes, sidebar: Sidebar, indexed: Library
):
    indexed.tags.set(indexed.photos.ids(), "red", TagKind.ACCEPTED)  # nobody tells the window
    changes.make(save_search("warm", "red"))
    qtbot.waitUntil(lambda: texts(sidebar.searches) == {"warm": ""}, timeout=10_000)
    assert texts(sidebar.labels)["red"] == "3"
    changes.tell(Changed.TAGS)
    qtbot.waitUntil(lambda: texts(sidebar.labels)["red"] == "6", timeout=10_000)


def test_a_search_is_saved_under_the_name_given(
    qtbot, control: SidebarControl, changes: Changes, indexed: Library, monkeypatch
):
    answer(monkeypatch, "  warm ")
    with qtbot.waitSignal(changes.done) as told:
        control.save_search("red OR green")
    assert told.args == [Changed.SEARCHES]
    assert indexed.searches.saved() == [("warm", "red OR green")]


@pytest.mark.parametrize(
    ("query", "name", "given"), [("red", "warm", False), ("red", "  ", True), ("", "warm", True)]
)
def test_a_search_without_a_name_or_words_is_not_saved(
    control: SidebarControl, changes: Changes, monkeypatch, query: str, name: str, given: bool
):
    answer(monkeypatch, name, given)
    control.save_search(query)
    assert changes.under_way == 0


def test_a_search_is_deleted_and_comes_back(
    qtbot, control: SidebarControl, changes: Changes, sidebar: Sidebar, indexed: Library
):
    indexed.searches.save("warm", "red")
    with qtbot.waitSignal(changes.done):
        sidebar.search_deleted.emit("warm")
    assert indexed.searches.saved() == []
    changes.undo()
    qtbot.waitUntil(lambda: texts(sidebar.searches) == {"warm": ""}, timeout=10_000)


def test_a_label_is_put_below_another(
    qtbot,
    control: SidebarControl,
    changes: Changes,
    sidebar: Sidebar,
    indexed: Library,
    monkeypatch,
):
    asked = answer(monkeypatch, "colour")
    with qtbot.waitSignal(changes.done):
        sidebar.parent_wanted.emit("red")
    assert "“red”" in asked[0]
    assert len(indexed.photos.rank("colour").ids) == 3


def test_a_circle_of_labels_is_told(
    qtbot,
    control: SidebarControl,
    changes: Changes,
    sidebar: Sidebar,
    indexed: Library,
    monkeypatch,
):
    indexed.labels.set_parent("red", "colour")
    answer(monkeypatch, "red")
    with qtbot.waitSignal(changes.failed) as told:
        sidebar.parent_wanted.emit("colour")
    assert "cannot be above" in told.args[0]
    assert changes.undo_name == ""


def test_a_label_gets_another_name(
    qtbot,
    control: SidebarControl,
    changes: Changes,
    sidebar: Sidebar,
    indexed: Library,
    monkeypatch,
):
    answer(monkeypatch, "rot")
    with qtbot.waitSignal(changes.done):
        sidebar.alias_wanted.emit("red")
    assert indexed.photos.rank("rot").ids.tolist() == indexed.photos.rank("red").ids.tolist()


def test_new_photos_are_looked_for_in_one_folder(
    qtbot, control: SidebarControl, sidebar: Sidebar, photos: Path
):
    with qtbot.waitSignal(control.index_wanted) as told:
        sidebar.folder_wanted.emit("index", photos)
    assert told.args == [[photos]]


def test_a_folder_is_taken_out(
    qtbot, control: SidebarControl, sidebar: Sidebar, photos: Path, monkeypatch
):
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    sidebar.folder_wanted.emit("forget", photos)
    qtbot.waitUntil(lambda: texts(sidebar.folders) == {}, timeout=10_000)
    qtbot.waitUntil(sidebar.labels.isHidden, timeout=10_000)


def test_a_moved_folder_is_found_again(
    qtbot, control: SidebarControl, sidebar: Sidebar, photos: Path, monkeypatch
):
    photos.rename(photos.with_name("moved"))
    place = str(photos.with_name("moved"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: place)
    sidebar.folder_wanted.emit("relocate", photos)
    qtbot.waitUntil(lambda: texts(sidebar.folders) == {"moved": "6"}, timeout=10_000)
