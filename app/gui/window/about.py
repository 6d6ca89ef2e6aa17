"""The About box: what the program is, and under which licences it and its parts come.

Use: `About(paths, jobs, parent).open()`.
"""

from importlib.metadata import PackageNotFoundError, distribution, version
from typing import Any

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.gui.jobs import Jobs
from app.library.model.installed import Models
from app.paths import Paths, resources

# What the window, the library and the model stand on; the packages' own metadata says the rest.
PARTS = (
    "PySide6-Essentials",
    "torch",
    "torchvision",
    "open_clip_torch",
    "timm",
    "tokenizers",
    "safetensors",
    "huggingface_hub",
    "numpy",
    "pillow",
    "simsimd",
    "sqlite-utils",
    "click",
    "click-default-group",
    "filelock",
    "platformdirs",
    "tqdm",
)


class About(QDialog):
    """Tabs: the program, the models, the demo photos, the other parts."""

    def __init__(self, paths: Paths, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About MKT Tagger"))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(self.tr("Version and licences"))
        self.resize(640, 520)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Licences"))
        self.tabs.setAccessibleDescription(self.tr("Of the program and of its parts"))
        self.models = self._page(self.tr("Models"), self.tr("Loading"))
        self._lay_out()
        jobs.ask(lambda _: Models(paths).listed(""), self._show_models, self._fail)

    def _lay_out(self) -> None:
        self.tabs.insertTab(0, self._text(self.tr("Licence"), licence()), self.tr("Program"))
        self.tabs.setCurrentIndex(0)
        demo = (resources() / "demo" / "ATTRIBUTION.md").read_text(encoding="utf-8")
        self._page(self.tr("Demo photos"), demo)
        self._page(self.tr("Other parts"), parts())
        picture = QLabel(self)
        drawing = QIcon(str(resources() / "icons" / "mkt-tagger.svg"))
        picture.setPixmap(drawing.pixmap(QSize(64, 64), self.devicePixelRatioF()))
        words = QLabel(
            self.tr(
                "<b>MKT Tagger {0}</b><br>Find your photos by any word."
                " Nothing leaves this machine."
            ).format(program_version()),
            self,
        )
        words.setWordWrap(True)
        close = QPushButton(self.tr("Close"), self)
        close.setAccessibleDescription(self.tr("Closes this window"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture)
        top.addWidget(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _page(self, title: str, markdown: str) -> QTextBrowser:
        page = self._text(title, markdown)
        self.tabs.addTab(page, title)
        return page

    def _text(self, title: str, markdown: str) -> QTextBrowser:
        page = QTextBrowser(self)
        page.setOpenExternalLinks(True)
        page.setMarkdown(markdown)
        page.setAccessibleName(title)
        page.setAccessibleDescription(self.tr("Text to read"))
        return page

    def _show_models(self, models: list[dict[str, Any]]) -> None:
        lines = [f"- **{m['title']}** ({m['name']}): {m['licence']}" for m in models]
        details = (resources() / "models" / "mkt-mini" / "LICENCES.md").read_text(encoding="utf-8")
        self.models.setMarkdown("\n".join(lines) + "\n\n" + details)

    def _fail(self, error: Exception) -> None:
        self.models.setPlainText(str(error))


def program_version() -> str:
    """The installed version; a checkout that is not installed has none."""
    try:
        return version("mkt-tagger")
    except PackageNotFoundError:
        return ""


def licence() -> str:
    """The program's licence: from the package where it is installed, else beside the sources."""
    try:
        files = distribution("mkt-tagger").files or []
    except PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "LICENSE":
            return file.read_text()
    beside = resources().parent / "LICENSE"
    return beside.read_text(encoding="utf-8") if beside.is_file() else "MIT"


def parts() -> str:
    """The packages the program stands on with their licences, in Markdown."""
    lines = [f"- **Qt {qVersion()}**: LGPL-3.0"]
    for name in PARTS:
        try:
            facts = distribution(name).metadata
        except PackageNotFoundError:
            continue
        fields = ("License-Expression", "License")
        words = next((facts[field] for field in fields if field in facts), "")
        if not words or len(words) > 60:  # some put the whole text there
            kinds = [k for k in facts.get_all("Classifier", []) if k.startswith("License")]
            words = ", ".join(kind.rpartition(" :: ")[2] for kind in kinds) or words[:60]
        lines.append(f"- **{facts['Name']} {facts['Version']}**: {' '.join(words.split())}")
    return "\n".join(lines)
