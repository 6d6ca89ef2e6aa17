"""The settings page of the vocabulary, on a real library."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.settings.vocabulary_page import VocabularyPage
from app.library.library import Library

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def page(qtbot, jobs: Jobs, changes: Changes) -> VocabularyPage:
    """On the labels blue, green and red."""
    page = VocabularyPage(jobs, changes)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.labels.count() == 3, timeout=10_000)
    return page


def words(page: VocabularyPage) -> list[str]:
    return [page.labels.item(row).text() for row in range(page.labels.count())]


def shown(page: VocabularyPage) -> list[str]:
    rows = [page.labels.item(row) for row in range(page.labels.count())]
    return [row.text() for row in rows if not row.isHidden()]


def choose(page: VocabularyPage, *names: str) -> None:
    for name in names:
        page.labels.findItems(name, Qt.MatchFlag.MatchExactly)[0].setSelected(True)


def test_the_labels_are_listed_and_counted(page: VocabularyPage):
    assert words(page) == ["blue", "green", "red"]
    assert page.count.text() == "3 labels"


def test_what_is_typed_narrows_the_list(qtbot, page: VocabularyPage):
    qtbot.keyClicks(page.text, " RE ")
    assert shown(page) == ["green", "red"]
    page.text.clear()
    assert shown(page) == words(page)


def test_buttons_can_be_pressed_when_there_is_something_to_do(qtbot, page: VocabularyPage):
    assert not page.add.isEnabled()
    assert not page.remove.isEnabled()
    qtbot.keyClicks(page.text, "zebra")
    choose(page, "red")
    assert page.add.isEnabled()
    assert page.remove.isEnabled()


def test_a_label_is_added_and_taken_back(
    qtbot, page: VocabularyPage, changes: Changes, indexed: Library
):
    qtbot.keyClicks(page.text, "Street at night")
    with qtbot.waitSignals([changes.done, page.said]):
        qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "street at night" in words(page), timeout=10_000)
    assert page.text.text() == ""
    changes.undo()
    qtbot.waitUntil(lambda: words(page) == ["blue", "green", "red"], timeout=10_000)


def test_several_labels_are_removed_in_one_step(
    qtbot, page: VocabularyPage, changes: Changes, indexed: Library
):
    choose(page, "red", "blue")
    qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words(page) == ["green"], timeout=10_000)
    assert changes.undo_name == "remove “blue, red” from the vocabulary"
    changes.undo()
    qtbot.waitUntil(lambda: words(page) == ["blue", "green", "red"], timeout=10_000)


def test_a_label_that_is_none_is_told_and_stays_in_the_box(
    qtbot, page: VocabularyPage, changes: Changes
):
    page.text.setText("x" * 300)
    with qtbot.waitSignal(page.said) as told:
        page.add.click()
    assert "300 characters" in told.args[0]
    assert page.text.text() == "x" * 300
    assert changes.standing == ()


def test_a_label_removed_elsewhere_meanwhile_is_told(qtbot, page: VocabularyPage, indexed: Library):
    choose(page, "red")
    indexed.labels.remove("red")
    with qtbot.waitSignal(page.said) as told:
        page.remove.click()
    assert "not in the vocabulary" in told.args[0]


def write(folder: Path, lines: str) -> Path:
    file = folder / "labels.txt"
    file.write_text(lines, encoding="utf-8")
    return file


def test_a_list_is_imported_with_progress(
    qtbot, page: VocabularyPage, changes: Changes, tmp_path: Path
):
    file = write(tmp_path, "# mine\nzebra\n\n  sailing boat \nBOAT\n")
    progress: list[str] = []
    page.said.connect(progress.append)
    with qtbot.waitSignal(changes.done, timeout=10_000) as told:
        page.import_list(file)
        assert page.bar.isVisible()
        assert not page.load.isVisible()
    assert told.args == [Changed.VOCABULARY]
    assert progress == [f"{i} of 3 labels" for i in (1, 2, 3)]
    qtbot.waitUntil(lambda: {"zebra", "sailing boat", "boat"} < set(words(page)), timeout=10_000)
    assert not page.bar.isVisible()


def test_an_import_is_cancelled_and_keeps_what_was_added(
    qtbot, page: VocabularyPage, changes: Changes, tmp_path: Path
):
    file = write(tmp_path, "\n".join(f"label {i}" for i in range(500)))
    page.import_list(file)
    qtbot.waitUntil(lambda: page.bar.value() > 0, timeout=10_000)
    with qtbot.waitSignal(changes.done, timeout=10_000):
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 3 < page.labels.count() < 503, timeout=10_000)


def test_no_file_chosen_imports_nothing(page: VocabularyPage, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    page.load.click()
    assert not page.bar.isVisible()


def test_a_file_that_is_not_there_is_told(qtbot, page: VocabularyPage, tmp_path: Path):
    with qtbot.waitSignal(page.said) as told:
        page.import_list(tmp_path / "nowhere.txt")
    assert "cannot be read as text" in told.args[0]
    assert page.load.isVisible()
