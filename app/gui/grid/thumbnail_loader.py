"""Loads thumbnails in worker threads, the newest request first, as QImage."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.gui.photo.picture_loader import as_qimage
from app.library.files.decode import UndecodableError
from app.library.files.thumbnails import Thumbnails
from app.library.records import Photo

log = logging.getLogger(__name__)

WORKERS = 2
MOST_WAITING = 300  # older requests are for cells that scrolled out of sight


class ThumbnailLoader(QObject):
    """Signals: loaded(photo id, side, QImage) from a worker; a null image for a broken file."""

    loaded = Signal(int, int, QImage)

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = thumbnails
        self._pool = ThreadPoolExecutor(WORKERS, "thumbnail")
        self._waiting: dict[tuple[int, int], Photo] = {}
        self._lock = Lock()

    def load(self, photo: Photo, side: int) -> None:
        """Ask for a thumbnail; asking again while it waits moves it to the front."""
        key = photo.id, side
        with self._lock:
            known = self._waiting.pop(key, None) is not None
            self._waiting[key] = photo
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        if not known:
            self._pool.submit(self._load_newest)

    def forget(self) -> None:
        """Drop what waits: other photos are on show now."""
        with self._lock:
            self._waiting.clear()

    def _load_newest(self) -> None:
        with self._lock:
            if not self._waiting:
                return
            (photo_id, side), photo = self._waiting.popitem()
        self.loaded.emit(photo_id, side, self._image(photo, side))

    def _image(self, photo: Photo, side: int) -> QImage:
        try:
            return as_qimage(self.cache.get(photo, side))
        except (OSError, UndecodableError) as error:
            log.info("no thumbnail of %s: %s", photo.path, error)
            return QImage()

    def close(self) -> None:
        self.forget()
        self._pool.shutdown(wait=True, cancel_futures=True)
