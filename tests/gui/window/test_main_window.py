"""The window on real widgets: drop folders, watch the indexing, search, tag, undo, restart."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox

from app.gui.grid.photo_model import PhotoModel
from app.gui.jobs import Jobs
from app.gui.window.main_window import MainWindow
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from tests.colour_encoder import ColourEncoder, ColourFeatures
from tests.conftest import make_photo


def open_window(paths: Paths) -> MainWindow:
    window = MainWindow(Jobs(lambda: Library(paths, "colours")), paths, "a small model")
    window.show()
    return window


@pytest.fixture
def window(qtbot, paths: Paths, colour_encoder) -> Iterator[MainWindow]:
    window = open_window(paths)
    qtbot.addWidget(window)
    yield window
    window.close()


def drop(window: MainWindow, *paths: Path) -> None:
    """Drop files as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)


def names(window: MainWindow) -> list[str | None]:
    model = window.photos
    return [model.index(row).data() for row in range(model.rowCount())]


def shows(window: MainWindow, *wanted: str) -> bool:
    return sorted(n or "" for n in names(window)) == sorted(wanted)


@pytest.fixture
def filled(qtbot, window: MainWindow, photos: Path) -> MainWindow:
    """The window with six photos indexed."""
    drop(window, photos)
    done = "Indexing is done."
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == done, timeout=20_000)
    qtbot.waitUntil(lambda: len(names(window)) == 6 and all(names(window)), timeout=20_000)
    return window


def test_the_first_launch_says_what_to_do(qtbot, window: MainWindow):
    qtbot.waitUntil(lambda: "Drop a folder" in window.empty.title.text())
    assert window.browser.found.currentWidget() is window.empty
    assert "Nothing leaves this machine" in window.empty.privacy.text()
    assert window.empty.add.isVisible()
    assert window.empty.demo.isVisible()


def test_dropped_folders_are_indexed_and_searched(qtbot, filled: MainWindow):
    filled.search_bar.box.setText("green")
    qtbot.waitUntil(lambda: shows(filled, "green0.png", "green1.webp"), timeout=20_000)
    first, last = filled.photos.index(0), filled.photos.index(1)
    confidence = PhotoModel.ConfidenceRole
    assert first.data(confidence) >= last.data(confidence) >= 0.5
    assert "green" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert filled.search_bar.count.text() == "2 photos"
    filled.search_bar.box.clear()
    qtbot.waitUntil(lambda: filled.photos.rowCount() == 6)


def test_the_less_sure_photos_are_one_click_away(qtbot, filled: MainWindow):
    divider = filled.browser.less_sure
    assert not divider.isVisible()
    filled.search_bar.search_for("green")
    qtbot.waitUntil(lambda: shows(filled, "green0.png", "green1.webp"), timeout=20_000)
    assert divider.more.text() == "Less sure: 4 more"
    qtbot.mouseClick(divider.more, Qt.MouseButton.LeftButton)
    assert filled.photos.rowCount() == 6
    assert filled.photos.sure == 2
    qtbot.mouseClick(divider.more, Qt.MouseButton.LeftButton)
    assert filled.photos.rowCount() == 2
    filled.search_bar.search_for("gren")
    qtbot.waitUntil(divider.meant.isVisible, timeout=20_000)
    assert filled.browser.found.currentWidget() is filled.grid
    qtbot.mouseClick(divider.meant, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: filled.photos.rowCount() == 2, timeout=20_000)


def test_thumbnails_arrive_and_follow_the_zoom(qtbot, filled: MainWindow):
    role = Qt.ItemDataRole.DecorationRole

    def widths() -> list[int]:
        pixmaps = [filled.photos.index(row).data(role) for row in range(6)]
        return [p.width() if p else 0 for p in pixmaps]

    qtbot.waitUntil(lambda: all(widths()), timeout=20_000)
    before = filled.grid.side
    filled.actions_.larger.trigger()
    assert filled.grid.side > before
    assert filled.toolbar.zoom.value() == filled.grid.side
    filled.toolbar.zoom.setValue(384)
    assert filled.photos.side == 512
    qtbot.waitUntil(lambda: all(widths()), timeout=20_000)


