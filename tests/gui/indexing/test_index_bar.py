"""The bar under the window while photos are indexed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from app.gui.indexing.index_bar import IndexBar, SkippedDialog, spoken_seconds
from app.library.records import Progress


@pytest.fixture
def bar(qtbot) -> IndexBar:
    bar = IndexBar()
    qtbot.addWidget(bar)
    return bar


def test_it_shows_itself_when_a_run_begins(bar: IndexBar):
    assert not bar.isVisible()
    bar.start()
    assert bar.isVisible()
    assert bar.text.text() == ""
    assert not bar.skipped.isVisible()


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (Progress("scan", found=120), "Looking for photos: 120"),
        (Progress("model"), "Loading the model"),
        (Progress("labels"), "Scoring labels"),
        (Progress("index", total=10, indexed=3, unchanged=1), "4 of 10"),
        (
            Progress("index", total=10, indexed=4, photos_per_second=2.55, eta=100.0),
            "4 of 10 · 2.5 photos/s · 2 min left",
        ),
    ],
)
def test_each_phase_has_its_sentence(bar: IndexBar, progress: Progress, sentence: str):
    bar.show_progress(progress)
    assert bar.text.text() == sentence


def test_the_bar_moves_without_an_end_until_the_number_is_known(bar: IndexBar):
    bar.show_progress(Progress("scan", total=0, found=5))
    assert (bar.bar.minimum(), bar.bar.maximum()) == (0, 0)
    bar.show_progress(Progress("index", total=10, indexed=2, moved=1, failed=1))
    assert (bar.bar.value(), bar.bar.maximum()) == (4, 10)


def test_skipped_files_are_counted_and_can_be_looked_at(qtbot, bar: IndexBar):
    bar.start()
    bar.show_progress(Progress("index", total=10, failed=2))
    assert bar.skipped.isVisible()
    assert bar.skipped.text() == "2 skipped"
    with qtbot.waitSignal(bar.skipped_wanted):
        qtbot.mouseClick(bar.skipped, Qt.MouseButton.LeftButton)
    bar.start()  # the next run
    assert not bar.skipped.isVisible()


def test_pause_is_a_switch_that_says_what_it_would_do(qtbot, bar: IndexBar):
    bar.start()
    assert bar.pause.text() == "Pause"
    with qtbot.waitSignal(bar.paused) as told:
        qtbot.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    assert bar.pause.text() == "Resume"
    with qtbot.waitSignal(bar.paused) as told:
        bar.start()  # a run begins unheld
    assert told.args == [False]


def test_cancel_is_told(qtbot, bar: IndexBar):
    bar.start()
    with qtbot.waitSignal(bar.cancelled):
        qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)


def test_skipped_files_are_listed_with_their_reason(qtbot):
    dialog = SkippedDialog([(Path("/photos/a.jpg"), "not a picture"), (Path("/b.raw"), "empty")])
    qtbot.addWidget(dialog)
    texts = [dialog.list.item(i).text() for i in range(dialog.list.count())]
    assert texts == ["/photos/a.jpg\nnot a picture", "/b.raw\nempty"]
    close = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    with qtbot.waitSignal(dialog.rejected):
        close.click()


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [(0.4, "0 s"), (89, "89 s"), (90, "2 min"), (5300, "88 min"), (7800, "2 h 10 min")],
)
def test_durations_as_people_say_them(seconds: float, spoken: str):
    assert spoken_seconds(seconds) == spoken
