"""Whatever a photo, folder, label, search or model is called is shown as it is written."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QTextBrowser,
    QWidget,
)

from app.gui.jobs import Jobs
from app.gui.operations import save_search, tag
from app.gui.plain import PlainLabel, caption, in_markdown, plain
from app.gui.window.main_window import MainWindow
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from tests.conftest import index, make_photo

TOP = Path(__file__).parents[3]
HTML = "<h1>big<img src=x.png width=9000>"
PATIENCE = 20_000


def test_one_text_in_four_places(qtbot):
    assert Text.mightBeRichText(HTML)
    assert plain("dog & cat") == "dog & cat"
    assert plain("a < b") == "a < b"
    assert "&lt;h1&gt;" in plain(HTML)
    assert plain("&lt;b>") != "&lt;b>"  # else it would be shown as <b>
    assert caption("a & b\nc" + "x" * 99)[:8] == "a && b c"
    assert len(caption("x" * 1000)) == 60
    page = QTextBrowser()
    qtbot.addWidget(page)
    for text in (HTML, "![a](x.png)", "# a", "*a* [b](c) `d` &amp; \\"):
        page.setMarkdown("- " + in_markdown(text))
        assert page.toPlainText() == text


def test_every_label_of_the_window_is_a_plain_one():
    """Also those that the walk below does not come by. About shows the program's own words."""
    files = (TOP / "app" / "gui").rglob("*.py")
    made = {f.name for f in files if re.search(r"\bQLabel\(", f.read_text("utf-8"))}
    assert made == {"about.py"}


def test_a_long_name_does_not_widen_the_window(qtbot):
    label = PlainLabel("W" * 10_000)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() <= 200
    assert label.sizeHint().width() <= 1000


def texts(view: QAbstractItemView) -> Iterator[str]:
    """The tooltips of every row, those below others too."""
    above = [QModelIndex()]
    while above:
        parent = above.pop()
        for row in range(view.model().rowCount(parent)):
            place = view.model().index(row, 0, parent)
            above.append(place)
            yield view.model().data(place, Qt.ItemDataRole.ToolTipRole) or ""


def is_plain(text: str) -> bool:
    return ("<h1" not in text and "<img" not in text) or not Text.mightBeRichText(text)


def check_all(window: MainWindow, seen: dict[str, set[str]]) -> None:
    """Nothing on show takes a name for HTML; notes in `seen` where a name was shown."""
    for widget in QApplication.allWidgets():
        where = f"{type(widget.parent()).__name__}/{type(widget).__name__}"
        assert is_plain(widget.toolTip()), where
        if isinstance(widget, QLabel) and "<h1>" in widget.text():
            seen.setdefault("labels", set()).add(where)
            assert widget.textFormat() == Qt.TextFormat.PlainText, where
        if isinstance(widget, QTextBrowser):
            assert "<img" not in widget.toHtml(), where
        if isinstance(widget, QAbstractItemView) and widget.model():
            for text in texts(widget):
                assert is_plain(text), where
                if "h1" in text:
                    seen.setdefault("rows", set()).add(where)
    for action in window.actions_.all():
        assert is_plain(action.toolTip()), action.text()
        if "h1" in action.toolTip():
            seen.setdefault("actions", set()).add(action.text()[:4])


@pytest.fixture
def window(qtbot, paths: Paths, colour_encoder, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on a library in which everything is called something in HTML."""
    config = paths.models / "colours" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "title": HTML}))
    folder = tmp_path / HTML
    make_photo(folder / f"{HTML}.jpg")
    make_photo(folder / f"copy{HTML}.jpg")
    camera = Image.Exif()
    camera[0x110] = HTML
    Image.new("RGB", (64, 48), (220, 30, 30)).save(folder / f"with{HTML}.jpg", exif=camera)
    (folder / f"broken{HTML}.jpg").write_text("no picture")
    with Library(paths, "colours") as library:
        index(library, folder)
        title = library.info.title
    window = MainWindow(Jobs(lambda: Library(paths, "colours")), paths, title)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.photos.rowCount() == 3, timeout=PATIENCE)
    yield window
    window.close()


def test_no_name_is_taken_for_html(qtbot, window: MainWindow, monkeypatch):
    seen: dict[str, set[str]] = {}
    ids, changes = window.photos.ids, window.changes

    def wait(shown) -> None:
        qtbot.waitUntil(shown, timeout=PATIENCE)
        check_all(window, seen)

    wait(lambda: all(window.photos.index(row).data() for row in range(3)))
    changes.make(tag(ids, HTML, TagKind.ADDED))
    changes.make(save_search(HTML, f'"{HTML}" OR "{HTML}2"'))
    wait(lambda: "h1" in changes.undo_name)
    for photo_id in ids:
        window.grid.select_photo(photo_id)
        name = Path(window.photos.index(window.photos.row_of(photo_id)).data()).name
        wait(lambda name=name: window.panel.title.text() == name)
    wait(lambda: HTML in window.panel.facts.text())

    window.search_bar.search_for(f'"{HTML}" AND "{HTML}2"')
    wait(lambda: HTML in window.browser.less_sure.text.text())
    window.search_bar.search_for(f'name:"{HTML} of no photo"')
    wait(lambda: HTML in window.empty.title.text())
    window.search_bar.search_for(f"nofield:{HTML}")
    wait(lambda: HTML in window.search_bar.message.text())
    for show in (window.show_duplicates, lambda: window.start_review(HTML)):
        show()
        qtbot.wait(300)
        check_all(window, seen)
    window.dialogs.set_line(HTML)
    window.dialogs.explain(ids[0], HTML)
    window.dialogs.show_skipped()
    window.dialogs.show_about()
    for page in ("general", "model", "folders", "vocabulary"):
        window.dialogs.show_settings(page)
    wait(lambda: len(window.findChildren(QDialog)) >= 8)
    qtbot.wait(500)
    check_all(window, seen)
    asked: list[str] = []

    def typed(_: QWidget, _title: str, question: str, text: str = "") -> tuple[str, bool]:
        asked.append(question)
        return "", False

    monkeypatch.setattr(QInputDialog, "getText", typed)
    monkeypatch.setattr(QMessageBox, "question", lambda *a: asked.append(a[2]))
    window.sidebar.parent_wanted.emit(HTML)
    window.sidebar.alias_wanted.emit(HTML)
    window.sidebar.folder_wanted.emit("forget", Path(HTML))
    assert len(asked) == 3
    assert all("h1" in text and is_plain(text) for text in asked)
    for dialog in window.findChildren(QDialog):
        dialog.close()
    # The walk came by what shows names.
    shown = {"LineDialog", "QWidget", "ReviewView", "QStatusBar", "SearchBar", "EmptyState"}
    assert shown <= {where.partition("/")[0] for where in seen["labels"]}
    assert {"PhotoGrid", "PhotoStrip", "Sidebar"} <= {w.rpartition("/")[2] for w in seen["rows"]}
    assert seen["actions"] == {"Undo"}
    assert max(w.minimumSizeHint().width() for w in window.findChildren(QWidget)) < 2000
