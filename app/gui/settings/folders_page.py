"""The settings page of roots: where they are, moving them and taking them out."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui import folder_questions
from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.operations import set_ignored
from app.gui.theme import icon, set_icon
from app.library.store.roots import RootState

STATE = Qt.ItemDataRole.UserRole
PATTERNS_HEIGHT = 90  # pixels


class FoldersPage(QWidget):
    """Signals: said(text)."""

    said = Signal(str)

    def __init__(self, jobs: Jobs, changes: Changes) -> None:
        super().__init__()
        self._jobs, self._changes = jobs, changes
        self.roots = QListWidget(self)
        self.roots.setAccessibleName(self.tr("Folders of the library"))
        self.roots.setAccessibleDescription(self.tr("Where your photos are"))
        self.relocate = QPushButton(self.tr("It has &moved…"), self)
        self.relocate.setAccessibleDescription(
            self.tr("Says where the folder is now; tags and scores stay")
        )
        set_icon(self.relocate, "folder")
        self.forget = QPushButton(self.tr("&Take out of the library…"), self)
        self.forget.setAccessibleDescription(
            self.tr("Forgets the folder's photos; the files and your tags stay")
        )
        set_icon(self.forget, "remove")
        for button in (self.relocate, self.forget):
            button.setToolTip(button.accessibleDescription())
            button.setAccessibleName(button.text().replace("&", ""))
        self.patterns = QPlainTextEdit(self)
        self.patterns.setTabChangesFocus(True)
        self.patterns.setPlaceholderText("private/\n*.psd")
        self.patterns.setAccessibleName(self.tr("Left out of this folder"))
        self.patterns.setAccessibleDescription(
            self.tr("One pattern a line, as in a .gitignore file; what is hidden keeps its tags")
        )
        self.apply = QPushButton(self.tr("&Apply"), self)
        self.apply.setAccessibleName(self.tr("Apply the patterns"))
        self.apply.setAccessibleDescription(self.tr("Also to what is indexed already"))
        self.apply.setToolTip(self.apply.accessibleDescription())
        self._lay_out()
        self.roots.currentItemChanged.connect(self._choose)
        self.apply.clicked.connect(self._apply)
        self.relocate.clicked.connect(self._relocate)
        self.forget.clicked.connect(self._forget)
        changes.done.connect(self._follow)
        self._enable()
        self._load()

    def _lay_out(self) -> None:
        note = QLabel(
            self.tr(
                "A folder that is not there, on a drive unplugged, is never forgotten by"
                " itself. Add folders by dropping them on the window."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "faint")
        row = QHBoxLayout()
        row.addWidget(self.relocate)
        row.addWidget(self.forget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(8)
        caption = QLabel(self.patterns.accessibleName())
        caption.setBuddy(self.patterns)
        self.patterns.setToolTip(self.patterns.accessibleDescription())
        self.patterns.setMaximumHeight(PATTERNS_HEIGHT)
        layout.addWidget(self.roots, 1)
        layout.addLayout(row)
        layout.addWidget(caption)
        layout.addWidget(self.patterns)
        layout.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(note)

    def _follow(self, changed: Changed) -> None:
        if changed & Changed.PHOTOS:
            self._load()

    def _load(self) -> None:
        self._jobs.ask(lambda library: library.folders.all(), self._show, self._fail)

    def _show(self, states: list[RootState]) -> None:
        self.roots.clear()
        for state in states:
            words = self.tr("{0} photos").format(state.photos)
            if not state.present:
                words = self.tr("not there now") + " · " + words
            item = QListWidgetItem(f"{state.root.path}\n{words}", self.roots)
            item.setIcon(icon("folder" if state.present else "folder-missing"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
            item.setData(STATE, state)
        self._enable()

    def _enable(self) -> None:
        for widget in (self.relocate, self.forget, self.patterns, self.apply):
            widget.setEnabled(self.roots.currentItem() is not None)

    def _choose(self) -> None:
        """Show the patterns of the folder chosen."""
        self._enable()
        self.patterns.clear()
        if self.roots.currentItem() is None:
            return
        root = self._chosen()
        self._jobs.ask(
            lambda library: (root, library.folders.ignored(root)), self._show_patterns, self._fail
        )

    def _show_patterns(self, answer: tuple[Path, list[str]]) -> None:
        root, patterns = answer
        if self.roots.currentItem() is not None and self._chosen() == root:
            self.patterns.setPlainText("\n".join(patterns))

    def _apply(self) -> None:
        root = self._chosen()
        patterns = [line.strip() for line in self.patterns.toPlainText().splitlines()]
        kept = [line for line in patterns if line]
        self._changes.make(set_ignored(root, kept), self._applied, self._fail)

    def _applied(self, counts: tuple[int, int]) -> None:
        self.said.emit(self.tr("{0} photos are hidden now, {1} are back.").format(*counts))

    def _chosen(self) -> Path:
        state: RootState = self.roots.currentItem().data(STATE)
        return state.root.path

    def _relocate(self) -> None:
        folder_questions.relocate(self._chosen(), self._changes, self, self._fail)

    def _forget(self) -> None:
        folder_questions.forget(self._chosen(), self._changes, self, self._fail)

    def _fail(self, error: Exception) -> None:
        self.said.emit(str(error))
