"""The selected photos of a real library beside the grid, and what is said of them."""

import pytest

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.operations import set_line
from app.gui.sides.label_panel import LabelPanel
from app.gui.sides.label_row import LabelRow
from app.gui.sides.selection_control import SelectionControl
from app.library.library import Library
from app.library.records import TagKind

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def panel(qtbot) -> LabelPanel:
    panel = LabelPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def control(jobs: Jobs, changes: Changes, panel: LabelPanel, thumbnails) -> SelectionControl:
    return SelectionControl(jobs, changes, panel, thumbnails)


def id_of(library: Library, name: str) -> int:
    photos = library.photos.get(library.photos.ids())
    return next(photo.id for photo in photos if photo.path.name == name)


def labels(panel: LabelPanel) -> list[str]:
    return [row.name.text() for row in panel.rows.findChildren(LabelRow)]


def test_one_photo_is_shown_with_labels_and_preview(
    qtbot, control: SelectionControl, panel: LabelPanel, indexed: Library
):
    control.select([id_of(indexed, "red1.jpg")])
    qtbot.waitUntil(lambda: panel.title.text() == "red1.jpg", timeout=10_000)
    qtbot.waitUntil(lambda: "red" in labels(panel), timeout=10_000)
    qtbot.waitUntil(panel.preview.isVisible, timeout=10_000)


def test_while_an_arrow_key_is_held_only_the_last_photo_is_looked_up(
    qtbot, control: SelectionControl, panel: LabelPanel, indexed: Library
):
    titles: list[str] = []
    for photo_id in indexed.photos.ids():
        control.select([photo_id])
        titles.append(panel.title.text())
    last = indexed.photos.get(control.ids)[0].path.name
    qtbot.waitUntil(lambda: panel.title.text() == last, timeout=10_000)
    assert set(titles) == {"No photo is selected"}


def test_several_photos_show_what_they_have_in_common(
    qtbot, control: SelectionControl, panel: LabelPanel, indexed: Library
):
    one, two = id_of(indexed, "red0.jpg"), id_of(indexed, "blue.jpg")
    indexed.tags.set([one, two], "holiday", TagKind.ADDED)
    indexed.tags.set([one], "boat", TagKind.ADDED)
    control.select([one, two])
    qtbot.waitUntil(lambda: labels(panel) == ["✓ holiday"], timeout=10_000)
    assert panel.title.text() == "2 photos are selected"


def test_no_photo_empties_the_panel(
    qtbot, control: SelectionControl, panel: LabelPanel, indexed: Library
):
    control.select([id_of(indexed, "red0.jpg")])
    qtbot.waitUntil(lambda: bool(labels(panel)), timeout=10_000)
    control.select([])
    qtbot.waitUntil(lambda: panel.title.text() == "No photo is selected")
    qtbot.waitUntil(lambda: labels(panel) == [])


def test_a_label_is_said_of_all_selected_photos(
    qtbot, control: SelectionControl, changes: Changes, panel: LabelPanel, indexed: Library
):
    control.select(indexed.photos.ids()[:3])
    with qtbot.waitSignal(changes.done) as told:
        panel.tagged.emit("holiday", TagKind.ADDED)
    assert told.args == [Changed.TAGS]
    assert len(indexed.photos.rank("tag:holiday").ids) == 3
    assert changes.undo_name == "add “holiday” on 3 photos"
    qtbot.waitUntil(lambda: labels(panel) == ["✓ holiday"], timeout=10_000)


def test_nothing_is_said_without_a_selection(control: SelectionControl, changes: Changes):
    control.panel.tagged.emit("holiday", TagKind.ADDED)
    assert changes.under_way == 0


def test_a_rejected_suggestion_goes_and_comes_back_by_undo(
    qtbot, control: SelectionControl, changes: Changes, panel: LabelPanel, indexed: Library
):
    control.select([id_of(indexed, "red0.jpg")])
    qtbot.waitUntil(lambda: "red" in labels(panel), timeout=10_000)
    panel.tagged.emit("red", TagKind.REJECTED)
    qtbot.waitUntil(lambda: "red" not in labels(panel), timeout=10_000)
    changes.undo()
    qtbot.waitUntil(lambda: "red" in labels(panel), timeout=10_000)


def test_suggestions_follow_the_line(
    qtbot, control: SelectionControl, changes: Changes, panel: LabelPanel, indexed: Library
):
    control.select([id_of(indexed, "red0.jpg")])
    qtbot.waitUntil(lambda: "red" in labels(panel), timeout=10_000)
    changes.make(set_line("red", 1.0))
    qtbot.waitUntil(lambda: "red" not in labels(panel), timeout=10_000)


def test_why_is_asked_of_one_photo(qtbot, control: SelectionControl, indexed: Library):
    one, two = indexed.photos.ids()[:2]
    control.select([one])
    with qtbot.waitSignal(control.explain_wanted) as told:
        control.panel.explain_wanted.emit("red")
    assert told.args == [one, "red"]
    control.select([one, two])
    with qtbot.assertNotEmitted(control.explain_wanted):
        control.panel.explain_wanted.emit("red")


def test_a_photo_that_is_gone_leaves_the_panel_as_it_is(
    qtbot, control: SelectionControl, panel: LabelPanel, indexed: Library
):
    control.select([99])
    qtbot.wait(200)
    assert panel.title.text() == "No photo is selected"
