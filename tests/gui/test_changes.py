"""Changes of a real library: told of by kind, undone, redone; one that fails leaves no step."""

import threading
from collections.abc import Callable

import pytest

from app.gui.changes import Change, Changed, Changes
from app.gui.jobs import Jobs
from app.gui.operations import (
    add_label,
    delete_search,
    learn,
    merge_labels,
    remove_labels,
    save_search,
    set_line,
    set_parent,
    tag,
)
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths

pytest_plugins = ["tests.gui.panel_fixtures"]


def make(qtbot, changes: Changes, change: Change) -> Changed:
    """Store a change and wait until it is told of; what it touched."""
    with qtbot.waitSignal(changes.done) as told:
        changes.make(change)
    return told.args[0]


def back(qtbot, changes: Changes) -> Changed:
    with qtbot.waitSignal(changes.done) as told:
        changes.undo()
    return told.args[0]


def again(qtbot, changes: Changes) -> Changed:
    with qtbot.waitSignal(changes.done) as told:
        changes.redo()
    return told.args[0]


def said(library: Library, photo_id: int) -> dict[str, TagKind]:
    return {tag.label: tag.kind for tag in library.tags.of(photo_id)}


def vocabulary(library: Library) -> list[str]:
    return [label.name for label in library.labels.vocabulary()]


def learned(library: Library) -> tuple[float, int] | None:
    learning = library.teaching.learned("red")
    return learning and (learning.offset, learning.positives + learning.negatives)


def answered(library: Library) -> None:
    """Yes to the three red photos, no to one, and a search that stands already."""
    ids = library.photos.ids()
    red = [photo.id for photo in library.photos.get(ids) if photo.path.name.startswith("red")]
    library.tags.set(red, "red", TagKind.ACCEPTED)
    library.tags.set([i for i in ids if i not in red][:1], "red", TagKind.REJECTED)
    library.searches.save("warm", "red")


CASES: dict[str, tuple[Change, Changed, Callable[[Library], object]]] = {
    "a tag": (
        tag([2], "boat", TagKind.ADDED),
        Changed.TAGS,
        lambda library: said(library, 2).get("boat"),
    ),
    "a line": (
        set_line("red", 0.8),
        Changed.LINES,
        lambda library: library.lines.of("red").value,
    ),
    "learning": (learn("red"), Changed.LINES, learned),
    "a search": (
        save_search("cold", "blue OR green"),
        Changed.SEARCHES,
        lambda library: library.searches.saved(),
    ),
    "a search in place of another": (
        save_search("warm", "red OR green"),
        Changed.SEARCHES,
        lambda library: library.searches.saved(),
    ),
    "a search deleted": (
        delete_search("warm"),
        Changed.SEARCHES,
        lambda library: library.searches.saved(),
    ),
    "a parent": (
        set_parent("red", "colour"),
        Changed.FAMILIES,
        lambda library: library.photos.rank("colour").ids.tolist(),
    ),
    "another name": (
        merge_labels("red", "rot"),
        Changed.FAMILIES | Changed.VOCABULARY,
        lambda library: library.photos.rank("rot").ids.tolist(),
    ),
    "another name, of the vocabulary": (
        merge_labels("rot", "red"),
        Changed.FAMILIES | Changed.VOCABULARY,
        vocabulary,
    ),
    "a label": (add_label("Zebra"), Changed.VOCABULARY, vocabulary),
    "labels removed": (remove_labels(["blue", "red"]), Changed.VOCABULARY, vocabulary),
}


@pytest.mark.parametrize(("change", "touched", "seen"), CASES.values(), ids=CASES)
def test_a_change_is_undone_and_redone(
    qtbot, changes: Changes, indexed: Library, change: Change, touched: Changed, seen
):
    answered(indexed)
    before = seen(indexed)
    assert make(qtbot, changes, change) == touched
    after = seen(indexed)
    assert after != before
    assert changes.undo_name == change.name != ""
    assert back(qtbot, changes) == touched
    assert seen(indexed) == before
    assert (changes.undo_name, changes.redo_name) == ("", change.name)
    again(qtbot, changes)
    assert seen(indexed) == after
    back(qtbot, changes)
    assert seen(indexed) == before


def test_a_change_that_changes_nothing_is_no_step(qtbot, changes: Changes, indexed: Library):
    indexed.lines.set("red", 0.8)
    make(qtbot, changes, set_line("red", 0.8))
    make(qtbot, changes, add_label("red"))
    assert changes.standing == ()