def test_a_query_that_cannot_be_understood_is_told_under_the_box(qtbot, filled: MainWindow):
    filled.search_bar.box.setText("red AND (green")
    qtbot.waitUntil(lambda: filled.search_bar.message.isVisible())
    assert "▸" in filled.search_bar.message.text()  # the place
    filled.search_bar.box.setText("red")
    assert not filled.search_bar.message.isVisible()


def test_a_query_of_5000_characters_is_told(qtbot, filled: MainWindow):
    filled.search_bar.box.setMaxLength(10_000)
    filled.search_bar.box.setText("word " * 1000)
    qtbot.waitUntil(lambda: filled.search_bar.message.isVisible(), timeout=20_000)


def test_the_parts_of_a_query_are_shown_as_chips(qtbot, filled: MainWindow):
    filled.search_bar.box.setText("red OR green")
    qtbot.waitUntil(lambda: filled.photos.rowCount() == 5, timeout=20_000)
    chips = filled.search_bar.chips.findChildren(type(filled.search_bar.count))
    assert [chip.text() for chip in chips] == ["red", "OR", "green"]


def test_photos_are_sorted_as_chosen(qtbot, filled: MainWindow):
    box = filled.toolbar.order
    box.setCurrentIndex(box.findData("name"))
    wanted = ["blue.jpg", "green0.png", "green1.webp", "red0.jpg", "red1.jpg", "red2.jpg"]
    qtbot.waitUntil(lambda: names(filled) == wanted, timeout=20_000)


def test_a_label_is_added_undone_and_found_again_after_a_restart(
    qtbot, filled: MainWindow, paths: Paths
):
    row = names(filled).index("blue.jpg")
    filled.grid.select_row(row)
    qtbot.waitUntil(lambda: filled.panel.title.text() == "blue.jpg", timeout=20_000)
    filled.panel.box.setText("our boat")
    qtbot.keyClick(filled.panel.box, Qt.Key.Key_Return)
    labels = filled.panel.rows

    def shown() -> list[str]:
        return [row.label.label for row in labels.children() if hasattr(row, "label")]

    qtbot.waitUntil(lambda: "our boat" in shown(), timeout=20_000)
    assert filled.actions_.undo.text() == "Undo add “our boat”"
    filled.actions_.undo.trigger()
    qtbot.waitUntil(lambda: "our boat" not in shown(), timeout=20_000)
    filled.actions_.redo.trigger()
    qtbot.waitUntil(lambda: "our boat" in shown(), timeout=20_000)
    filled.close()

    again = open_window(paths)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.photos.rowCount() == 6, timeout=20_000)
    again.search_bar.search_for('tag:"our boat"')
    qtbot.waitUntil(lambda: shows(again, "blue.jpg"), timeout=20_000)
    qtbot.waitUntil(lambda: again.sidebar.folders.childCount() == 1, timeout=20_000)
    again.close()


