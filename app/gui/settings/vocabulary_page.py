"""The settings page of the vocabulary: the labels that every photo is scored on."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.changes import Changed, Changes
from app.gui.jobs import Job, Jobs
from app.gui.operations import add_label, remove_labels
from app.gui.theme import set_icon
from app.library.errors import LibraryError
from app.library.library import Library


class VocabularyPage(QWidget):
    """Signals: said(text)."""

    said = Signal(str)

    def __init__(self, jobs: Jobs, changes: Changes) -> None:
        super().__init__()
        self._jobs, self._changes = jobs, changes
        self._importing: Job | None = None
        self.text, self.labels = QLineEdit(self), QListWidget(self)
        self.add = QPushButton(self.tr("&Add"), self)
        self.remove = QPushButton(self.tr("&Remove"), self)
        self.load = QPushButton(self.tr("&Import a list…"), self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.bar, self.count = QProgressBar(self), QLabel(self)
        self._name()
        self._lay_out()
        self._connect()
        self._ask()

    def _name(self) -> None:
        for widget, name, description in (
            (self.text, self.tr("Label"), self.tr("Narrows the list; Enter adds the label")),
            (self.labels, self.tr("Vocabulary"), self.tr("The labels every photo is scored on")),
            (self.add, self.tr("Add"), self.tr("Adds the label and scores it on every photo")),
            (self.remove, self.tr("Remove"), self.tr("Your tags stay; it can still be searched")),
            (self.load, self.tr("Import a list"), self.tr("A text file with one label a line")),
            (self.cancel, self.tr("Cancel the import"), self.tr("What was added stays")),
            (self.bar, self.tr("Import"), self.tr("How many labels are added")),
        ):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(description)
            if widget is not self.labels:
                widget.setToolTip(description)
        self.text.setPlaceholderText(self.tr("Find or add a label"))
        self.text.setClearButtonEnabled(True)
        set_icon(self.add, "add")
        set_icon(self.remove, "remove")

    def _lay_out(self) -> None:
        self.labels.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.labels.setUniformItemSizes(True)
        self._show_import(False)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.text, 1)
        top.addWidget(self.add)
        for widget in (self.remove, self.load, self.bar, self.cancel):
            bottom.addWidget(widget, 1 if widget is self.bar else 0)
        bottom.addStretch(1)
        bottom.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.labels, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._narrow)
        self.text.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.load.clicked.connect(self._choose_list)
        self.cancel.clicked.connect(self.stop)
        self.labels.itemSelectionChanged.connect(self._enable)
        self._changes.done.connect(self._follow)

    def _follow(self, changed: Changed) -> None:
        if changed & Changed.VOCABULARY:
            self._ask()

    def _ask(self) -> None:
        self._jobs.ask(names, self._show, self._fail)

    def _show(self, labels: list[str]) -> None:
        self.labels.clear()
        self.labels.addItems(labels)
        self.count.setText(self.tr("{0} labels").format(len(labels)))
        self._narrow()

    def _narrow(self) -> None:
        part = self.text.text().strip().casefold()
        for row in range(self.labels.count()):
            item = self.labels.item(row)
            item.setHidden(part not in item.text().casefold())
        self._enable()

    def _enable(self) -> None:
        self.add.setEnabled(bool(self.text.text().strip()))
        self.remove.setEnabled(bool(self.labels.selectedItems()))

    def _add(self) -> None:
        if text := self.text.text().strip():
            self._changes.make(add_label(text), self._added, self._fail)

    def _added(self, given: tuple[str, bool]) -> None:
        self.text.clear()
        self.said.emit(self.tr("“{0}” is scored on every photo now.").format(given[0]))

    def _remove(self) -> None:
        chosen = sorted(item.text() for item in self.labels.selectedItems())
        self._changes.make(remove_labels(chosen), failed=self._fail)

    # Import

    def _choose_list(self) -> None:
        kinds = self.tr("Text files (*.txt);;All files (*)")
        title = self.tr("Import a list of labels")
        file, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if file:
            self.import_list(Path(file))

    def import_list(self, file: Path) -> None:
        """Add every label of a text file, one a line; # begins a comment."""
        self._show_import(True)
        self.bar.setRange(0, 0)
        self._importing = self._jobs.run(
            lambda library: added(library, file),
            self._progress,
            self._imported,
            self._import_failed,
        )

    def _progress(self, done: tuple[int, int]) -> None:
        self.bar.setRange(0, done[1])
        self.bar.setValue(done[0])
        self.said.emit(self.tr("{0} of {1} labels").format(*done))

    def _imported(self, complete: bool) -> None:
        self._end_import()
        if not complete:
            self.said.emit(self.tr("Stopped; what was added stays."))

    def _import_failed(self, error: Exception) -> None:
        self._end_import()
        self._fail(error)

    def _end_import(self) -> None:
        self._importing = None
        self._show_import(False)
        self._changes.tell(Changed.VOCABULARY)

    def _show_import(self, running: bool) -> None:
        for widget in (self.bar, self.cancel):
            widget.setVisible(running)
        for widget in (self.remove, self.load):
            widget.setVisible(not running)

    def stop(self) -> None:
        """Stop an import; what was added stays."""
        if self._importing is not None:
            self._importing.cancel()

    def _fail(self, error: Exception) -> None:
        self.said.emit(str(error))


def names(library: Library) -> list[str]:
    return [label.name for label in library.labels.vocabulary()]


def added(library: Library, file: Path) -> Iterator[tuple[int, int]]:
    """Add a file's labels one by one, yielding (done, in all). Raises LibraryError."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{file} cannot be read as text: {error}") from error
    labels = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for number, label in enumerate(labels, 1):
        library.labels.add(label)
        yield number, len(labels)
