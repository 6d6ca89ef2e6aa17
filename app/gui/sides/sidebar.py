"""The left side: folders, saved searches, and the vocabulary's labels with their counts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from app.gui.theme import icon
from app.library.store.roots import RootState

Kind = Qt.ItemDataRole.UserRole
Value = Qt.ItemDataRole.UserRole + 1
MOST_LABELS = 200


class Sidebar(QTreeWidget):
    """Signals: query_chosen(query); folder_wanted(what, Path) with what in "index", "relocate",
    "forget"; search_deleted(name); line_wanted(label), review_wanted(label), parent_wanted(label),
    alias_wanted(label)."""

    query_chosen = Signal(str)
    folder_wanted = Signal(str, Path)
    search_deleted = Signal(str)
    line_wanted = Signal(str)
    review_wanted = Signal(str)
    parent_wanted = Signal(str)
    alias_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Folders, searches and labels"))
        self.setAccessibleDescription(self.tr("Choose one to see its photos"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemActivated.connect(self._choose)
        self.itemClicked.connect(self._choose)
        self.folders = self._section(self.tr("Folders"), "folder")
        self.searches = self._section(self.tr("Saved searches"), "save-search")
        self.labels = self._section(self.tr("Labels"), "label")
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)

    def _section(self, title: str, icon_name: str) -> QTreeWidgetItem:
        section = QTreeWidgetItem(self, [title, ""])
        section.setIcon(0, icon(icon_name))
        section.setExpanded(True)
        font = section.font(0)
        font.setBold(True)
        section.setFont(0, font)
        section.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return section

    def _row(
        self, section: QTreeWidgetItem, texts: tuple[str, str], kind: str, value: object
    ) -> QTreeWidgetItem:
        row = QTreeWidgetItem(section, list(texts))
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setForeground(1, QBrush(self.palette().placeholderText()))
        row.setData(0, Kind, kind)
        row.setData(0, Value, value)
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{texts[0]}, {texts[1]}")
        return row

    def show_folders(self, roots: Sequence[RootState]) -> None:
        """The roots; one whose drive is not there is grey and says so, and is never forgotten."""
        self.folders.takeChildren()
        for state in roots:
            path = state.root.path
            row = self._row(
                self.folders, (path.name or str(path), f"{state.photos:,}"), "folder", path
            )
            row.setToolTip(0, str(path))
            if not state.present:
                row.setIcon(0, icon("folder-missing"))
                row.setForeground(0, QBrush(self.palette().placeholderText()))
                row.setText(1, self.tr("not there"))
                row.setToolTip(
                    0,
                    self.tr(
                        "{0}\nThis folder is not there now; its tags and scores are kept."
                    ).format(path),
                )

    def show_searches(self, searches: Sequence[tuple[str, str]]) -> None:
        self.searches.takeChildren()
        for name, query in searches:
            self._row(self.searches, (name, ""), "search", (name, query)).setToolTip(0, query)
        self.searches.setHidden(not searches)

    def show_labels(self, counts: Mapping[str, int]) -> None:
        """The labels that some photo has, most photos first."""
        self.labels.takeChildren()
        found = sorted(
            ((n, label) for label, n in counts.items() if n), key=lambda x: (-x[0], x[1])
        )
        for number, label in found[:MOST_LABELS]:
            self._row(self.labels, (label, f"{number:,}"), "label", label)
        self.labels.setHidden(not found)

    def _choose(self, item: QTreeWidgetItem) -> None:
        kind, value = item.data(0, Kind), item.data(0, Value)
        if kind == "label":
            self.query_chosen.emit(f'"{value}"' if " " in value else value)
        elif kind == "search":
            self.query_chosen.emit(value[1])
        elif kind == "folder":
            self.query_chosen.emit(f'path:"{value}/*"')

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item is None or (kind := item.data(0, Kind)) is None:
            return
        menu = self.menu_of(kind, item.data(0, Value))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_of(self, kind: str, value: Any) -> QMenu:
        """The context menu of a row. value: a folder's path, a search's (name, query), a label."""
        menu = QMenu(self)
        if kind == "folder":
            for text, what in (
                (self.tr("Look for new photos"), "index"),
                (self.tr("This folder has moved…"), "relocate"),
                (self.tr("Take out of the library…"), "forget"),
            ):
                action = menu.addAction(text)
                action.triggered.connect(lambda _=False, w=what: self.folder_wanted.emit(w, value))
        elif kind == "search":
            menu.addAction(self.tr("Delete this saved search")).triggered.connect(
                lambda: self.search_deleted.emit(value[0])
            )
        else:
            for text, wanted in (
                (self.tr("Set its line…"), self.line_wanted),
                (self.tr("Review its photos…"), self.review_wanted),
                (self.tr("What it belongs to…"), self.parent_wanted),
                (self.tr("Another name…"), self.alias_wanted),
            ):
                menu.addAction(text).triggered.connect(lambda _=False, w=wanted: w.emit(value))
        return menu
