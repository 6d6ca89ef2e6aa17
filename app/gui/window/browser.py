"""The page to look through photos: the left side, the search box over the grid, the right side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.gui.grid.photo_grid import PhotoGrid
from app.gui.search.less_sure import LessSure
from app.gui.search.search_bar import SearchBar
from app.gui.sides.label_panel import LabelPanel
from app.gui.sides.sidebar import Sidebar
from app.gui.window.empty_state import EmptyState

SIDES = (220, 700, 280)  # the splitter's first widths


class Browser(QSplitter):
    """Each part is an attribute; `found` shows the grid, or what stands in its place."""

    def __init__(self, grid: PhotoGrid, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sidebar, self.panel, self.grid = Sidebar(), LabelPanel(), grid
        self.search_bar, self.empty, self.found = SearchBar(), EmptyState(), QStackedWidget()
        self.less_sure = LessSure()
        self.found.addWidget(self.empty)
        self.found.addWidget(grid)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.search_bar)
        layout.addWidget(self.found, 1)
        layout.addWidget(self.less_sure)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for part in (self.sidebar, centre, self.panel):
            self.addWidget(part)
        self.setSizes(SIDES)
        self.setStretchFactor(1, 1)

    def show_found(self, count: int, query: str, instead: str) -> None:
        """The grid, or where a query found nothing, what to type `instead`."""
        self.found.setCurrentWidget(self.grid if count else self.empty)
        if query and not count:
            self.empty.nothing_found(query, instead)

    def show_grid(self) -> None:
        self.found.setCurrentWidget(self.grid)
