"""How the window holds up over a large library: python -m tests.bench.window [PHOTOS]

A synthetic library: rows, features, scores and thumbnails are made, not decoded. Runs on the screen
of DISPLAY, or offscreen where there is none. First paint is from the start of the process to the
first drawn grid, second start (warm), beside a bare Qt window in the same run.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.gui.jobs import Jobs
from app.gui.theme import Theme
from app.gui.window.application import spare_collector
from app.gui.window.main_window import MainWindow
from app.library.files.thumbnails import SIDES, Thumbnails
from app.library.library import Library
from app.paths import Paths, paths_under
from app.settings import EMBEDDED_MODEL

STARTS, SEARCHES, FRAMES = 3, 5, 300
NEW_PHOTOS, SELECTIONS = 400, 20
SECOND_A_FRAME = 1 / 60
PICTURES = 200  # different thumbnails
PAINTED = "painted after"


class FirstPaint(QObject):
    """Tells when a widget has been drawn for the first time."""

    def __init__(self, widget: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(widget)
        self._painted = painted
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._painted()
        return False


def open_window(paths: Paths) -> MainWindow:
    return MainWindow(Jobs(lambda: Library(paths, EMBEDDED_MODEL)), paths, "bench")


def start(home: str, began: float) -> None:
    """A process of its own: a window that ends once it is drawn. "" for a bare one."""
    application = QApplication([])

    def told() -> None:
        print(PAINTED, time.time() - began, "torch" in sys.modules)
        application.quit()

    Theme(application, "light")  # the application is its parent, and keeps it
    if home:
        window = open_window(paths_under(Path(home)))
        FirstPaint(window.centralWidget(), told)
    else:
        window = QLabel("a bare window")
        FirstPaint(window, told)
    window.show()
    application.exec()
    window.close()


def first_paint(home: str) -> tuple[float, bool]:
    """(median seconds, whether torch was imported) over some starts, the first left out."""
    seconds, torch = [], False
    for _ in range(STARTS + 1):
        command = [sys.executable, "-m", "tests.bench.window", "--start", home, str(time.time())]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        *_, taken, imported = next(x for x in text.splitlines() if PAINTED in x).split()
        seconds.append(float(taken))
        torch |= imported == "True"
    return statistics.median(seconds[1:]), torch


def make_thumbnails(paths: Paths, photos: int) -> None:
    """A thumbnail for every photo; equal ones are one file on disk."""
    thumbnails = Thumbnails(paths.cache / "thumbnails", 10_000)
    for i in range(photos):
        identity, first = f"{i:032x}", f"{i % PICTURES:032x}"
        if i < PICTURES:
            picture = Image.effect_noise((SIDES[0], 170), 40 + i % 60).convert("RGB")
            thumbnails.keep(identity, SIDES[0], picture)
        else:
            path = thumbnails.path(identity, SIDES[0])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.hardlink_to(thumbnails.path(first, SIDES[0]))


def wait(application: QApplication, until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        application.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to it")


def searches(application: QApplication, window: MainWindow) -> list[float]:
    """Milliseconds from a settled text to the drawn grid, label scored before."""
    taken, answered = [], []
    window.photos.modelReset.connect(lambda: answered.append(True))
    for text in ["dog", "beach", "street sign", "dog", "beach"][:SEARCHES]:
        answered.clear()
        began = time.perf_counter()
        window.searching.search(text)
        wait(application, lambda: answered and window.photos.index(0).data() is not None)
        window.grid.viewport().repaint()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def scroll(application: QApplication, window: MainWindow) -> list[float]:
    """Milliseconds the GUI thread works for each frame, while thumbnails stream in."""
    bar, frames = window.grid.verticalScrollBar(), []
    for i in range(FRAMES):
        began = time.perf_counter()
        jump = bar.pageStep() * 40 if i % 50 == 49 else bar.singleStep() * 2
        bar.setValue(bar.value() + jump)
        window.grid.viewport().repaint()
        application.processEvents()
        worked = time.perf_counter() - began
        frames.append(1000 * worked)
        time.sleep(max(0, SECOND_A_FRAME - worked))
    return sorted(frames)


def memory() -> float:
    """Resident megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(x for x in lines if x.startswith("VmRSS")).split()[1]) / 1000


def use(home: str, photos: int) -> None:
    """A process of its own: search and scroll."""
    application = QApplication([])
    Theme(application, "light")
    window = open_window(paths_under(Path(home)))
    window.show()
    spare_collector()  # as the program does
    wait(application, lambda: window.photos.rowCount() == photos)
    print(f"search to drawn grid: {statistics.median(searches(application, window)):.0f} ms")
    window.searching.show_all()
    wait(application, lambda: window.photos.rowCount() == photos)
    frames = scroll(application, window)
    p95 = frames[int(0.95 * len(frames))]
    print(f"frames while scrolling: median {statistics.median(frames):.1f} ms,"
          f" 95th percentile {p95:.1f} ms, worst {frames[-1]:.1f} ms")  # fmt: skip
    torch = "torch" in sys.modules
    print(f"memory: {memory():.0f} MB with {photos} photos; torch imported: {torch}")
    window.close()


def labelled(window: MainWindow, photo_id: int) -> bool:
    return window.selecting.labelled == [photo_id]


def while_indexing(home: str) -> None:
    """A process of its own: select photos while new ones are indexed, and wait for their labels."""
    album = Path(home) / "new"
    album.mkdir()
    for i in range(NEW_PHOTOS):
        Image.effect_noise((640, 480), 40 + i % 60).convert("RGB").save(album / f"{i}.jpg")
    application = QApplication([])
    Theme(application, "light")
    window = open_window(paths_under(Path(home)))
    window.show()
    before = window.photos
    wait(application, lambda: before.rowCount() > 0)
    count = before.rowCount()
    window.index([album])
    wait(application, lambda: before.rowCount() > count, 300)
    taken: list[float] = []
    while window.indexing.under_way and len(taken) < SELECTIONS:
        row = 7 * len(taken)
        began = time.perf_counter()
        window.grid.select_row(row)
        wait(application, partial(labelled, window, before.id_at(row)), 120)
        taken.append(time.perf_counter() - began)
    window.close()
    print(f"side panel answer while indexing: median {statistics.median(taken):.2f} s,"
          f" worst {max(taken):.2f} s of {len(taken)}", flush=True)  # fmt: skip


def main(photos: int) -> None:
    from tests.bench.query import fill

    with tempfile.TemporaryDirectory() as home:
        paths = paths_under(Path(home))
        with Library(paths, EMBEDDED_MODEL) as library:
            fill(library, photos)
        make_thumbnails(paths, photos)
        bare, _ = first_paint("")
        ours, torch = first_paint(home)
        print(f"first paint: {ours:.2f} s, a bare Qt window {bare:.2f} s; torch imported: {torch}",
              flush=True)  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.window", "--use", home, str(photos)]
        subprocess.run(command, check=True)
        command = [sys.executable, "-m", "tests.bench.window", "--indexing", home]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--start", home, began]:
            start(home, float(began))
        case ["--use", home, photos]:
            use(home, int(photos))
        case ["--indexing", home]:
            while_indexing(home)
        case [photos]:
            main(int(photos))
        case _:
            main(100_000)
