"""A second start of the program, as a process of its own: it calls the window that is there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gui.window.only_window import OnlyWindow
from app.library.errors import LibraryError
from app.paths import Paths


@pytest.fixture
def first(qapp, paths: Paths) -> Iterator[OnlyWindow]:
    first = OnlyWindow(paths.data)
    assert first.take([])
    yield first
    first.release()


def test_a_second_start_brings_its_folders_to_the_first_window(
    qtbot, first: OnlyWindow, photos: Path
):
    with qtbot.waitSignal(first.called, timeout=60_000) as told:
        second = subprocess.Popen(
            [sys.executable, "-m", "app", os.fspath(photos)], stderr=subprocess.PIPE, text=True
        )
    assert told.args == [[photos]]
    _, words = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "is open already" in words


def test_another_library_has_a_window_of_its_own(first: OnlyWindow, tmp_path: Path):
    other = OnlyWindow(tmp_path / "other")
    assert other.take([])
    other.release()


def test_a_window_that_does_not_answer_is_told(first: OnlyWindow, paths: Paths):
    first.close()  # as one that is at its last photos, and stays there
    with pytest.raises(LibraryError, match="does not answer"):
        OnlyWindow(paths.data).take([], end_ms=10)


def test_the_next_start_takes_over_from_one_that_ended(first: OnlyWindow, paths: Paths):
    first.release()
    again = OnlyWindow(paths.data)
    assert again.take([])
    again.release()