def test_undo_right_after_a_label_was_typed_takes_it_back(qtbot, filled: MainWindow):
    filled.grid.select_row(2)
    qtbot.waitUntil(filled.panel.box.isVisible, timeout=20_000)
    filled.activateWindow()
    filled.panel.take_focus()
    qtbot.waitUntil(filled.panel.box.hasFocus, timeout=20_000)
    qtbot.keyClicks(filled.panel.box, "our boat")
    qtbot.keyClick(filled.panel.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: filled.changes.undo_name == "add “our boat”", timeout=20_000)
    qtbot.keyClick(filled.panel.box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: filled.changes.redo_name == "add “our boat”", timeout=20_000)
    assert filled.panel.box.text() == ""
    qtbot.keyClicks(filled.panel.box, "boot")
    qtbot.keyClick(filled.panel.box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert filled.panel.box.text() != "boot"  # what is being typed is undone before


def test_a_tag_leaves_selection_and_focus_where_they_are(qtbot, filled: MainWindow):
    filled.search_bar.search_for("green")
    qtbot.waitUntil(lambda: shows(filled, "green0.png", "green1.webp"), timeout=20_000)
    filled.grid.select_row(1)
    filled.grid.setFocus()
    selected = filled.grid.selected_ids()
    with qtbot.waitSignal(filled.changes.done, timeout=20_000):
        filled.panel.tagged.emit("green", TagKind.ACCEPTED)
    qtbot.waitUntil(lambda: filled.photos.ids[0] == selected[0], timeout=20_000)
    assert filled.grid.selected_ids() == selected
    assert filled.grid.currentIndex().row() == 0
    assert filled.grid.hasFocus()


def test_several_photos_are_labelled_at_once(qtbot, filled: MainWindow):
    filled.grid.selectAll()
    qtbot.waitUntil(lambda: filled.panel.title.text() == "6 photos are selected")
    filled.panel.box.setText("holiday")
    qtbot.keyClick(filled.panel.box, Qt.Key.Key_Return)
    filled.search_bar.search_for("tag:holiday")
    qtbot.waitUntil(lambda: filled.search_bar.count.text() == "6 photos", timeout=20_000)


def test_a_rejected_photo_leaves_the_search(qtbot, filled: MainWindow):
    filled.search_bar.search_for("green")
    qtbot.waitUntil(lambda: shows(filled, "green0.png", "green1.webp"), timeout=20_000)
    filled.grid.select_row(names(filled).index("green0.png"))
    qtbot.waitUntil(lambda: filled.panel.title.text() == "green0.png", timeout=20_000)
    filled.panel.tagged.emit("green", TagKind.REJECTED)
    qtbot.waitUntil(lambda: shows(filled, "green1.webp"), timeout=20_000)


def test_a_photo_opens_large_and_closes(qtbot, filled: MainWindow):
    filled.grid.photo_opened.emit(2)
    assert filled.pages.currentWidget() is filled.view
    filled.view.closed.emit()
    assert filled.pages.currentWidget() is filled.browser


def test_similar_photos_come_first(qtbot, filled: MainWindow):
    filled.grid.select_row(names(filled).index("red0.jpg"))
    qtbot.waitUntil(lambda: filled.panel.title.text() == "red0.jpg", timeout=20_000)
    filled.actions_.similar.trigger()
    qtbot.waitUntil(lambda: names(filled)[0] in ("red1.jpg", "red2.jpg"), timeout=20_000)


def test_cancel_keeps_what_is_done_and_the_next_start_offers_to_go_on(
    qtbot,
    window: MainWindow,
    tmp_path: Path,
    paths: Paths,
    colour_encoder: ColourEncoder,
    monkeypatch,
):
    pressed, encode = threading.Event(), colour_encoder.encode_images

    def wait_for_the_button(pixels: list) -> ColourFeatures:
        if colour_encoder.images_encoded >= 40:
            pressed.wait(20)
        return encode(pixels)

    monkeypatch.setattr(colour_encoder, "encode_images", wait_for_the_button)
    for i in range(60):
        make_photo(tmp_path / "many" / f"{i}.jpg", "blue", i)
    drop(window, tmp_path / "many")
    qtbot.waitUntil(lambda: window.photos.rowCount() > 0, timeout=20_000)
    window.index_bar.pause.click()
    assert window.index_bar.pause.text() == "Resume"
    window.index_bar.cancel.click()
    pressed.set()
    qtbot.waitUntil(lambda: not window.index_bar.isVisible(), timeout=20_000)
    assert 0 < window.photos.rowCount() < 60
    window.close()

    again = open_window(paths)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: bool(again.findChildren(QMessageBox)), timeout=20_000)
    again.findChild(QMessageBox).accept()
    done = "Indexing is done."
    qtbot.waitUntil(lambda: again.statusBar().currentMessage() == done, timeout=20_000)
    qtbot.waitUntil(lambda: again.photos.rowCount() == 60, timeout=20_000)
    again.close()


