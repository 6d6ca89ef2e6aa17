"""How the window looks: light and dark palettes over Qt's Fusion style, spacing, and the icons.

Use: `Theme(application, "system")` once, kept as long as the application; `theme.choose("dark")`
when the user changes it. `icon(name)` gives an icon in the palette's colour; buttons, actions and
the items of lists and trees get the fitting one again when the theme changes.
Lay out with multiples of SPACE. `resources/icons` holds the drawings, each in one colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyleFactory,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.paths import resources

SPACE = 4  # pixels; every margin and gap is a multiple
THEMES = ("system", "light", "dark")
ICON_SIZES = (16, 20, 24, 32, 48, 64, 96)  # up to 32 px at three device pixels each
_names: dict[int, str] = {}  # which drawing an icon was made of, by its cache key


@dataclass(frozen=True)
class Colours:
    """One theme's colours, as #rrggbb."""

    window: str
    base: str
    raised: str
    line: str
    text: str
    faint: str
    disabled: str
    accent: str
    on_accent: str
    bad: str


LIGHT = Colours(
    window="#f4f5f7",
    base="#ffffff",
    raised="#e9ebef",
    line="#c3c8d0",
    text="#1b1e24",
    faint="#565d69",
    disabled="#8b919c",
    accent="#2a5bd0",
    on_accent="#ffffff",
    bad="#b3261e",
)
DARK = Colours(
    window="#1d1f23",
    base="#15171a",
    raised="#2a2d33",
    line="#474c55",
    text="#e7e9ed",
    faint="#a7adb8",
    disabled="#737985",
    accent="#8db2ff",
    on_accent="#0d1a35",
    bad="#ffa79f",
)

STYLE = """
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {line}; padding: 4px; }}
QToolBar {{ border: none; border-bottom: 1px solid {line}; padding: 4px; spacing: 4px; }}
QToolButton {{ padding: 4px; border: 2px solid transparent; border-radius: 6px; }}
QToolButton:hover {{ background: {raised}; }}
QToolButton:checked {{ background: {raised}; border-color: {line}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ padding: 4px 12px; min-height: 20px; border: 2px solid {line}; border-radius: 6px;
    background: {base}; }}
QPushButton:hover {{ background: {raised}; }}
QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:checked {{ border-color: {accent}; background: {raised}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:default:focus {{ border-color: {text}; }}
QPushButton:disabled {{ color: {disabled}; background: {window}; border-color: {raised}; }}
QLineEdit, QPlainTextEdit {{ padding: 4px 8px; border: 2px solid {line}; border-radius: 6px;
    background: {base}; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {accent}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; }}
QComboBox, QSpinBox {{ min-height: 24px; }}
QListView, QTreeView, QTableView, QScrollArea, QTextBrowser {{ border: 2px solid transparent;
    background: {base}; }}
QListView:focus, QTreeView:focus, QTableView:focus, QTextBrowser:focus {{
    border-color: {accent}; }}
QListView::item, QTreeView::item {{ padding: 4px; }}
QHeaderView::section {{ padding: 4px; border: none; border-bottom: 1px solid {line};
    background: {window}; }}
QCheckBox:focus, QRadioButton:focus, QSlider:focus {{ border: 2px solid {accent};
    border-radius: 6px; }}
QCheckBox, QRadioButton, QSlider {{ border: 2px solid transparent; padding: 2px; }}
QProgressBar {{ border: none; border-radius: 4px; background: {raised}; min-height: 8px;
    max-height: 8px; text-align: center; color: transparent; }}
QProgressBar::chunk {{ border-radius: 4px; background: {accent}; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {line}; }}
QSlider::sub-page:horizontal {{ border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
    border: 1px solid {accent}; background: {base}; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QStatusBar {{ border-top: 1px solid {line}; }}
QDockWidget::title {{ padding: 8px; }}
QLabel[role="title"] {{ font-size: 16px; font-weight: 600; }}
QLabel[role="faint"] {{ color: {faint}; }}
QLabel[role="chip"] {{ padding: 2px 8px; border-radius: 10px; background: {raised}; }}
QLabel[role="operator"] {{ color: {faint}; }}
QLabel[role="error"] {{ color: {bad}; }}
"""


