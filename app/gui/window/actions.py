"""The main window's commands: their menus, shortcuts, icons and places in the toolbar."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSlider, QToolBar, QWidget

from app.gui.grid.photo_grid import LARGEST, SMALLEST
from app.gui.search.search_control import BY_SCORE
from app.gui.theme import SPACE, set_icon

if TYPE_CHECKING:
    from app.gui.window.main_window import MainWindow

Key = QKeySequence.StandardKey
ZOOM_WIDTH = 120
ZOOM_STEP = 24


class Actions(QObject):
    """Fills the window's menu bar and toolbar. Each command is an attribute."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window
        changes, grid = window.changes, window.grid
        self.add = self._make(self.tr("Add folder…"), "add-folder", Key.Open, window.choose_folder)
        self.again = self._make(
            self.tr("Look for new photos"), "resume", Key.Refresh, lambda: window.index([])
        )
        self.quit = self._make(self.tr("Quit"), "close", Key.Quit, window.close)
        self.undo = self._make(self.tr("Undo"), "undo", Key.Undo, changes.undo)
        self.redo = self._make(self.tr("Redo"), "redo", Key.Redo, changes.redo)
        self.find = self._make(self.tr("Search"), "search", Key.Find, self._focus_search)
        self.label = self._make(self.tr("Add a label"), "label", "Ctrl+L", self._focus_label)
        self.review = self._make(self.tr("Review…"), "review", "Ctrl+R", self._review)
        self.line = self._make(self.tr("Set the line…"), "line", "Ctrl+T", self._line)
        self.similar = self._make(self.tr("Find similar"), "similar", "Ctrl+D", window.show_similar)
        self.duplicates = self._make(
            self.tr("Find duplicates"), "duplicates", "Ctrl+Shift+D", window.show_duplicates
        )
        self.settings = self._make(self.tr("Settings…"), "settings", "Ctrl+,", window.show_settings)
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.about = self._make(self.tr("About MKT Tagger"), "about", "", window.show_about)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.larger = self._make(
            self.tr("Larger"), "zoom-in", Key.ZoomIn, lambda: grid.zoom(grid.side + ZOOM_STEP)
        )
        self.smaller = self._make(
            self.tr("Smaller"), "zoom-out", Key.ZoomOut, lambda: grid.zoom(grid.side - ZOOM_STEP)
        )
        self.left = self._panel(self.tr("Left side"), "panel-left", "F7", window.sidebar)
        self.right = self._panel(self.tr("Right side"), "panel-right", "F8", window.panel)
        self.zoom, self.order = self._zoom_slider(), self._order_box()
        self._fill_menus()
        self._fill_toolbar()
        self.show_history("", "")

    def show_history(self, undo: str, redo: str) -> None:
        """Say what undo and redo would do; empty where there is nothing."""
        for action, word, name in (
            (self.undo, self.tr("Undo"), undo),
            (self.redo, self.tr("Redo"), redo),
        ):
            action.setText(f"{word} {name}".rstrip())
            action.setEnabled(bool(name))

    def _make(
        self, text: str, icon: str, shortcut: QKeySequence.StandardKey | str,
        called: Callable[[], object],
    ) -> QAction:  # fmt: skip
        action = QAction(text, self)
        action.triggered.connect(lambda _=False: called())
        return self._kept(action, icon, shortcut)

    def _kept(self, action: QAction, icon: str, key: QKeySequence.StandardKey | str) -> QAction:
        set_icon(action, icon)
        action.setShortcut(QKeySequence(key))
        self.window.addAction(action)
        return action

    def _panel(self, text: str, icon: str, shortcut: str, panel: QWidget) -> QAction:
        action = self._make(text, icon, shortcut, lambda: panel.setVisible(action.isChecked()))
        action.setCheckable(True)
        action.setChecked(True)
        return action

    def _zoom_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self.window)
        slider.setRange(SMALLEST, LARGEST)
        slider.setFixedWidth(ZOOM_WIDTH)
        slider.setAccessibleName(self.tr("Size of the photos"))
        slider.setAccessibleDescription(self.tr("Also Ctrl and the mouse wheel over the photos"))
        slider.setToolTip(slider.accessibleName())
        slider.setValue(self.window.grid.side)
        slider.valueChanged.connect(self.window.grid.zoom)
        self.window.grid.zoomed.connect(slider.setValue)
        return slider

    def _order_box(self) -> QComboBox:
        box = QComboBox(self.window)
        for text, order in (
            (self.tr("Best first"), BY_SCORE),
            (self.tr("By date"), "date"),
            (self.tr("By name"), "name"),
            (self.tr("By path"), "path"),
        ):
            box.addItem(text, order)
        box.setAccessibleName(self.tr("Order of the photos"))
        box.setAccessibleDescription(self.tr("How the photos on show are sorted"))
        box.currentIndexChanged.connect(lambda _: self.window.searching.sort(box.currentData()))
        return box

    def _fill_menus(self) -> None:
        bar = self.window.menuBar()
        for title, actions in (
            (self.tr("&File"), (self.add, self.again, None, self.quit)),
            (self.tr("&Edit"), (self.undo, self.redo, None, self.label, None, self.settings)),
            (self.tr("F&ind"), (self.find, self.similar, self.duplicates, None, self.line,
                                self.review)),
            (self.tr("&View"), (self.larger, self.smaller, None, self.left, self.right)),
            (self.tr("&Help"), (self.about,)),
        ):  # fmt: skip
            menu = bar.addMenu(title)
            for action in actions:
                menu.addAction(action) if action else menu.addSeparator()

    def _fill_toolbar(self) -> None:
        bar = QToolBar(self.tr("Main"), self.window)
        bar.setObjectName("main")
        bar.setMovable(False)
        bar.setAccessibleName(self.tr("Main"))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for action in (self.left, self.add, self.undo, self.redo):
            bar.addAction(action)
        bar.addSeparator()
        for action in (self.similar, self.line, self.review):
            bar.addAction(action)
        space = QWidget(bar)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addWidget(self.order)
        gap = QWidget(bar)
        gap.setFixedWidth(2 * SPACE)
        bar.addWidget(gap)
        bar.addWidget(self.zoom)
        bar.addAction(self.right)
        self.window.addToolBar(bar)

    def _focus_search(self) -> None:
        self.window.search_bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.window.search_bar.box.selectAll()

    def _focus_label(self) -> None:
        self.window.panel.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _label_searched(self) -> str:
        """The label that is being looked at; told under the box where there is none."""
        label = self.window.photos.label
        if not label:
            self.window.search_bar.say(self.tr("Search for one label first."))
        return label

    def _review(self) -> None:
        if label := self._label_searched():
            self.window.start_review(label)

    def _line(self) -> None:
        if label := self._label_searched():
            self.window.set_line(label)
