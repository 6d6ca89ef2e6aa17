"""Folders are moved and taken out after a question."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.gui import folder_questions
from app.gui.changes import Changed, Changes
from app.library.library import Library

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def parent(qtbot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def answer(monkeypatch, button: QMessageBox.StandardButton) -> list[str]:
    """Answer every question so; the questions that were asked."""
    asked: list[str] = []

    def question(_: QWidget, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return button

    monkeypatch.setattr(QMessageBox, "question", question)
    return asked


def test_a_yes_takes_the_folder_out(
    qtbot, changes: Changes, parent: QWidget, photos: Path, indexed: Library, monkeypatch
):
    asked = answer(monkeypatch, QMessageBox.StandardButton.Yes)
    with qtbot.waitSignal(changes.done) as told:
        folder_questions.forget(photos, changes, parent)
    assert told.args == [Changed.PHOTOS]
    assert indexed.folders.all() == []
    assert str(photos) in asked[0]
    assert changes.standing == ()  # dropping the folder again brings it back


def test_a_no_leaves_it(
    qtbot, changes: Changes, parent: QWidget, photos: Path, indexed: Library, monkeypatch
):
    answer(monkeypatch, QMessageBox.StandardButton.No)
    folder_questions.forget(photos, changes, parent)
    assert changes.under_way == 0
    assert len(indexed.folders.all()) == 1


def test_a_folder_is_where_the_user_says(
    qtbot, changes: Changes, parent: QWidget, photos: Path, indexed: Library, monkeypatch
):
    photos.rename(photos.with_name("moved"))
    place = str(photos.with_name("moved"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: place)
    with qtbot.waitSignal(changes.done) as told:
        folder_questions.relocate(photos, changes, parent)
    assert told.args == [Changed.PHOTOS]
    assert [state.root.path for state in indexed.folders.all()] == [Path(place)]


def test_no_place_chosen_changes_nothing(
    changes: Changes, parent: QWidget, photos: Path, monkeypatch
):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    folder_questions.relocate(photos, changes, parent)
    assert changes.under_way == 0


def test_what_goes_wrong_is_told_to_who_asked(
    qtbot, changes: Changes, parent: QWidget, photos: Path, indexed: Library, monkeypatch
):
    indexed.folders.forget(photos)  # as on the command line
    answer(monkeypatch, QMessageBox.StandardButton.Yes)
    told: list[Exception] = []
    with qtbot.assertNotEmitted(changes.failed):
        folder_questions.forget(photos, changes, parent, told.append)
        qtbot.waitUntil(lambda: bool(told))
    assert str(photos) in str(told[0])
    with qtbot.waitSignal(changes.failed):
        folder_questions.forget(photos, changes, parent)
