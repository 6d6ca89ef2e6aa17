"""Review mode by keyboard alone, on a real library that learns."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.labels.review import LEARN_AFTER, ReviewView
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths

pytest_plugins = ["tests.gui.panel_fixtures"]
KEY = Qt.Key


@pytest.fixture
def view(qtbot, jobs: Jobs, changes: Changes, pictures) -> ReviewView:
    view = ReviewView(jobs, changes, pictures)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    view.start("red")
    qtbot.waitUntil(lambda: view.canvas.picture is not None, timeout=10_000)
    return view


def kinds(library: Library, photo_id: int) -> list[TagKind]:
    return [tag.kind for tag in library.tags.of(photo_id) if tag.label == "red"]


def press(qtbot, view: ReviewView, key: Qt.Key) -> int:
    """Press a key once the photo is there; the id it was pressed for."""
    qtbot.waitUntil(lambda: view.photo is not None)
    photo_id = view.photo.id
    qtbot.keyClick(view.canvas, key)
    return photo_id


def test_the_most_telling_photo_comes_first(view: ReviewView, indexed: Library):
    assert view.photo.id == indexed.teaching.review("red", 20)[0]
    assert view.question.text() == "Does this photo show “red”?"


def test_y_and_n_are_tags_and_the_next_photo_comes(
    qtbot, view: ReviewView, changes: Changes, indexed: Library
):
    with qtbot.waitSignal(changes.done):
        yes = press(qtbot, view, KEY.Key_Y)
    assert view.photo.id != yes
    with qtbot.waitSignal(changes.done):
        no = press(qtbot, view, KEY.Key_N)
    assert kinds(indexed, yes) == [TagKind.ACCEPTED]
    assert kinds(indexed, no) == [TagKind.REJECTED]
    assert view.said.text() == "1 yes, 1 no, 0 skipped"


def test_space_skips_and_says_nothing_of_the_photo(qtbot, view: ReviewView, indexed: Library):
    skipped = press(qtbot, view, KEY.Key_Space)
    assert view.photo.id != skipped
    assert kinds(indexed, skipped) == []
    assert view.said.text() == "0 yes, 0 no, 1 skipped"


def test_u_takes_the_last_answer_back_even_at_once(
    qtbot, view: ReviewView, changes: Changes, indexed: Library
):
    first = press(qtbot, view, KEY.Key_Y)
    with qtbot.waitSignals([changes.done, changes.done]):
        qtbot.keyClick(view.canvas, KEY.Key_U)
    assert view.photo.id == first
    assert kinds(indexed, first) == []
    assert view.said.text() == "0 yes, 0 no, 0 skipped"
    assert not view.actions_by_name["undo"].isEnabled()


def test_arrows_look_without_answering(qtbot, view: ReviewView):
    first = press(qtbot, view, KEY.Key_Right)
    assert view.photo.id != first
    qtbot.keyClick(view.canvas, KEY.Key_Left)
    assert view.photo.id == first
    assert view.said.text() == "0 yes, 0 no, 0 skipped"


def test_the_label_learns_from_some_answers(
    qtbot, view: ReviewView, changes: Changes, indexed: Library
):
    red = {p.id for p in indexed.photos.get(indexed.photos.ids()) if p.path.name.startswith("red")}
    learned = lambda changed: changed == Changed.LINES  # noqa: E731
    with qtbot.waitSignal(changes.done, timeout=10_000, check_params_cb=learned):
        for _ in range(LEARN_AFTER):
            qtbot.waitUntil(lambda: view.photo is not None)
            press(qtbot, view, KEY.Key_Y if view.photo.id in red else KEY.Key_N)
    learned = indexed.teaching.learned("red")
    assert learned.positives + learned.negatives == LEARN_AFTER


def test_after_the_last_photo_it_says_so(qtbot, view: ReviewView):
    for _ in range(6):
        press(qtbot, view, KEY.Key_Space)
    qtbot.waitUntil(lambda: view.canvas.message == "That was the last photo.")
    qtbot.keyClick(view.canvas, KEY.Key_Y)  # nothing to answer
    assert view.said.text() == "0 yes, 0 no, 6 skipped"


def test_escape_learns_from_what_is_left_and_goes(
    qtbot, view: ReviewView, changes: Changes, indexed: Library
):
    press(qtbot, view, KEY.Key_Y)
    with qtbot.waitSignals([changes.done, view.closed, changes.done], timeout=10_000):
        qtbot.keyClick(view.canvas, KEY.Key_Escape)
    assert indexed.teaching.learned("red").positives == 1


def test_the_windows_undo_and_redo_reach_answers(
    qtbot, view: ReviewView, changes: Changes, indexed: Library
):
    first = press(qtbot, view, KEY.Key_Y)
    second = press(qtbot, view, KEY.Key_N)
    qtbot.waitUntil(lambda: len(changes.standing) == 2)
    with qtbot.waitSignals([changes.done, changes.done]):
        changes.undo()
        changes.undo()
    assert view.photo.id == first
    assert view.said.text() == "0 yes, 0 no, 0 skipped"
    with qtbot.waitSignal(changes.done):
        changes.redo()
    assert view.photo.id == second
    assert view.said.text() == "1 yes, 0 no, 0 skipped"
    assert kinds(indexed, first) == [TagKind.ACCEPTED]


def test_u_takes_back_what_was_learned_since_too(
    qtbot, view: ReviewView, changes: Changes, indexed: Library
):
    with qtbot.waitSignal(changes.done, check_params_cb=lambda what: what == Changed.LINES):
        for _ in range(LEARN_AFTER):
            last = press(qtbot, view, KEY.Key_N)
    assert indexed.teaching.learned("red").negatives == LEARN_AFTER
    with qtbot.waitSignal(changes.done):
        qtbot.keyClick(view.canvas, KEY.Key_U)
    assert indexed.teaching.learned("red") is None
    assert kinds(indexed, last) == []
    assert view.photo.id == last


def test_an_answer_that_cannot_be_stored_is_no_answer(
    qtbot, view: ReviewView, changes: Changes, paths: Paths
):
    with closing(sqlite3.connect(paths.database)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON tags BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    asked = press(qtbot, view, KEY.Key_Y)
    qtbot.waitUntil(lambda: "no room" in view.changed.text())
    assert view.said.text() == "0 yes, 0 no, 0 skipped"
    assert view.photo.id == asked
    assert changes.standing == ()
    qtbot.keyClick(view.canvas, KEY.Key_U)  # nothing to take back
    assert "no room" in view.changed.text()


def test_an_undo_that_cannot_be_stored_leaves_the_answer(
    qtbot, view: ReviewView, changes: Changes, paths: Paths, indexed: Library
):
    with qtbot.waitSignal(changes.done):
        answered = press(qtbot, view, KEY.Key_Y)
    with closing(sqlite3.connect(paths.database)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE DELETE ON tags BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with qtbot.waitSignal(changes.failed):
        qtbot.keyClick(view.canvas, KEY.Key_U)
    assert view.said.text() == "1 yes, 0 no, 0 skipped"
    assert kinds(indexed, answered) == [TagKind.ACCEPTED]


def test_a_photo_that_left_the_list_comes_back_with_its_answer(
    qtbot, view: ReviewView, changes: Changes
):
    first = press(qtbot, view, KEY.Key_Y)
    press(qtbot, view, KEY.Key_N)
    qtbot.waitUntil(lambda: len(changes.standing) == 2)
    del view._photos[0]  # as when the list takes a new order
    with qtbot.waitSignals([changes.done, changes.done]):
        changes.undo()
        changes.undo()
    assert view.photo.id == first
    ids = [photo.id for photo in view._photos]
    assert len(ids) == len(set(ids)) == 6
