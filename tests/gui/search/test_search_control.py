"""What the grid shows of a real library: all photos, an answer, in which order, and anew."""

from collections.abc import Callable, Sequence

import pytest

from app.gui.changes import Changed, Changes
from app.gui.grid.photo_model import PhotoModel
from app.gui.jobs import Jobs
from app.gui.operations import set_line, set_parent, tag
from app.gui.search.search_bar import SearchBar
from app.gui.search.search_control import SearchControl
from app.library.library import Library
from app.library.records import Photo, TagKind

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def bar(qtbot) -> SearchBar:
    bar = SearchBar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


@pytest.fixture
def photos_on_show(qapp, indexed: Library) -> PhotoModel:
    def fetch(ids: Sequence[int], answer: Callable[[list[Photo]], None]) -> None:
        answer(indexed.photos.get(ids))

    return PhotoModel(fetch)


@pytest.fixture
def control(
    jobs: Jobs, changes: Changes, photos_on_show: PhotoModel, bar: SearchBar
) -> SearchControl:
    return SearchControl(jobs, changes, photos_on_show, bar, bar)


def names(library: Library, ids: Sequence[int]) -> list[str]:
    found = {photo.id: photo.path.name for photo in library.photos.get(ids)}
    return [found[i] for i in ids]


def test_all_photos_are_shown_and_counted(
    qtbot, control: SearchControl, bar: SearchBar, indexed: Library
):
    with qtbot.waitSignal(control.shown) as told:
        control.show_all()
    assert told.args == [6, "", ""]
    assert control.photos.ids == indexed.photos.ids()
    assert bar.count.text() == "6 photos"
    assert control.query == ""


def test_a_query_shows_its_photos_best_first(
    qtbot, control: SearchControl, bar: SearchBar, indexed: Library
):
    with qtbot.waitSignal(control.shown) as told:
        bar.search_for("green")
    assert told.args == [2, "green", ""]
    assert control.photos.ids == indexed.photos.rank("green").ids.tolist()
    assert control.photos.label == "green"
    assert bar.count.text() == "2 photos"


def test_one_photo_is_counted_as_one(qtbot, control: SearchControl, bar: SearchBar):
    with qtbot.waitSignal(control.shown):
        bar.search_for("blue")
    assert bar.count.text() == "1 photo"


def test_where_no_photo_is_sure_the_nearest_are_there_at_once(
    qtbot, control: SearchControl, bar: SearchBar
):
    divided: list[tuple[int, int, bool, str, str]] = []
    control.divided.connect(lambda *told: divided.append(told))
    with qtbot.waitSignal(control.shown) as told:
        bar.search_for("gren")
    assert divided == [(0, 6, True, "gren", "green")]
    assert told.args == [6, "gren", "near:gren"]
    assert control.photos.rowCount() == 6
    assert bar.count.text() == "0 photos"


def test_the_photos_below_the_line_go_on_the_same_ranking(
    qtbot, control: SearchControl, bar: SearchBar, changes: Changes, indexed: Library
):
    with qtbot.waitSignal(control.divided) as told:
        bar.search_for("green")
    assert told.args == [2, 4, False, "green", ""]
    with qtbot.waitSignal(control.divided) as told:
        control.show_below()
    assert told.args == [2, 4, True, "green", ""]
    assert control.photos.ids == indexed.photos.rank("near:green").ids.tolist()
    below = [control.photos.index(row).data(PhotoModel.BelowRole) for row in range(6)]
    assert below == [False, False, True, True, True, True]
    assert bar.count.text() == "2 photos"
    with qtbot.waitSignal(control.divided) as told:  # they stay through a change
        changes.make(tag(control.photos.ids[-1:], "green", TagKind.ADDED))
    assert told.args == [3, 3, True, "green", ""]
    with qtbot.waitSignal(control.divided) as told:
        bar.search_for("red")  # another question is collapsed again
    assert told.args == [3, 3, False, "red", ""]


def test_a_newer_query_takes_the_place_of_the_one_before(
    qtbot, control: SearchControl, bar: SearchBar
):
    shown: list[str] = []
    control.shown.connect(lambda _count, query, _instead: shown.append(query))
    for text in ("red", "green", "blue"):
        bar.search_for(text)
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(50)
    assert shown == ["blue"]


