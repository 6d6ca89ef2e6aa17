"""A first day and the next morning in the window: real widgets, the shipped model, real photos."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from app.gui.jobs import Jobs
from app.gui.window.main_window import MainWindow
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from app.settings import EMBEDDED_MODEL
from tests.conftest import DEMO, make_photo
from tests.e2e.test_demo import mkt_tagger
from tests.gui.watchdog import qapp_cls, the_window_never_hangs

__all__ = ["qapp_cls", "the_window_never_hangs"]

PATIENCE = 60_000  # milliseconds, for a machine busy with other things


def open_window(qtbot, paths: Paths, model: str) -> MainWindow:
    window = MainWindow(Jobs(lambda: Library(paths, model)), paths, model)
    qtbot.addWidget(window)
    window.show()
    return window


def drop(window: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def names(window: MainWindow) -> list[str | None]:
    return [window.photos.index(row).data() for row in range(window.photos.rowCount())]


def index(qtbot, window: MainWindow, folder: Path) -> None:
    drop(window, folder)
    done = "Indexing is done."
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == done, timeout=PATIENCE)
    qtbot.waitUntil(lambda: names(window) and all(names(window)), timeout=PATIENCE)


def search(qtbot, window: MainWindow, query: str, count: str) -> None:
    window.search_bar.box.setText(query)
    qtbot.waitUntil(lambda: window.search_bar.count.text() == count, timeout=PATIENCE)
    qtbot.waitUntil(lambda: all(names(window)), timeout=PATIENCE)


def select(qtbot, window: MainWindow, name: str) -> None:
    window.grid.select_row(names(window).index(name))
    qtbot.waitUntil(lambda: window.panel.title.text() == name, timeout=PATIENCE)


@pytest.mark.slow
def test_what_was_done_on_the_first_day_is_there_on_the_next(qtbot, tmp_path: Path, paths: Paths):
    album = tmp_path / "Holiday photos"
    shutil.copytree(DEMO, album)
    before = {path: path.read_bytes() for path in album.iterdir()}
    window = open_window(qtbot, paths, EMBEDDED_MODEL)
    index(qtbot, window, album)
    assert window.photos.rowCount() == 20

    window.search_bar.box.setText("near:kitten")  # a word the model never saw in this library
    qtbot.waitUntil(lambda: names(window)[:1] == ["ginger-kitten.jpg"], timeout=PATIENCE)
    select(qtbot, window, "ginger-kitten.jpg")
    window.panel.box.setText("my cat")
    qtbot.keyClick(window.panel.box, Qt.Key.Key_Return)
    search(qtbot, window, 'tag:"my cat"', "1 photo")
    window.actions_.undo.trigger()
    search(qtbot, window, 'tag:"my cat"', "0 photos")
    window.actions_.redo.trigger()
    search(qtbot, window, 'tag:"my cat"', "1 photo")
    window.close()

    window = open_window(qtbot, paths, EMBEDDED_MODEL)
    qtbot.waitUntil(lambda: window.photos.rowCount() == 20, timeout=PATIENCE)
    search(qtbot, window, 'tag:"my cat"', "1 photo")
    assert names(window) == ["ginger-kitten.jpg"]
    window.close()
    assert {path: path.read_bytes() for path in album.iterdir()} == before


@pytest.fixture
def window(qtbot, paths: Paths, colour_encoder) -> Iterator[MainWindow]:
    window = open_window(qtbot, paths, "colours")
    yield window
    window.close()


@pytest.mark.slow
def test_a_thousand_selected_photos_are_labelled_at_once(qtbot, window: MainWindow, tmp_path: Path):
    for number in range(1000):
        make_photo(tmp_path / "many" / f"{number}.png", "blue", number, (24, 18))
    index(qtbot, window, tmp_path / "many")
    window.grid.selectAll()
    qtbot.waitUntil(lambda: "1,000 photos" in window.panel.title.text(), timeout=PATIENCE)
    window.panel.tagged.emit("holiday", TagKind.ADDED)
    search(qtbot, window, "tag:holiday", "1,000 photos")
    assert len(window.grid.selected_ids()) == 1000  # still
    window.actions_.undo.trigger()
    search(qtbot, window, "tag:holiday", "0 photos")


def test_damaged_thumbnails_are_made_again(
    qtbot, window: MainWindow, photos: Path, paths: Paths
):  # fmt: skip
    index(qtbot, window, photos)
    shown = Qt.ItemDataRole.DecorationRole

    def drawn(window: MainWindow) -> bool:
        pixmaps = [window.photos.index(row).data(shown) for row in range(6)]
        return all(p is not None and not p.isNull() for p in pixmaps)

    qtbot.waitUntil(lambda: drawn(window), timeout=PATIENCE)
    window.close()
    kept = list((paths.cache / "thumbnails").glob("??/*.jpg"))
    assert kept
    for number, path in enumerate(kept):
        path.write_bytes(b"" if number % 2 else path.read_bytes()[:200])
    again = open_window(qtbot, paths, "colours")
    qtbot.waitUntil(lambda: again.photos.rowCount() == 6, timeout=PATIENCE)
    qtbot.waitUntil(lambda: drawn(again), timeout=PATIENCE)
    again.close()


def test_a_missing_model_is_told_before_a_window_opens(tmp_path: Path):
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.json").write_text(json.dumps({"model": "gone"}))
    run = mkt_tagger(home=home, code=2, QT_QPA_PLATFORM="offscreen")
    assert "gone" in run.stderr
    assert "Traceback" not in run.stderr
