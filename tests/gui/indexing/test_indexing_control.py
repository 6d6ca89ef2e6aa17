"""Indexing for the window, on real photos: one run after the other, held, cancelled, gone on."""

from pathlib import Path

import pytest

from app.gui.indexing.index_bar import IndexBar
from app.gui.indexing.indexing_control import IndexingControl
from app.gui.jobs import Jobs
from app.library.library import Library
from app.paths import Paths
from tests.conftest import make_photo

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def bar(qtbot) -> IndexBar:
    bar = IndexBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def control(jobs: Jobs, bar: IndexBar) -> IndexingControl:
    return IndexingControl(jobs, bar)


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """A folder of twelve photos."""
    for i in range(12):
        make_photo(tmp_path / "more" / f"{i}.png", "blue", 50 + i, (40, 30))
    return tmp_path / "more"


def test_photos_are_told_of_as_they_are_done(
    qtbot, control: IndexingControl, bar: IndexBar, more: Path, indexed: Library
):
    found: list[int] = []
    control.found.connect(found.extend)
    with qtbot.waitSignal(control.finished, timeout=20_000) as told:
        control.index([more])
        assert control.under_way
        assert bar.isVisible()
    assert told.args == ["Indexing is done."]
    assert len(found) == 12
    assert set(found) <= set(indexed.photos.ids())
    assert not control.under_way
    assert not bar.isVisible()


def test_a_second_folder_waits_its_turn(
    qtbot, control: IndexingControl, more: Path, tmp_path: Path, indexed: Library
):
    make_photo(tmp_path / "last" / "one.png", "red", 99)
    control.index([more])
    with qtbot.waitSignal(control.said) as told:
        control.index([tmp_path / "last"])
    assert told.args == ["last will follow when this run is done."]
    with qtbot.waitSignals([control.finished, control.finished], timeout=20_000):
        pass
    assert len(indexed.photos.ids()) == 6 + 12 + 1


def test_all_folders_can_wait_too(qtbot, control: IndexingControl, more: Path):
    control.index([more])
    with qtbot.waitSignal(control.said) as told:
        control.index([])
    assert told.args[0].startswith("all folders will follow")
    control.cancel()
    with qtbot.waitSignal(control.finished, timeout=20_000):
        pass


def test_cancel_drops_what_waits(qtbot, control: IndexingControl, more: Path, tmp_path: Path):
    control.index([more])
    control.index([tmp_path / "nowhere"])
    with qtbot.waitSignal(control.finished, timeout=20_000) as told:
        control.cancel()
    assert told.args[0] in ("Indexing was cancelled.", "Indexing is done.")
    with qtbot.assertNotEmitted(control.finished, wait=100):
        assert not control.under_way


def test_a_folder_that_is_not_there_is_told(qtbot, control: IndexingControl, tmp_path: Path):
    with qtbot.waitSignal(control.finished) as told:
        control.index([tmp_path / "nowhere"])
    assert "there is no folder" in told.args[0]
    assert not control.under_way


def test_a_held_run_goes_on_where_it_was(
    qtbot, control: IndexingControl, bar: IndexBar, more: Path, indexed: Library
):
    control.index([more])
    bar.pause.click()
    qtbot.wait(50)
    assert control.under_way
    with qtbot.waitSignal(control.finished, timeout=20_000) as told:
        bar.pause.click()
    assert told.args == ["Indexing is done."]
    assert len(indexed.photos.ids()) == 18


def test_buttons_without_a_run_do_nothing(control: IndexingControl, bar: IndexBar):
    bar.pause.click()
    bar.cancel.click()
    assert not control.under_way


def test_a_run_cut_off_before_is_told(
    qtbot, control: IndexingControl, indexed: Library, paths: Paths
):
    with qtbot.assertNotEmitted(control.cut_off, wait=100):
        control.look_back()
    (paths.data / "indexing.unfinished").touch()  # as a killed run leaves it
    with qtbot.waitSignal(control.cut_off):
        control.look_back()


def test_a_run_that_was_begun_meanwhile_is_not_cut_off(qtbot, control: IndexingControl, more: Path):
    control.index([more])
    with qtbot.assertNotEmitted(control.cut_off):
        control.look_back()
        with qtbot.waitSignal(control.finished, timeout=20_000):
            pass
