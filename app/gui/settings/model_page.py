"""The settings page of models: which there are, what they need and can, fetching and choosing."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.gui.jobs import Job, Jobs
from app.gui.settings.general_page import choice
from app.gui.theme import set_icon
from app.library.model.download import fetching
from app.library.model.installed import Models
from app.paths import Paths
from app.settings import Settings

FACTS = Qt.ItemDataRole.UserRole
Facts = dict[str, Any]  # as Models.listed gives them


class ModelPage(QWidget):
    """Signals: changed(dict of Settings' fields); said(text)."""

    changed = Signal(dict)
    said = Signal(str)

    def __init__(self, settings: Settings, paths: Paths, jobs: Jobs) -> None:
        super().__init__()
        self._paths, self._jobs, self._in_use = paths, jobs, settings.model
        self._fetching: Job | None = None
        self.models, self.about = QListWidget(self), QTextBrowser(self)
        self.use = QPushButton(self.tr("&Use this model"), self)
        self.fetch = QPushButton(self.tr("&Download"), self)
        set_icon(self.fetch, "download")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.bar = QProgressBar(self)
        self.device = choice(
            {
                "auto": self.tr("The fastest there is"),
                "cpu": self.tr("Processor (CPU)"),
                "cuda": self.tr("NVIDIA graphics card (CUDA)"),
                "mps": self.tr("Apple graphics (Metal)"),
            },
            settings.device,
        )
        self.batch = QSpinBox(self)
        self.batch.setRange(0, 4096)
        self.batch.setSpecialValueText(self.tr("By the memory"))
        self.batch.setValue(settings.batch)
        self._name()
        self._lay_out()
        self._connect()
        self._load()

    def _name(self) -> None:
        for widget, name, description in (
            (self.models, self.tr("Models"), self.tr("Those here and those to download")),
            (self.about, self.tr("About the model"), self.tr("What it can do, with figures")),
            (
                self.use,
                self.tr("Use this model"),
                self.tr("From the next start; photos are indexed anew for it, and tags stay"),
            ),
            (self.fetch, self.tr("Download"), self.tr("Fetches the model from its public hub")),
            (self.cancel, self.tr("Cancel the download"), self.tr("What has arrived is kept")),
            (self.bar, self.tr("Download"), self.tr("How much of the model is here")),
            (self.device, self.tr("Device"), self.tr("Where the model runs")),
            (self.batch, self.tr("Batch"), self.tr("Photos at once; fewer need less memory")),
        ):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(description)
            if widget not in (self.models, self.about):
                widget.setToolTip(description)

    def _lay_out(self) -> None:
        self.models.setMaximumHeight(170)
        self.about.setOpenExternalLinks(True)
        self._show_download(False)
        row = QHBoxLayout()
        for widget in (self.use, self.fetch, self.bar, self.cancel):
            row.addWidget(widget, 1 if widget is self.bar else 0)
        row.addStretch(1)
        form = QFormLayout()
        form.addRow(self.tr("D&evice"), self.device)
        form.addRow(self.tr("&Batch"), self.batch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(8)
        layout.addWidget(self.models)
        layout.addLayout(row)
        layout.addWidget(self.about, 1)
        layout.addLayout(form)

    def _connect(self) -> None:
        self.models.currentItemChanged.connect(self._show_facts)
        self.models.itemActivated.connect(lambda _: self._use())
        self.use.clicked.connect(self._use)
        self.fetch.clicked.connect(self._fetch)
        self.cancel.clicked.connect(self.stop)
        self.device.currentIndexChanged.connect(lambda: self._later("device", self.device))
        self.batch.valueChanged.connect(lambda value: self._emit({"batch": value}))

    def _later(self, field: str, box: QComboBox) -> None:
        self._emit({field: box.currentData()})

    def _emit(self, values: dict[str, object]) -> None:
        self.changed.emit(values)
        self.said.emit(self.tr("This counts from the next start."))

    # The list

    def _load(self) -> None:
        self._jobs.ask(lambda _: Models(self._paths).listed(self._in_use), self._show, self._fail)

    def _show(self, models: list[Facts]) -> None:
        chosen = self.chosen()
        self.models.clear()
        for facts in models:
            item = QListWidgetItem(self._sentence(facts), self.models)
            item.setData(FACTS, facts)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
            if facts["name"] == (chosen["name"] if chosen else self._in_use):
                self.models.setCurrentItem(item)

    def _sentence(self, facts: Facts) -> str:
        parts = [self._size(facts["bytes"])]
        if facts["vram_gb"]:
            parts.append(self.tr("{0} GB of graphics memory").format(facts["vram_gb"]))
        parts.append(facts["licence"])
        if facts["in_use"]:
            parts.append(self.tr("in use"))
        elif not facts["installed"]:
            parts.append(self.tr("to download"))
        title = facts["title"].partition(":")[0]
        if facts["shipped"]:
            title += self.tr(" – basic, comes with the program")  # noqa: RUF001 a dash
        return f"{title}\n{' · '.join(parts)}"

    def _size(self, size: int) -> str:
        if size >= 1e9:
            return self.tr("{0:.1f} GB").format(size / 1e9)
        return self.tr("{0:.0f} MB").format(size / 1e6)

    def chosen(self) -> Facts | None:
        item = self.models.currentItem()
        facts: Facts | None = item.data(FACTS) if item else None
        return facts

    def _show_facts(self) -> None:
        facts = self.chosen()
        if facts is None:
            return
        self.about.setMarkdown(facts["about"] or facts["title"])
        self.use.setEnabled(facts["installed"] and not facts["in_use"])
        self.fetch.setEnabled(not facts["installed"] and self._fetching is None)

    def _use(self) -> None:
        facts = self.chosen()
        if facts and facts["installed"] and not facts["in_use"]:
            self._in_use = facts["name"]
            self._emit({"model": facts["name"]})
            self._load()

    # Download

    def _fetch(self) -> None:
        if (facts := self.chosen()) is None:
            return
        name = facts["name"]
        self.said.emit("")
        self._show_download(True)
        self.bar.setRange(0, 0)
        self._fetching = self._jobs.run(
            lambda _: fetching(name, self._paths),
            self._progress,
            self._fetched,
            self._fetch_failed,
            lane="fetch",
        )

    def _progress(self, bytes_here: tuple[int, int]) -> None:
        here, total = bytes_here
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * here / max(total, 1)))
        self.said.emit(self.tr("{0} of {1}").format(self._size(here), self._size(total)))

    def _fetched(self, complete: bool) -> None:
        self._end_download()
        self.said.emit(
            self.tr("The model is here.")
            if complete
            else self.tr("Stopped. What has arrived is kept; Download goes on from there.")
        )
        self._load()

    def _fetch_failed(self, error: Exception) -> None:
        self._end_download()
        self._fail(error)

    def _end_download(self) -> None:
        self._fetching = None
        self._show_download(False)
        self._show_facts()

    def _show_download(self, running: bool) -> None:
        for widget in (self.bar, self.cancel):
            widget.setVisible(running)
        for widget in (self.use, self.fetch):
            widget.setVisible(not running)

    def stop(self) -> None:
        """Stop a download; it can go on later."""
        if self._fetching is not None:
            self._fetching.cancel()

    def _fail(self, error: Exception) -> None:
        self.said.emit(str(error))
