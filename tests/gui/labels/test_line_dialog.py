"""The line of a label: on a real library, with mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.labels.histogram import Histogram
from app.gui.labels.line_dialog import LineDialog
from app.library.library import Library

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def window(qtbot) -> QWidget:
    """What the dialog belongs to; the dialog deletes itself when it is closed."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialog(qtbot, window: QWidget, jobs: Jobs, changes: Changes, thumbnails) -> LineDialog:
    dialog = LineDialog("red", jobs, changes, thumbnails, window)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.just_in.count() + dialog.just_out.count() > 0, timeout=10_000)
    return dialog


@pytest.fixture
def histogram(qtbot) -> Histogram:
    histogram = Histogram()
    qtbot.addWidget(histogram)
    histogram.resize(624, 200)  # 600 pixels for 0..1
    histogram.show_counts([50, *([3] * 48), 9])
    histogram.show()
    return histogram


def strips(dialog: LineDialog) -> tuple[list[int], list[int]]:
    return dialog.just_in.ids(), dialog.just_out.ids()


def test_the_count_and_the_strips_are_of_the_line(qtbot, dialog: LineDialog, indexed: Library):
    for value in (0.01, 0.99, 0.5):
        dialog.histogram.set_value(value)
        inside = int((indexed.lines.confidences("red") >= value).sum())
        assert f"{value:.0%} on: {inside} of 6" in dialog.count.text()
        expected = indexed.lines.around("red", value)
        qtbot.waitUntil(lambda expected=expected: strips(dialog) == expected)
        assert len(dialog.just_in.ids()) == inside


def test_the_strips_show_pictures(qtbot, dialog: LineDialog):
    strip = dialog.just_out if dialog.just_out.count() else dialog.just_in
    qtbot.waitUntil(lambda: not strip.item(0).icon().isNull())
    assert strip.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_presets_are_those_of_the_library(qtbot, dialog: LineDialog, indexed: Library):
    presets = indexed.lines.of("red").presets
    for name, button in dialog.presets.items():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert dialog.histogram.value == pytest.approx(presets[name])
        assert button.isChecked()


def test_a_line_is_kept_and_can_be_undone(
    qtbot, dialog: LineDialog, changes: Changes, indexed: Library
):
    dialog.histogram.set_value(0.7)
    with qtbot.waitSignal(changes.done) as told:
        dialog.box.button(QDialogButtonBox.StandardButton.Save).click()
    assert told.args == [Changed.LINES]
    assert indexed.lines.of("red").value == 0.7
    assert indexed.lines.of("red").chosen
    with qtbot.waitSignal(changes.done):
        changes.undo()
    assert not indexed.lines.of("red").chosen
    with qtbot.waitSignal(changes.done):
        changes.redo()
    assert indexed.lines.of("red").value == 0.7


def test_the_default_is_no_line_of_its_own(
    qtbot, window: QWidget, jobs: Jobs, changes: Changes, thumbnails, indexed: Library
):
    indexed.lines.set("red", 0.9)
    dialog = LineDialog("red", jobs, changes, thumbnails, window)
    qtbot.waitUntil(dialog.histogram.isEnabled)
    assert dialog.histogram.value == 0.9
    kinds, box = QDialogButtonBox.StandardButton, dialog.box
    box.button(kinds.RestoreDefaults).click()
    with qtbot.waitSignal(changes.done):
        box.button(kinds.Save).click()
    assert not indexed.lines.of("red").chosen
    with qtbot.waitSignal(changes.done):
        changes.undo()
    assert indexed.lines.of("red").value == 0.9


def test_undo_and_cancel_leave_it(qtbot, dialog: LineDialog, indexed: Library):
    before = dialog.histogram.value
    dialog.histogram.set_value(0.2)
    dialog.undo.click()
    assert dialog.histogram.value == before
    dialog.histogram.set_value(0.2)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not indexed.lines.of("red").chosen


def test_the_line_is_dragged(qtbot, histogram: Histogram):
    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(312, 50))
    assert histogram.value == pytest.approx(0.5, abs=0.01)
    with qtbot.waitSignal(histogram.value_changed):
        qtbot.mouseMove(histogram, QPoint(462, 50))
    assert histogram.value == pytest.approx(0.75, abs=0.01)
    qtbot.mouseMove(histogram, QPoint(5000, 50))
    assert histogram.value == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 0.51), (Qt.Key.Key_Left, 0.49), (Qt.Key.Key_PageUp, 0.6),
        (Qt.Key.Key_PageDown, 0.4), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 1),
    ],
)  # fmt: skip
def test_keys_move_the_line(qtbot, histogram: Histogram, key: Qt.Key, value: float):
    qtbot.keyClick(histogram, key)
    assert histogram.value == pytest.approx(value)


def test_a_bar_beyond_the_line_looks_other(qapp, histogram: Histogram):
    histogram.set_value(0.5)
    image = histogram.grab().toImage()
    # A little above the axis, inside the first and inside the last bar.
    below, above = (image.pixelColor(x, 200 - 24 - 12 - 5).name() for x in (17, 606))
    assert below != above
