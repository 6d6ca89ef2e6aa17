"""Work off the GUI thread: answers come back to it, and every job ends with one of two calls."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject

from app.gui.jobs import Job, Jobs
from app.library.errors import LibraryError
from app.library.library import Library
from app.paths import Paths

pytest_plugins = ["tests.gui.panel_fixtures"]


class Heard:
    """What a job said, and in which thread it was heard."""

    def __init__(self) -> None:
        self.steps: list[Any] = []
        self.finished: list[Any] = []
        self.failed: list[Exception] = []
        self.threads: set[threading.Thread] = set()

    def into(self, heard: list[Any]) -> Callable[[Any], None]:
        def hear(value: Any) -> None:
            heard.append(value)
            self.threads.add(threading.current_thread())

        return hear

    def ask(self, jobs: Jobs, question: Callable[[Library], Any]) -> Job:
        return jobs.ask(question, self.into(self.finished), self.into(self.failed))

    def run(self, jobs: Jobs, steps: Callable[[Library], Iterator[Any]], lane: str = "long") -> Job:
        return jobs.run(
            steps,
            self.into(self.steps),
            self.into(self.finished),
            self.into(self.failed),
            lane=lane,
        )


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_a_question_is_asked_elsewhere_and_answered_here(qtbot, jobs: Jobs, heard: Heard):
    asked_in: list[threading.Thread] = []

    def question(library: Library) -> int:
        asked_in.append(threading.current_thread())
        return len(library.photos.ids())

    heard.ask(jobs, question)
    qtbot.waitUntil(lambda: bool(heard.finished))
    assert heard.finished == [6]
    assert asked_in != [threading.main_thread()]
    assert heard.threads == {threading.main_thread()}


def test_questions_are_answered_in_the_order_in_which_they_are_asked(
    qtbot, jobs: Jobs, heard: Heard
):
    for number in range(5):
        heard.ask(jobs, lambda _, number=number: number)
    qtbot.waitUntil(lambda: len(heard.finished) == 5)
    assert heard.finished == [0, 1, 2, 3, 4]


def test_a_failure_is_told_and_the_lane_goes_on(qtbot, jobs: Jobs, heard: Heard):
    def fail(_: Library) -> None:
        raise LibraryError("no room")

    heard.ask(jobs, fail)
    heard.ask(jobs, lambda _: "still here")
    qtbot.waitUntil(lambda: bool(heard.finished))
    assert [str(error) for error in heard.failed] == ["no room"]
    assert heard.finished == ["still here"]


def test_a_mistake_of_ours_is_told_and_logged(qtbot, jobs: Jobs, heard: Heard, caplog):
    heard.ask(jobs, lambda _: 1 // 0)
    qtbot.waitUntil(lambda: bool(heard.failed))
    assert isinstance(heard.failed[0], ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text


def test_a_cancelled_question_is_not_answered(qtbot, jobs: Jobs, heard: Heard):
    free = threading.Event()
    heard.ask(jobs, lambda _: free.wait(10))
    heard.ask(jobs, lambda _: "unwanted").cancel()
    free.set()
    heard.ask(jobs, lambda _: "last")
    qtbot.waitUntil(lambda: "last" in heard.finished)
    assert heard.finished == [True, "last"]


def test_a_run_tells_of_each_step(qtbot, jobs: Jobs, heard: Heard):
    heard.run(jobs, lambda _: iter("abc"))
    qtbot.waitUntil(lambda: bool(heard.finished))
    assert heard.steps == ["a", "b", "c"]
    assert heard.finished == [True]  # to its end


def test_a_cancelled_run_stops_at_its_next_step_and_is_closed(qtbot, jobs: Jobs, heard: Heard):
    closed, stepped, cancelled = threading.Event(), threading.Event(), threading.Event()

    def steps(_: Library) -> Iterator[int]:
        try:
            yield 1
            yield 2
            stepped.set()
            cancelled.wait(10)
            yield 3
            yield 4
        finally:
            closed.set()

    job = heard.run(jobs, steps)
    assert stepped.wait(10)
    job.cancel()
    cancelled.set()
    qtbot.waitUntil(lambda: bool(heard.finished))
    assert heard.steps == [1, 2, 3]
    assert heard.finished == [False]
    assert closed.is_set()


def test_a_held_run_waits(qtbot, jobs: Jobs, heard: Heard):
    def steps(_: Library) -> Iterator[int]:
        yield from range(3)

    free = threading.Event()
    heard.run(jobs, lambda _: iter([free.wait(10)]))
    job = heard.run(jobs, steps)
    job.hold(True)
    free.set()
    qtbot.waitUntil(lambda: 0 in heard.steps)
    qtbot.wait(50)
    assert heard.steps == [True, 0]
    job.hold(False)
    qtbot.waitUntil(lambda: len(heard.finished) == 2)
    assert heard.steps == [True, 0, 1, 2]


def test_a_held_run_can_be_cancelled_and_not_held_again(qtbot, jobs: Jobs, heard: Heard):
    job = Job()
    job.hold(True)
    job.cancel()
    job.hold(True)
    job.wait_while_held()  # would never come back
    assert job.cancelled


def test_indexing_does_not_hold_up_questions(qtbot, jobs: Jobs, heard: Heard):
    free = threading.Event()

    def steps(_: Library) -> Iterator[bool]:
        yield free.wait(10)

    heard.run(jobs, steps)
    heard.run(jobs, lambda _: iter(["fetched"]), lane="fetch")
    heard.ask(jobs, lambda _: "answered")
    qtbot.waitUntil(lambda: "answered" in heard.finished and "fetched" in heard.steps)
    free.set()
    qtbot.waitUntil(lambda: len(heard.finished) == 3)


def test_each_lane_has_a_library_of_its_own(qtbot, jobs: Jobs, heard: Heard):
    heard.ask(jobs, id)
    heard.ask(jobs, id)
    heard.run(jobs, lambda library: iter([id(library)]))
    qtbot.waitUntil(lambda: len(heard.finished) == 3)
    quick = set(heard.finished) - {True}
    assert len(quick) == 1
    assert quick.isdisjoint(heard.steps)


class Asker(QObject):
    """A dialog that asks, and is gone before the answer comes."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)


def test_nothing_is_told_to_who_is_gone(qtbot, jobs: Jobs, heard: Heard):
    asker, free = Asker(), threading.Event()
    answers = asker.answers
    jobs.ask(lambda _: free.wait(10), asker.take, asker.take)
    shiboken6.delete(asker)
    free.set()
    heard.ask(jobs, lambda _: "later")
    qtbot.waitUntil(lambda: bool(heard.finished))
    assert answers == []


def test_a_closed_window_hears_nothing_and_starts_nothing(
    qtbot, indexed: Library, paths: Paths, heard: Heard
):
    jobs = Jobs(lambda: Library(paths, "colours"))
    heard.ask(jobs, lambda _: "too late")
    jobs.close()
    assert heard.ask(jobs, lambda _: "never").cancelled
    qtbot.wait(50)
    assert (heard.finished, heard.failed) == ([], [])
    jobs.close()  # twice is once


def test_a_library_that_cannot_be_opened_is_told(qtbot, paths: Paths, heard: Heard):
    jobs = Jobs(lambda: Library(paths, "no such model"))
    heard.ask(jobs, lambda library: library.photos.ids())
    qtbot.waitUntil(lambda: bool(heard.failed))
    assert "no such model" in str(heard.failed[0])
    jobs.close()
