"""The theme: contrast, following the choice, icons in the palette's colour."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolBar,
    QTreeWidget,
    QTreeWidgetItem,
)

from app.gui.theme import DARK, LIGHT, Theme, icon, palette, set_icon
from app.paths import resources

ROLE = QPalette.ColorRole
TEXT_ON = [
    (ROLE.Text, ROLE.Base),
    (ROLE.Text, ROLE.AlternateBase),
    (ROLE.WindowText, ROLE.Window),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.PlaceholderText, ROLE.Base),
    (ROLE.PlaceholderText, ROLE.Window),
    (ROLE.PlaceholderText, ROLE.AlternateBase),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.Link, ROLE.Base),
    (ROLE.Link, ROLE.Window),
    (ROLE.BrightText, ROLE.Window),
]
DRAWINGS = sorted(file.stem for file in (resources() / "icons").glob("*.svg"))


@pytest.fixture
def theme(qapp):
    before = qapp.palette(), qapp.styleSheet(), qapp.style().name()
    theme = Theme(qapp, "light")
    yield theme
    theme.setParent(None)
    theme.deleteLater()
    qapp.setPalette(before[0])
    qapp.setStyleSheet(before[1])
    qapp.setStyle(before[2])


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1, 1.4.3)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_can_be_read(qapp, colours, text, ground):
    made = palette(colours)
    assert contrast(made.color(text), made.color(ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_bad_faint_and_the_focus_ring_stand_out(qapp, colours):
    for name in ("bad", "faint"):
        for ground in ("base", "window", "raised"):
            assert contrast(QColor(getattr(colours, name)), QColor(getattr(colours, ground))) >= 4.5
    for ground in ("base", "window", "line"):  # WCAG 2.1, 1.4.11: 3:1; the ring replaces a line
        least = 3 if ground != "line" else 1.5
        accent = QColor(colours.accent)
        assert contrast(accent, QColor(getattr(colours, ground))) >= least


def test_contrast_is_that_of_wcag():
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_the_choice_is_followed(qtbot, qapp, theme):
    assert qapp.palette().window().color() == QColor(LIGHT.window)
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.dark
    assert qapp.palette().window().color() == QColor(DARK.window)
    theme.choose("sepia, of a newer version")
    assert not theme.dark  # the desktop of the tests says nothing, and that is light


def drawn_colour(made, side: int = 24) -> QColor:
    image = made.pixmap(QSize(side, side), 1.0).toImage()
    pixels = [image.pixelColor(x, y) for x in range(side) for y in range(side)]
    return max(pixels, key=lambda pixel: pixel.alpha())


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_is_an_icon(theme, name: str):
    made = icon(name)
    assert made.pixmap(QSize(24, 24), 2.0).size() == QSize(48, 48)
    assert drawn_colour(made).alpha() > 200


def test_icons_change_colour_with_the_theme(qtbot, theme):
    bar, button = QToolBar(), QPushButton("Search")
    qtbot.addWidget(bar)
    qtbot.addWidget(button)
    action, tree, folders = QAction("Add folder", bar), QTreeWidget(), QListWidget()
    qtbot.addWidget(tree)
    qtbot.addWidget(folders)
    bar.addAction(action)
    row, item = QTreeWidgetItem(tree), QListWidgetItem(folders)
    row.setIcon(0, icon("folder"))
    item.setIcon(icon("folder"))
    set_icon(button, "search")
    set_icon(action, "add-folder")
    assert drawn_colour(button.icon()).lightness() < 60
    theme.choose("dark")
    assert drawn_colour(button.icon()).lightness() > 200
    for made in (action.icon(), row.icon(0), item.icon()):
        assert drawn_colour(made).lightness() > 200
