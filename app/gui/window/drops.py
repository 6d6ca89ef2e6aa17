"""What files that are dropped on the window mean."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_folders(data: QMimeData) -> list[Path]:
    """The local folders of a drop; a dropped file stands for its folder."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    folders = [p if p.is_dir() else p.parent for p in paths if p.exists()]
    return list(dict.fromkeys(folders))
