"""Pictures of the window's main states, with the photos that come with the program.

    xvfb-run -s "-screen 0 1600x1200x24" python -m tests.bench.screenshots docs/screenshots
    QT_SCALE_FACTOR=2 xvfb-run -s "-screen 0 3200x2400x24" python -m tests.bench.screenshots ...

Real widgets, the embedded model and a library made for this. --form webp (default, small) or png.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.gui.grid.photo_strip import PhotoStrip
from app.gui.jobs import Jobs
from app.gui.labels.line_dialog import LineDialog
from app.gui.language import speak
from app.gui.photo.heat_map import HeatMap
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.theme import Theme
from app.gui.window.about import About
from app.gui.window.main_window import MainWindow
from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.library.records import Photo, TagKind
from app.paths import Paths, paths_under, resources
from app.settings import EMBEDDED_MODEL, Settings

PATIENCE = 180  # seconds
QUALITY = 85


class Photographer:
    """Brings the window into a state and takes its picture."""

    def __init__(self, application: QApplication, paths: Paths, out: Path, form: str) -> None:
        self.application, self.paths, self.out, self.form = application, paths, out, form
        self.jobs = Jobs(lambda: Library(paths, EMBEDDED_MODEL))
        self.thumbnails = Thumbnails(paths.cache / "thumbnails")
        self.window = MainWindow(self.jobs, paths, "MKT mini")
        self.window.resize(1240, 800)
        self.window.show()

    def wait(self, until: Callable[[], object], then: float = 0.4) -> None:
        """Let the window work until something is so, and a little longer for what follows."""
        end = time.monotonic() + PATIENCE
        while not until():
            self.application.processEvents()
            time.sleep(0.01)
            if time.monotonic() > end:
                raise TimeoutError
        end = time.monotonic() + then
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.01)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        picture = (widget or self.window).grab()
        file = self.out / f"{name}.{self.form}"
        picture.save(str(file), quality=QUALITY)
        print(file, f"{picture.width()} x {picture.height()}, {file.stat().st_size // 1000} kB")

    def ask(self, question: Callable[[Library], object]) -> object:
        answers: list[object] = []
        self.jobs.ask(question, answers.append, answers.append)
        self.wait(lambda: answers, 0)
        return answers[0]

    def photo(self, name: str) -> Photo:
        photos = self.ask(lambda library: library.photos.get(library.photos.ids()))
        return next(photo for photo in photos if photo.path.stem == name)

    def search(self, text: str) -> None:
        self.window.search_bar.box.setText(text)
        self.wait(lambda: self.window.searching.query == text, 1.5)

    def begin(self, album: Path) -> None:
        self.wait(lambda: True, 0.5)
        self.take("empty")
        self.window.index([album])
        self.wait(lambda: self.window.photos.rowCount() > 0, 0.5)
        self.take("indexing")
        self.wait(lambda: not self.window.indexing.under_way, 1.5)
        self.take("library")

    def browse(self, suffix: str = "") -> None:
        self.search("sky")
        self.take(f"results{suffix}")
        self.window.grid.select_row(0)
        self.wait(lambda: True, 1.0)
        self.take(f"labels{suffix}")

    def look(self) -> None:
        self.window.open_row(0)
        self.wait(lambda: self.window.view.canvas.picture is not None, 0.5)
        self.take("photo")
        self.window.view.closed.emit()

    def explain(self, suffix: str = "") -> None:
        photo = self.photo("kingfisher-on-a-branch")
        heat = HeatMap(photo, "bird", self.jobs, self.window.pictures, self.window)
        heat.show()
        self.wait(heat.export.isEnabled)
        self.take(f"heat{suffix}", heat)
        heat.close()

    def draw_the_line(self) -> None:
        dialog = LineDialog(
            "sky", self.jobs, self.window.changes, self.window.thumbnails, self.window
        )
        dialog.show()
        self.wait(lambda: dialog.just_in.count() + dialog.just_out.count(), 1.5)
        self.take("line", dialog)
        dialog.close()

    def review(self) -> None:
        self.window.start_review("sky")
        self.wait(lambda: self.window.review.canvas.picture is not None)
        self.window.review.answer(TagKind.ACCEPTED)
        self.wait(lambda: self.window.review.canvas.picture is not None)
        self.take("review")
        self.window.review.closed.emit()

    def settings(self, suffix: str = "") -> None:
        chosen = Settings()
        dialog = SettingsDialog(
            chosen, self.paths, self.jobs, self.window.changes, self.thumbnails, self.window
        )
        dialog.show()
        for page in dialog.pages:
            dialog.show_page(page)
            self.wait(lambda: True, 0.5)
            self.take(f"settings-{page}{suffix}", dialog)
        dialog.close()

    def duplicates(self) -> None:
        self.window.show_duplicates()
        self.wait(lambda: self.window.duplicates.findChildren(PhotoStrip), 1.5)
        self.take("duplicates")
        self.window.duplicates.closed.emit()

    def about(self) -> None:
        about = About(self.paths, self.jobs, self.window)
        about.show()
        self.wait(lambda: True, 0.5)
        self.take("about", about)
        about.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--album", type=Path, help="where to put the photos: seen in the pictures")
    parser.add_argument("--form", default="webp", choices=("webp", "png"))
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    _translators = speak(application, chosen.language)
    theme = Theme(application, "light")
    with tempfile.TemporaryDirectory() as folder:
        album = (chosen.album or Path(folder)) / "Pictures"
        shutil.copytree(resources() / "demo", album)
        copies = album / "from the old phone"
        copies.mkdir()
        shutil.copy(album / "coffee-cup.jpg", copies / "IMG_0042.jpg")
        home = paths_under(Path(folder) / "home")
        work = Photographer(application, home, chosen.out, chosen.form)
        work.begin(album)
        work.browse()
        work.look()
        work.explain()
        work.draw_the_line()
        work.review()
        work.duplicates()
        work.settings()
        work.about()
        theme.choose("dark")
        work.browse("-dark")
        work.explain("-dark")
        work.settings("-dark")
        work.window.close()


if __name__ == "__main__":
    main()
