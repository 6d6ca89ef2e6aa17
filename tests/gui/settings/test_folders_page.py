"""The settings page of folders, on a real library."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.settings.folders_page import FoldersPage
from app.library.library import Library
from tests.conftest import index, make_photo

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def page(qtbot, jobs: Jobs, changes: Changes, indexed: Library, tmp_path: Path) -> FoldersPage:
    """On two folders: six photos, and one."""
    make_photo(tmp_path / "scans" / "letter.png", "blue", 90)
    index(indexed, tmp_path / "scans")
    page = FoldersPage(jobs, changes)
    qtbot.addWidget(page)  # not shown: a list on show chooses its first row by itself
    qtbot.waitUntil(lambda: page.roots.count() == 2, timeout=10_000)
    return page


def texts(page: FoldersPage) -> list[str]:
    return [page.roots.item(row).text() for row in range(page.roots.count())]


def test_every_folder_is_listed_with_its_photos(page: FoldersPage, photos: Path, tmp_path: Path):
    assert texts(page) == [f"{photos}\n6 photos", f"{tmp_path / 'scans'}\n1 photos"]


def test_nothing_can_be_done_until_a_folder_is_chosen(page: FoldersPage):
    controls = (page.relocate, page.forget, page.patterns, page.apply)
    assert not any(control.isEnabled() for control in controls)
    page.roots.setCurrentRow(0)
    assert all(control.isEnabled() for control in controls)


def test_a_folder_that_is_not_there_says_so(
    qtbot, page: FoldersPage, changes: Changes, photos: Path
):
    photos.rename(photos.with_name("unplugged"))
    changes.tell(Changed.PHOTOS)
    qtbot.waitUntil(lambda: "not there now · 6 photos" in texts(page)[0], timeout=10_000)


def test_each_folder_has_patterns_of_its_own(
    qtbot, page: FoldersPage, indexed: Library, photos: Path
):
    indexed.folders.set_ignored(photos, ["sub/", "*.psd"])
    page.roots.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.patterns.toPlainText() == "sub/\n*.psd")
    page.roots.setCurrentRow(1)
    qtbot.waitUntil(lambda: page.patterns.toPlainText() == "")
    page.roots.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.patterns.toPlainText() == "sub/\n*.psd")


def test_patterns_are_applied_to_the_folder_chosen(
    qtbot, page: FoldersPage, changes: Changes, indexed: Library, photos: Path
):
    page.roots.setCurrentRow(0)
    page.patterns.setPlainText("  sub/  \n\n")
    with qtbot.waitSignals([changes.done, page.said]):
        page.apply.click()
    assert indexed.folders.ignored(photos) == ["sub/"]
    qtbot.waitUntil(lambda: texts(page)[0].endswith("3 photos"), timeout=10_000)


def test_a_pattern_that_is_none_is_told(qtbot, page: FoldersPage, indexed: Library, photos: Path):
    page.roots.setCurrentRow(0)
    page.patterns.setPlainText("a/**b\\")
    with qtbot.waitSignal(page.said) as told:
        page.apply.click()
    assert "pattern" in told.args[0]
    assert indexed.folders.ignored(photos) == []


def test_other_changes_leave_the_list_and_what_is_typed(
    qtbot, page: FoldersPage, changes: Changes, indexed: Library, tmp_path: Path
):
    indexed.folders.set_ignored(tmp_path / "scans", ["drafts/"])
    page.roots.setCurrentRow(1)
    qtbot.waitUntil(lambda: page.patterns.toPlainText() == "drafts/")
    page.patterns.setPlainText("half typed")
    changes.tell(Changed.TAGS | Changed.LINES | Changed.VOCABULARY)
    qtbot.wait(100)
    assert page.roots.currentRow() == 1
    assert page.patterns.toPlainText() == "half typed"


def test_a_folder_forgotten_elsewhere_leaves_the_list(
    qtbot, page: FoldersPage, changes: Changes, indexed: Library, photos: Path, tmp_path: Path
):
    indexed.folders.forget(photos)
    changes.tell(Changed.PHOTOS)
    qtbot.waitUntil(lambda: texts(page) == [f"{tmp_path / 'scans'}\n1 photos"], timeout=10_000)


def test_what_cannot_be_done_is_told_on_the_page(
    qtbot, page: FoldersPage, indexed: Library, photos: Path, monkeypatch
):
    page.roots.setCurrentRow(0)
    indexed.folders.forget(photos)
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    with qtbot.waitSignal(page.said) as told:
        page.forget.click()
    assert str(photos) in told.args[0]