def test_a_wrong_query_is_told_with_its_place(qtbot, control: SearchControl, bar: SearchBar):
    bar.search_for("red AND (green")
    qtbot.waitUntil(bar.message.isVisible)
    assert "▸" in bar.message.text()
    assert bar.count.text() == ""


def test_photos_are_sorted_and_stay_so(
    qtbot, control: SearchControl, bar: SearchBar, indexed: Library
):
    with qtbot.waitSignal(control.shown):
        control.sort("name")
    assert names(indexed, control.photos.ids)[:2] == ["blue.jpg", "green0.png"]
    with qtbot.waitSignal(control.shown):
        bar.search_for("red OR green")
    found = names(indexed, control.photos.ids)
    assert found == sorted(found)
    with qtbot.assertNotEmitted(control.shown, wait=50):
        control.sort("name")  # it is so already


def test_all_other_photos_are_shown_the_most_similar_first(
    qtbot, control: SearchControl, bar: SearchBar, indexed: Library
):
    photo_id = indexed.photos.ids()[0]
    with qtbot.waitSignal(control.shown) as told:
        control.show_similar(photo_id)
    assert told.args == [5, "similar", ""]
    assert control.photos.ids == indexed.photos.rank_similar(photo_id).ids.tolist()
    assert control.query == ""


def test_photos_just_indexed_join_all_photos_and_no_answer(
    qtbot, control: SearchControl, bar: SearchBar
):
    with qtbot.waitSignal(control.shown):
        control.show_all()
    with qtbot.waitSignal(control.shown) as told:
        control.append([77, 78])
    assert told.args == [8, "", ""]
    with qtbot.waitSignal(control.shown):
        bar.search_for("green")
    control.append([79])
    assert control.photos.rowCount() == 2


@pytest.mark.parametrize("word", ["with a tag", "with a line", "with a parent"])
def test_an_answer_follows_what_changes_it(
    qtbot, control: SearchControl, changes: Changes, bar: SearchBar, indexed: Library, word: str
):
    blue = [p.id for p in indexed.photos.get(indexed.photos.ids()) if p.path.name == "blue.jpg"]
    change, count = {
        "with a tag": (tag(blue, "green", TagKind.ADDED), 3),
        "with a line": (set_line("green", 1.0), 0),
        "with a parent": (set_parent("blue", "green"), 3),
    }[word]
    with qtbot.waitSignal(control.shown):
        bar.search_for("green")
    with qtbot.waitSignal(control.shown):
        changes.make(change)
    assert control.photos.sure == count
    with qtbot.waitSignal(control.shown) as told:
        changes.undo()
    assert told.args[0] == 2


def test_all_photos_are_asked_for_again_only_where_there_are_others(
    qtbot, control: SearchControl, changes: Changes
):
    with qtbot.waitSignal(control.shown):
        control.show_all()
    for changed in (Changed.TAGS, Changed.LINES, Changed.SEARCHES, Changed.VOCABULARY):
        with qtbot.assertNotEmitted(control.shown, wait=50):
            changes.tell(changed)
    with qtbot.waitSignal(control.shown):
        changes.tell(Changed.PHOTOS)


def test_a_search_that_is_not_of_the_library_leaves_the_answer(
    qtbot, control: SearchControl, changes: Changes, bar: SearchBar
):
    with qtbot.waitSignal(control.shown):
        bar.search_for("green")
    with qtbot.assertNotEmitted(control.shown, wait=50):
        changes.tell(Changed.SEARCHES)


def test_what_needs_a_label_is_done_with_the_one_on_show(
    qtbot, control: SearchControl, bar: SearchBar
):
    done: list[str] = []
    control.with_label(done.append)
    assert done == []
    assert bar.message.text() == "Search for one label first."
    with qtbot.waitSignal(control.shown):
        bar.search_for("Green")
    control.with_label(done.append)
    assert done == ["green"]


def test_words_are_completed_from_the_vocabulary(qtbot, control: SearchControl, bar: SearchBar):
    qtbot.keyClicks(bar.box, "gr")
    completer = bar.box.completer()
    completer.setCompletionPrefix("gr")
    qtbot.waitUntil(lambda: completer.currentCompletion() == "green")
    bar.box.clear()


def test_a_query_with_an_answer_is_remembered_once_it_came(
    qtbot, control: SearchControl, bar: SearchBar
):
    for text in ("zebra", "green"):
        with qtbot.waitSignal(control.shown):
            bar.search_for(text)
    assert bar._recent == ["green"]