def test_a_change_that_cannot_be_stored_says_why_and_leaves_no_step(
    qtbot, changes: Changes, indexed: Library
):
    with qtbot.waitSignal(changes.failed) as told:
        changes.make(tag([1], "x" * 300, TagKind.ADDED))
    assert "300 characters" in told.args[0]
    assert changes.standing == ()
    make(qtbot, changes, tag([1], "boat", TagKind.ADDED))
    back(qtbot, changes)
    assert said(indexed, 1) == {}
    assert changes.standing == ()


def test_an_undo_that_cannot_be_stored_keeps_its_step(qtbot, changes: Changes, indexed: Library):
    merged = merge_labels("red", "rot")
    make(qtbot, changes, merged)
    indexed.labels.unmerge("rot")  # as on the command line
    with qtbot.waitSignal(changes.failed) as told:
        changes.undo()
    assert "no alias" in told.args[0]
    assert changes.standing == (merged,)
    indexed.labels.merge("red", "rot")
    back(qtbot, changes)
    assert changes.undone == (merged,)


def test_undo_right_after_a_change_means_that_change(qtbot, changes: Changes, indexed: Library):
    make(qtbot, changes, tag([1], "boat", TagKind.ADDED))
    with qtbot.waitSignals([changes.done, changes.done]):
        changes.make(tag([1], "lake", TagKind.ADDED))
        changes.undo()
    assert said(indexed, 1) == {"boat": TagKind.ADDED}


def test_a_change_can_be_undone_before_it_is_stored(
    qtbot, changes: Changes, jobs: Jobs, indexed: Library
):
    free = threading.Event()
    jobs.ask(lambda _: free.wait(10), lambda _: None, lambda _: None)  # the lane is busy
    with qtbot.waitSignal(changes.history_changed):
        changes.make(tag([1], "boat", TagKind.ADDED))
    assert changes.undo_name == "add “boat”"
    changes.undo()
    assert changes.redo_name == "add “boat”"
    free.set()
    qtbot.waitUntil(lambda: not changes.under_way)
    assert said(indexed, 1) == {}
    assert (changes.undo_name, changes.redo_name) == ("", "add “boat”")


def test_everything_since_a_change_is_taken_back_in_one(qtbot, changes: Changes, indexed: Library):
    words = ("boat", "lake", "reed")
    steps = [tag([1], word, TagKind.ADDED) for word in words]
    for step in steps:
        make(qtbot, changes, step)
    with qtbot.waitSignal(changes.done):
        changes.undo(until=steps[1])
    assert list(said(indexed, 1)) == ["boat"]
    changes.undo(until=steps[1])  # stands no more
    qtbot.waitUntil(lambda: not changes.under_way)
    assert list(said(indexed, 1)) == ["boat"]
    again(qtbot, changes)
    again(qtbot, changes)
    assert sorted(said(indexed, 1)) == sorted(words)


def test_a_new_change_forgets_what_was_undone(qtbot, changes: Changes, indexed: Library):
    make(qtbot, changes, tag([1], "boat", TagKind.ADDED))
    back(qtbot, changes)
    make(qtbot, changes, tag([1], "lake", TagKind.ADDED))
    assert changes.redo_name == ""
    changes.redo()
    qtbot.waitUntil(lambda: not changes.under_way)
    assert list(said(indexed, 1)) == ["lake"]


def test_undo_without_a_step_does_nothing(qtbot, changes: Changes):
    with qtbot.assertNotEmitted(changes.done), qtbot.assertNotEmitted(changes.failed):
        changes.undo()
        changes.redo()
        qtbot.waitUntil(lambda: not changes.under_way)


def test_what_was_said_last_is_stored_though_the_window_closes(
    qtbot, indexed: Library, paths: Paths
):
    jobs = Jobs(lambda: Library(paths, "colours"))
    jobs.ask(
        lambda library: library.folders.all(), lambda _: None, lambda _: None
    )  # the lane is busy
    Changes(jobs).make(tag([1], "boat", TagKind.ADDED))
    jobs.close()
    assert said(indexed, 1) == {"boat": TagKind.ADDED}


@pytest.mark.parametrize(
    ("photos", "kind", "name"),
    [
        ([1], TagKind.ACCEPTED, "accept “boat”"),
        ([1], TagKind.REJECTED, "reject “boat”"),
        ([1, 2, 3], TagKind.ADDED, "add “boat” on 3 photos"),
        ([1], None, "take back “boat”"),
    ],
)
def test_a_change_is_named_as_the_menu_says_it(photos: list[int], kind: TagKind | None, name: str):
    assert tag(photos, "boat", kind).name == name