def test_a_second_drop_waits_its_turn(qtbot, window: MainWindow, photos: Path, tmp_path: Path):
    make_photo(tmp_path / "second" / "one.jpg", "red", 9)
    drop(window, photos)
    drop(window, tmp_path / "second" / "one.jpg")  # a file stands for its folder
    assert "second will follow" in window.statusBar().currentMessage()
    qtbot.waitUntil(lambda: window.photos.rowCount() == 7, timeout=20_000)


def test_what_was_skipped_is_told_with_the_reason(qtbot, window: MainWindow, photos: Path):
    (photos / "broken.jpg").write_text("no picture")
    drop(window, photos)
    done = "Indexing is done."
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == done, timeout=20_000)
    window.dialogs.show_skipped()
    qtbot.waitUntil(lambda: window.findChild(object, "skipped") is not None, timeout=20_000)
    dialog = window.findChild(object, "skipped")
    assert "broken.jpg" in dialog.list.item(0).text()
    assert "not a picture" in dialog.list.item(0).text()
    dialog.close()


def test_an_unplugged_drive_is_grey_and_kept(qtbot, filled: MainWindow, photos: Path):
    photos.rename(photos.with_name("elsewhere"))
    filled.folders.refresh()
    folders = filled.sidebar.folders
    qtbot.waitUntil(lambda: folders.child(0) and folders.child(0).text(1) == "not there")
    assert filled.photos.rowCount() == 6


def test_closing_in_the_middle_of_a_run_stops_it(qtbot, window: MainWindow, photos: Path):
    drop(window, photos)
    window.close()


def test_closing_does_not_wait_for_a_batch_under_way(
    qtbot,
    window: MainWindow,
    photos: Path,
    paths: Paths,
    colour_encoder: ColourEncoder,
    monkeypatch,
):
    at_work, free = threading.Event(), threading.Event()

    def slowly(pixels: list) -> ColourFeatures:
        at_work.set()
        free.wait(20)
        return ColourEncoder.encode_images(colour_encoder, pixels)

    monkeypatch.setattr(colour_encoder, "encode_images", slowly)
    drop(window, photos)
    qtbot.waitUntil(at_work.is_set, timeout=20_000)
    with qtbot.waitSignal(window.closed):
        window.close()
    assert not window.all_ended
    free.set()


def test_the_sidebar_keeps_its_labels_after_a_run_was_cancelled(
    qtbot,
    filled: MainWindow,
    tmp_path: Path,
    colour_encoder: ColourEncoder,
    monkeypatch,
):
    labels = filled.sidebar.labels
    qtbot.waitUntil(lambda: labels.childCount() == 3, timeout=20_000)
    encode = colour_encoder.encode_images

    def then_cancel(pixels: list) -> ColourFeatures:
        filled.indexing.cancel()
        return encode(pixels)

    monkeypatch.setattr(colour_encoder, "encode_images", then_cancel)
    for i in range(20):
        make_photo(tmp_path / "more" / f"{i}.jpg", "blue", 50 + i)
    shown: list[int] = []
    filled.sidebar.model().rowsRemoved.connect(lambda: shown.append(labels.childCount()))
    drop(filled, tmp_path / "more")
    cancelled = "Indexing was cancelled."
    qtbot.waitUntil(lambda: filled.statusBar().currentMessage() == cancelled, timeout=20_000)
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)  # it is filled anew
    qtbot.waitUntil(lambda: labels.childCount() == 3, timeout=20_000)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_another_start_of_the_program_brings_its_folders(qtbot, window: MainWindow, photos: Path):
    window.showMinimized()
    window.come_forward([photos])
    assert not window.isMinimized()
    qtbot.waitUntil(lambda: window.photos.rowCount() == 6, timeout=20_000)


def test_a_failed_run_says_why(qtbot, window: MainWindow, tmp_path: Path):
    window.index([tmp_path / "nowhere"])
    qtbot.waitUntil(lambda: "there is no folder" in window.statusBar().currentMessage())
    assert not window.index_bar.isVisible()
