"""Every control of every window says what it is and does, and is reached by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTextBrowser,
    QWidget,
)

from app.gui.changes import Changes
from app.gui.grid.duplicates_view import DuplicatesView
from app.gui.jobs import Jobs
from app.gui.labels.histogram import Histogram
from app.gui.labels.line_dialog import LineDialog
from app.gui.labels.review import ReviewView
from app.gui.photo.heat_map import HeatMap
from app.gui.photo.photo_canvas import PhotoCanvas
from app.gui.photo.photo_view import PhotoView
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.window.about import About
from app.gui.window.main_window import MainWindow
from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.paths import Paths
from app.settings import Settings

pytest_plugins = ["tests.gui.panel_fixtures"]

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
    QPlainTextEdit, QProgressBar, QTextBrowser, Histogram, PhotoCanvas,
)  # fmt: skip
WINDOWS = ["main", "settings", "line", "heat", "review", "photo", "about", "duplicates"]


@pytest.fixture
def window(request, qtbot, jobs: Jobs, pictures, thumbnails, paths: Paths, indexed: Library):
    """One of WINDOWS on an indexed library; dialogs belong to a window that the test closes."""
    parent = QWidget()
    qtbot.addWidget(parent)
    cache = Thumbnails(paths.cache / "thumbnails")
    photo = indexed.photos.get(indexed.photos.ids())[0]
    make = {
        "main": lambda: MainWindow(jobs, paths, "a small model"),
        "settings": lambda: SettingsDialog(
            Settings("colours"), paths, jobs, Changes(jobs), cache, parent
        ),
        "line": lambda: LineDialog("red", jobs, Changes(jobs), thumbnails, parent),
        "heat": lambda: HeatMap(photo, "red", jobs, pictures, parent),
        "review": lambda: ReviewView(jobs, Changes(jobs), pictures, parent),
        "photo": lambda: PhotoView(pictures, lambda ids, answer: None, parent),
        "about": lambda: About(paths, jobs, parent),
        "duplicates": lambda: DuplicatesView(jobs, thumbnails, parent),
    }
    made = make[request.param]()
    if request.param == "main":
        qtbot.addWidget(made)
    made.show()
    yield made  # keeps `parent` until then


def controls(window: QWidget) -> Iterator[QWidget]:
    """What a user can act on or reads from; not the parts that Qt makes such things of."""
    for widget in window.findChildren(QWidget):
        inside = isinstance(widget.parent(), (QComboBox, QAbstractSpinBox, QLineEdit, QHeaderView))
        own = not widget.objectName().startswith("qt_") and not inside
        if isinstance(widget, CONTROLS) and own and not is_part(widget):
            yield widget


def is_part(widget: QWidget) -> bool:
    """Scroll bars, headers, tab bar arrows, the list that a combo box pops up."""
    if isinstance(widget, (QScrollBar, QHeaderView)) or widget.window().inherits("QCompleter"):
        return True
    above = widget.parent()
    while above is not None:
        if above.metaObject().className() in ("QComboBoxPrivateContainer", "QTabBar"):
            return True
        above = above.parent()
    return False


def said(widget: QWidget, what: QAccessible.Text) -> str:
    """What a screen reader is told."""
    return QAccessible.queryAccessibleInterface(widget).text(what)


def described(widget: QWidget) -> str:
    return (
        f"{type(widget).__name__} {widget.objectName()!r} {said(widget, QAccessible.Text.Name)!r}"
    )


@pytest.mark.parametrize("window", WINDOWS, indirect=True)
def test_every_control_has_a_name_and_a_description(window: QWidget):
    found = list(controls(window))
    assert found
    nameless = [described(w) for w in found if not said(w, QAccessible.Text.Name)]
    assert nameless == []
    silent = [
        described(w) for w in found if not (said(w, QAccessible.Text.Description) or w.toolTip())
    ]
    assert silent == []


@pytest.mark.parametrize("window", WINDOWS, indirect=True)
def test_every_button_and_field_is_reached_by_keyboard(window: QWidget):
    """By Tab, or for the buttons of a toolbar by the shortcut of their action."""
    unreached = [
        described(w)
        for w in controls(window)
        if isinstance(w, (QAbstractButton, QLineEdit, QComboBox, Histogram))
        and w.isEnabled()
        and not w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (hasattr(w, "defaultAction") and w.defaultAction())
    ]
    assert unreached == []


@pytest.mark.parametrize("window", ["settings", "line", "heat", "about"], indirect=True)
def test_dialogs_are_named_and_close_by_escape(qtbot, window: QDialog):
    assert window.accessibleName() == window.windowTitle() != ""
    with qtbot.waitSignal(window.finished):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_the_check_finds_a_nameless_control(qtbot, tmp_path: Path):
    window = QWidget()
    qtbot.addWidget(window)
    line = QLineEdit(window)
    assert list(controls(window)) == [line]
    assert not said(line, QAccessible.Text.Name)
    line.setAccessibleName("Search")
    assert said(line, QAccessible.Text.Name) == "Search"
