"""What the window asks before it moves or forgets a folder of the library.

The left side and the settings both offer this.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.gui.changes import Changes
from app.gui.operations import forget_root, relocate_root

Fail = Callable[[Exception], None]


def relocate(path: Path, changes: Changes, parent: QWidget, failed: Fail | None = None) -> None:
    """Ask where a folder is now; its photos keep their tags and scores."""
    title = QCoreApplication.translate("Folders", "Where is {0} now?").format(path.name)
    if folder := QFileDialog.getExistingDirectory(parent, title):
        changes.make(relocate_root(path, Path(folder)), failed=failed)


def forget(path: Path, changes: Changes, parent: QWidget, failed: Fail | None = None) -> None:
    """Take a folder out of the library, if that is what is meant."""
    question = QCoreApplication.translate(
        "Folders",
        "Take {0} out of the library? Its files stay as they are, and your tags come back when"
        " you add it again.",
    ).format(path)
    title = QCoreApplication.translate("Folders", "Take out a folder")
    if QMessageBox.question(parent, title, question) == QMessageBox.StandardButton.Yes:
        changes.make(forget_root(path), failed=failed)
