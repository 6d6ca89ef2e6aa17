"""Starts Qt, opens the main window and indexes the folders given on the command line."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.gui.jobs import Jobs
from app.gui.language import speak
from app.gui.theme import Theme
from app.gui.window.main_window import MainWindow
from app.library.library import Library
from app.paths import Paths
from app.settings import Settings


def run(paths: Paths, settings: Settings, folders: Sequence[Path]) -> int:
    """Show the window until it is closed; returns the exit code."""
    # A first look in this thread, so that a damaged library is told before a window opens.
    with Library(paths, settings.model, settings.device) as library:
        title = library.info.title
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("MKT Tagger")
    application.setDesktopFileName("io.github.mkt_tagger.MktTagger")
    _translators = speak(application, settings.language)
    theme = Theme(application, settings.theme)
    language = QLocale().name()  # as `speak` chose it
    batch = settings.batch or None
    jobs = Jobs(lambda: Library(paths, settings.model, settings.device, batch, language))
    window = MainWindow(jobs, paths, title, settings.thumbnail_mb)
    window.settings_changed.connect(lambda changed: theme.choose(changed.theme))
    theme.changed.connect(window.folders.refresh)  # its rows carry colours
    window.show()
    if folders:
        window.index(folders)
    spare_collector()
    return application.exec()


def spare_collector() -> None:
    """Leave what is loaded by now out of Python's garbage collections: it stays to the end, and to
    walk over all of it holds the window up for 50 ms and more, whichever thread it happens in."""
    gc.freeze()
