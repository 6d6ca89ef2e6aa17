"""The window's dialogs: opened on a real library, followed, and gone when closed."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.gui.changes import Changes
from app.gui.indexing.index_bar import SkippedDialog
from app.gui.jobs import Jobs
from app.gui.labels.line_dialog import LineDialog
from app.gui.photo.heat_map import HeatMap
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.window.about import About
from app.gui.window.dialogs import Dialogs
from app.library.library import Library
from app.paths import Paths
from tests.conftest import index

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def window(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialogs(
    window: QWidget, paths: Paths, jobs: Jobs, changes: Changes, thumbnails, pictures
) -> Dialogs:
    return Dialogs(paths, jobs, changes, thumbnails, pictures, window)


def opened(qtbot, window: QWidget, kind: type[QWidget]) -> QWidget:
    """The one dialog of a kind that is open."""
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=10_000)
    found = window.findChildren(kind)
    assert len(found) == 1
    assert found[0].isVisible()
    return found[0]


def close(qtbot, window: QWidget, dialog: QWidget) -> None:
    kind = type(dialog)
    dialog.close()
    qtbot.waitUntil(lambda: window.findChild(kind) is None)


def test_a_folder_is_chosen(qtbot, dialogs: Dialogs, photos: Path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(photos))
    with qtbot.waitSignal(dialogs.index_wanted) as told:
        dialogs.choose_folder()
    assert told.args == [[photos]]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    with qtbot.assertNotEmitted(dialogs.index_wanted):
        dialogs.choose_folder()


def test_the_settings_open_at_a_page_and_are_followed(
    qtbot, window: QWidget, dialogs: Dialogs, thumbnails
):
    dialogs.show_settings("folders")
    dialog = opened(qtbot, window, SettingsDialog)
    assert dialog.stack.currentWidget() is dialog.folders
    with qtbot.waitSignal(dialogs.settings_changed) as told:
        dialog.general.megabytes.setValue(123)
    assert told.args[0].thumbnail_mb == 123
    assert thumbnails.cache.limit == 123_000_000
    close(qtbot, window, dialog)


def test_the_line_of_a_label_opens_its_photos(qtbot, window: QWidget, dialogs: Dialogs):
    dialogs.set_line("red")
    dialog = opened(qtbot, window, LineDialog)
    qtbot.waitUntil(dialog.histogram.isEnabled, timeout=10_000)
    with qtbot.waitSignal(dialogs.photo_opened) as told:
        dialog.just_in.photo_opened.emit(3)
    assert told.args == [3]
    close(qtbot, window, dialog)


def test_why_shows_the_photo_asked_about(
    qtbot, window: QWidget, dialogs: Dialogs, indexed: Library
):
    photo_id = indexed.photos.ids()[1]
    dialogs.explain(photo_id, "red")
    dialog = opened(qtbot, window, HeatMap)
    assert dialog.photo.id == photo_id
    assert dialog.windowTitle() == "Why “red”?"
    qtbot.waitUntil(dialog.export.isEnabled, timeout=10_000)
    close(qtbot, window, dialog)


def test_why_of_a_photo_that_is_gone_opens_nothing(qtbot, window: QWidget, dialogs: Dialogs):
    dialogs.explain(99, "red")
    qtbot.wait(100)
    assert window.findChild(HeatMap) is None


def test_skipped_files_are_shown_with_the_reason(
    qtbot, window: QWidget, dialogs: Dialogs, indexed: Library, photos: Path
):
    (photos / "broken.jpg").write_text("no picture")
    index(indexed, photos)
    dialogs.show_skipped()
    dialog = opened(qtbot, window, SkippedDialog)
    assert "broken.jpg" in dialog.list.item(0).text()
    close(qtbot, window, dialog)


def test_about_opens_and_goes(qtbot, window: QWidget, dialogs: Dialogs):
    dialogs.show_about()
    close(qtbot, window, opened(qtbot, window, About))


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_run_cut_off_is_gone_on_with_if_wanted(
    qtbot, window: QWidget, dialogs: Dialogs, goes_on: bool
):
    wanted: list[list[Path]] = []
    dialogs.index_wanted.connect(wanted.append)
    dialogs.offer_to_go_on()
    box = opened(qtbot, window, QMessageBox)
    kind = QMessageBox.StandardButton
    box.button(kind.Yes if goes_on else kind.No).click()
    assert wanted == ([[]] if goes_on else [])
