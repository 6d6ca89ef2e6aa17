"""Where the main window's commands stand: the menus and the toolbar."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QMenuBar, QSizePolicy, QSlider, QToolBar, QWidget

from app.gui.grid.photo_grid import LARGEST, SMALLEST, USUAL
from app.gui.search.search_control import BY_SCORE
from app.gui.theme import SPACE
from app.gui.window.actions import Actions

ZOOM_WIDTH = 120


def fill_menus(bar: QMenuBar, actions: Actions) -> None:
    """None is a line between groups of commands."""
    a, translate = actions, QCoreApplication.translate
    for title, entries in (
        (translate("Menus", "&File"), (a.add, a.again, None, a.quit)),
        (translate("Menus", "&Edit"), (a.undo, a.redo, None, a.label, None, a.settings)),
        (translate("Menus", "F&ind"), (a.find, a.similar, a.duplicates, None, a.line, a.review)),
        (translate("Menus", "&View"), (a.larger, a.smaller, None, a.left, a.right)),
        (translate("Menus", "&Help"), (a.about,)),
    ):
        menu = bar.addMenu(title)
        for action in entries:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)


class MainToolBar(QToolBar):
    """Signals: order_chosen(BY_SCORE or one of app.library.search.ordering.ORDERS);
    zoom_chosen(side)."""

    order_chosen = Signal(str)
    zoom_chosen = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Main"))
        self.setObjectName("main")
        self.setMovable(False)
        self.setAccessibleName(self.tr("Main"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.order, self.zoom = self._order_box(), self._zoom_slider()
        self._fill(actions)

    def _fill(self, actions: Actions) -> None:
        self.addActions([actions.left, actions.add, actions.undo, actions.redo])
        self.addSeparator()
        self.addActions([actions.similar, actions.line, actions.review])
        space, gap = QWidget(self), QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        gap.setFixedWidth(2 * SPACE)
        for widget in (space, self.order, gap, self.zoom):
            self.addWidget(widget)
        self.addAction(actions.right)

    def _order_box(self) -> QComboBox:
        box = QComboBox(self)
        for text, order in (
            (self.tr("Best first"), BY_SCORE),
            (self.tr("By date"), "date"),
            (self.tr("By name"), "name"),
            (self.tr("By path"), "path"),
        ):
            box.addItem(text, order)
        box.setAccessibleName(self.tr("Order of the photos"))
        box.setAccessibleDescription(self.tr("How the photos on show are sorted"))
        box.currentIndexChanged.connect(lambda _: self.order_chosen.emit(box.currentData()))
        return box

    def _zoom_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST, LARGEST)
        slider.setFixedWidth(ZOOM_WIDTH)
        slider.setAccessibleName(self.tr("Size of the photos"))
        slider.setAccessibleDescription(self.tr("Also Ctrl and the mouse wheel over the photos"))
        slider.setToolTip(slider.accessibleName())
        slider.setValue(USUAL)
        slider.valueChanged.connect(self.zoom_chosen)
        return slider
