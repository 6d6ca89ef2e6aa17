"""The search box: says what was typed once the typing pauses; shows the parts of a query."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.gui.layouts import clear
from app.gui.pause import Pause
from app.gui.theme import SPACE, set_icon
from app.library.search.query import QueryPart

PAUSE_MS = 250
MOST_RECENT = 12
MOST_CHIPS = 12


class SearchBar(QWidget):
    """Signals: searched(text) after a pause or Enter; cleared() when the box is empty;
    completion_wanted(text before the cursor's word end) while typing; save_wanted(text)."""

    searched = Signal(str)
    cleared = Signal()
    completion_wanted = Signal(str)
    save_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(self.tr("Type any word: dog, wheelbarrow, street at night"))
        self.box.setClearButtonEnabled(True)
        self.box.setAccessibleName(self.tr("Search"))
        self.box.setAccessibleDescription(self.tr("Shows the photos of any word you type"))
        self.message = QLabel(self)
        self.message.setProperty("role", "error")
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.hide()
        self.count = QLabel(self)
        self.count.setProperty("role", "faint")
        self.chips = QWidget(self)
        self._chip_row = QHBoxLayout(self.chips)
        self._recent: list[str] = []
        self._add_actions()
        self._complete()
        self._lay_out()
        self._pause = Pause(PAUSE_MS, self._settle, self)
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._settle)
        self.box.textEdited.connect(self.completion_wanted)

    def _add_actions(self) -> None:
        self.save_action = QAction(self.tr("Save this search"), self)
        set_icon(self.save_action, "save-search")
        self.save_action.triggered.connect(lambda: self.save_wanted.emit(self.box.text().strip()))
        self.recent_action = QAction(self.tr("Recent searches"), self)
        set_icon(self.recent_action, "recent")
        self.recent_action.triggered.connect(self._show_recent)
        self.box.addAction(self.recent_action, QLineEdit.ActionPosition.LeadingPosition)
        self.box.addAction(self.save_action, QLineEdit.ActionPosition.TrailingPosition)

    def _complete(self) -> None:
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = QListView(self)
        popup.setAccessibleName(self.tr("Completions"))
        completer.setPopup(popup)
        self.box.setCompleter(completer)

    def _lay_out(self) -> None:
        self._chip_row.setContentsMargins(0, 0, 0, 0)
        self._chip_row.setSpacing(SPACE)
        under = QHBoxLayout()
        under.addWidget(self.chips)
        under.addStretch(1)
        under.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.box)
        layout.addWidget(self.message)
        layout.addLayout(under)

    def take_focus(self) -> None:
        """Ready to type another query."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def search_for(self, text: str) -> None:
        """Put a query in the box and search for it at once."""
        self.box.setText(text)
        self._settle()

    def offer(self, completions: Sequence[str]) -> None:
        """The answer to completion_wanted."""
        self._words.setStringList(list(completions))

    def remember(self, text: str) -> None:
        """Add a query that had an answer to the recent ones."""
        if text in self._recent:
            self._recent.remove(text)
        self._recent = [text, *self._recent][:MOST_RECENT]

    def _show_recent(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text in self._recent:
            action = menu.addAction(text)
            action.triggered.connect(lambda _=False, query=text: self.search_for(query))
        if not self._recent:
            menu.addAction(self.tr("No searches yet")).setEnabled(False)
        menu.popup(self.box.mapToGlobal(self.box.rect().bottomLeft()))

    def _typed(self) -> None:
        self.say("")
        self._pause.start()

    def _settle(self) -> None:
        self._pause.stop()
        if self.box.text().strip():
            self.searched.emit(self.box.text())
        else:
            self.show_parts(())
            self.cleared.emit()

    def say(self, text: str, position: int | None = None) -> None:
        """Show a line under the box, the place it speaks of marked; an empty one hides it."""
        if text and position is not None:
            typed = self.box.text()
            marked = f"{typed[:position]}▸{typed[position:]}"
            text = (
                f"{text}\n{marked if len(marked) < 200 else marked[max(0, position - 60) :][:200]}"
            )
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def show_count(self, text: str) -> None:
        self.count.setText(text)

    def show_parts(self, parts: Sequence[QueryPart]) -> None:
        """A chip for each part of the query, where it has more than one."""
        clear(self._chip_row)
        if len(parts) < 2:
            return
        for part in parts[:MOST_CHIPS]:
            chip = QLabel(part.text, self.chips)
            chip.setProperty("role", "operator" if part.kind == "operator" else "chip")
            chip.setAccessibleName(part.text)
            self._chip_row.addWidget(chip)