class Theme(QObject):
    """Keeps the application in the chosen theme; "system" follows the desktop as it changes.

    Signals: changed() after palette, style sheet and icons are those of the new theme.
    """

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__(application)
        self._application, self._choice = application, choice
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setWindowIcon(QIcon(str(resources() / "icons" / "mkt-tagger.svg")))
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def dark(self) -> bool:
        if self._choice != "system":
            return self._choice == "dark"
        return self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def choose(self, choice: str) -> None:
        """One of THEMES; an unknown word of a newer version's settings is "system"."""
        self._choice = choice if choice in THEMES else "system"
        self._apply()

    def _follow_system(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        colours = DARK if self.dark else LIGHT
        self._application.setPalette(palette(colours))
        self._application.setStyleSheet(STYLE.format(**vars(colours)))
        _tint_again(self._application)
        self.changed.emit()


def palette(colours: Colours) -> QPalette:
    """The colours in Qt's roles. Dark is the groove of a bar, Mid a hairline."""
    role, made = QPalette.ColorRole, QPalette()
    for names, value in (
        ((role.Window, role.Button), colours.window),
        ((role.Base,), colours.base),
        ((role.AlternateBase, role.ToolTipBase, role.Light, role.Midlight), colours.raised),
        ((role.Mid, role.Dark), colours.line),
        ((role.Text, role.WindowText, role.ButtonText, role.ToolTipText), colours.text),
        ((role.PlaceholderText,), colours.faint),
        ((role.Highlight, role.Accent, role.Link, role.LinkVisited), colours.accent),
        ((role.HighlightedText,), colours.on_accent),
        ((role.BrightText,), colours.bad),
    ):
        for name in names:
            made.setColor(name, QColor(value))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.disabled))
    return made


def colours_now() -> Colours:
    """The colours in use, for what paints itself."""
    return DARK if QApplication.palette().window().color().lightness() < 128 else LIGHT


def icon(name: str) -> QIcon:
    """The icon of resources/icons/NAME.svg in the palette's colours, sharp at any pixel ratio.

    Raises FileNotFoundError for a name without a drawing.
    """
    now = colours_now()
    made = _tinted(name, now.text, now.disabled, now.on_accent)
    _names[made.cacheKey()] = name
    return made


@lru_cache(maxsize=256)
def _tinted(name: str, text: str, disabled: str, selected: str) -> QIcon:
    drawing = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, text),
        (QIcon.Mode.Disabled, disabled),
        (QIcon.Mode.Selected, selected),
    ):
        renderer = QSvgRenderer(QByteArray(drawing.replace("#000", colour).encode()))
        for side in ICON_SIZES:
            made.addPixmap(_drawn(renderer, side), mode)
    return made


def _drawn(renderer: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        renderer.render(painter)
    return pixmap


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give a button or an action its icon."""
    target.setIcon(icon(name))


def _tint_again(application: QApplication) -> None:
    """Every icon on show that `icon` made, in the colours of now."""
    for widget in application.allWidgets():
        for target in (widget, *widget.actions(), *_own_actions(widget), *_items(widget)):
            if isinstance(target, QAction | QAbstractButton | QListWidgetItem):
                if name := _names.get(target.icon().cacheKey()):
                    target.setIcon(icon(name))
            elif isinstance(target, QTreeWidgetItem) and (
                name := _names.get(target.icon(0).cacheKey())
            ):
                target.setIcon(0, icon(name))


def _own_actions(widget: QWidget) -> list[QAction]:
    return widget.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _items(widget: QWidget) -> Sequence[QListWidgetItem | QTreeWidgetItem]:
    if isinstance(widget, QListWidget):
        return [widget.item(row) for row in range(widget.count())]
    if isinstance(widget, QTreeWidget):
        return _rows(widget)
    return []


def _rows(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    """All of a tree's rows, the shown and the folded."""
    found: list[QTreeWidgetItem | None] = [tree.invisibleRootItem()]
    for row in found:  # it grows by what stands below
        found += [row.child(i) for i in range(row.childCount())] if row else []
    return [row for row in found[1:] if row]
