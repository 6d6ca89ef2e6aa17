"""The right side as a widget: one photo, several, none; and what its buttons say."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QProgressBar

from app.gui.sides.label_panel import LabelPanel, spoken_bytes
from app.gui.sides.label_row import LabelRow
from app.library.labels.tagging import PhotoLabel
from app.library.records import Photo, TagKind

BOAT = Photo(
    1, Path("/photos/boat.jpg"), "abc", 4000, 3000, "2024-05-06T07:08:09", "Pentax K-3", 3_900_000
)
TIMES = "\N{MULTIPLICATION SIGN}"
TAGGED = PhotoLabel("sea", None, TagKind.ADDED)
SUGGESTED = PhotoLabel("ship", 0.83, None)


@pytest.fixture
def panel(qtbot) -> LabelPanel:
    panel = LabelPanel()
    qtbot.addWidget(panel)
    panel.resize(280, 600)
    panel.show()
    return panel


def rows(panel: LabelPanel) -> list[LabelRow]:
    return panel.rows.findChildren(LabelRow)


def pixmap(width: int, height: int) -> QPixmap:
    made = QPixmap(width, height)
    made.fill(QColor("red"))
    return made


def test_without_a_selection_it_says_what_to_do(panel: LabelPanel):
    assert panel.title.text() == "No photo is selected"
    assert not panel.box.isVisible()
    assert not panel.preview.isVisible()


def test_a_photo_is_shown_with_its_facts(panel: LabelPanel):
    panel.show_photo(BOAT)
    assert panel.title.text() == "boat.jpg"
    assert panel.facts.text().splitlines() == [
        f"4,000 {TIMES} 3,000 · 3.9 MB",
        "2024-05-06 07:08:09",
        "Pentax K-3",
        "/photos",
    ]
    assert panel.box.isVisible()


def test_facts_that_a_photo_does_not_tell_are_left_out(panel: LabelPanel):
    panel.show_photo(Photo(1, Path("/photos/boat.jpg"), "abc", 40, 30, None, None, 900))
    assert panel.facts.text().splitlines() == [f"40 {TIMES} 30 · 1 kB", "/photos"]


def test_several_photos_are_counted_and_have_no_preview(panel: LabelPanel):
    panel.show_preview(pixmap(200, 100))
    panel.show_several(1200)
    assert panel.title.text() == "1,200 photos are selected"
    assert not panel.preview.isVisible()
    assert panel.box.isVisible()


def test_the_preview_fits_and_follows_the_width(qtbot, panel: LabelPanel):
    panel.show_preview(pixmap(1000, 200))
    before = panel.preview.pixmap().width()
    assert before <= panel.viewport().width()
    panel.resize(400, 600)
    qtbot.waitUntil(lambda: panel.preview.pixmap().width() > before)
    panel.show_preview(pixmap(100, 1000))
    assert panel.preview.pixmap().height() <= 220 * panel.devicePixelRatioF()


def test_a_preview_that_could_not_be_made_is_not_shown(panel: LabelPanel):
    panel.show_preview(QPixmap())
    assert not panel.preview.isVisible()


def test_labels_take_the_place_of_those_before(qtbot, panel: LabelPanel):
    panel.show_labels([TAGGED, SUGGESTED])
    panel.show_labels([SUGGESTED])
    qtbot.waitUntil(lambda: [row.label.label for row in rows(panel)] == ["ship"])
    panel.show_nothing()
    qtbot.waitUntil(lambda: rows(panel) == [])


def test_enter_adds_a_label_of_ones_own(qtbot, panel: LabelPanel):
    panel.show_photo(BOAT)
    panel.take_focus()
    assert panel.box.hasFocus()
    qtbot.keyClicks(panel.box, "  our boat ")
    with qtbot.waitSignal(panel.tagged) as told:
        qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert told.args == ["our boat", TagKind.ADDED]
    assert panel.box.text() == ""
    with qtbot.assertNotEmitted(panel.tagged):
        qtbot.keyClick(panel.box, Qt.Key.Key_Return)  # nothing typed


def test_a_suggestion_can_be_accepted_rejected_asked_and_searched(qtbot, panel: LabelPanel):
    panel.show_labels([SUGGESTED])
    row = rows(panel)[0]
    assert row.findChild(QProgressBar).value() == 83
    assert row.name.accessibleName() == "ship: the model is 83% sure"
    for button, signal, args in (
        (row.accept, panel.tagged, ["ship", TagKind.ACCEPTED]),
        (row.reject, panel.tagged, ["ship", TagKind.REJECTED]),
        (row.why, panel.explain_wanted, ["ship"]),
        (row.name, panel.label_chosen, ["ship"]),
    ):
        with qtbot.waitSignal(signal) as told:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert told.args == args


def test_what_was_said_is_ticked_and_needs_no_yes(panel: LabelPanel):
    panel.show_labels([TAGGED])
    row = rows(panel)[0]
    assert row.name.text() == "✓ sea"
    assert row.name.accessibleName() == "sea: said by you"
    assert row.accept.isHidden()
    assert not row.reject.isHidden()
    assert row.findChild(QProgressBar) is None


def test_several_photos_have_no_why(panel: LabelPanel):
    panel.show_labels([TAGGED], explainable=False)
    assert rows(panel)[0].why.isHidden()


@pytest.mark.parametrize(
    ("size", "spoken"),
    [(0, "1 kB"), (850_999, "850 kB"), (999_999, "999 kB"), (1_000_000, "1.0 MB")],
)
def test_sizes_as_people_say_them(size: int, spoken: str):
    assert spoken_bytes(size) == spoken
