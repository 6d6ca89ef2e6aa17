"""Opens the window: the one place of the command line that imports Qt."""

import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.library.errors import LibraryError
from app.paths import Paths
from app.settings import Settings


def has_screen() -> bool:
    """Whether Qt has anything to draw on; without it Qt ends the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def keep_log(path: Path) -> None:
    """Write what goes wrong out of sight to a file of bounded size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    logging.basicConfig(
        handlers=[handler], level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )


def open_window(paths: Paths, chosen: Settings, folders: Sequence[Path]) -> int:
    """Run the window and return its exit code. Raises LibraryError where there is no screen."""
    if not has_screen():
        raise LibraryError("there is no screen to open a window on; see: mkt-tagger --help")
    try:
        from app.gui.window.application import run
    except ImportError as error:
        raise LibraryError(
            f"the window cannot open, a system library is missing: {error}. On Debian or Ubuntu: "
            "apt install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 "
            "libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libdbus-1-3"
        ) from error
    keep_log(paths.log)
    return run(paths, chosen, folders)
