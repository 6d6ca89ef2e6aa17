"""Makes thumbnails in worker threads, the newest request first, as QImage."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.library.decode import UndecodableError, picture
from app.library.records import Photo

log = logging.getLogger(__name__)

SIDE = 256  # pixels of the longer side
WORKERS = 2
MOST_WAITING = 500  # older requests are for cells that scrolled out of sight


class ThumbnailLoader(QObject):
    """Signals: loaded(photo id, QImage) from a worker; a null image for a broken file."""

    loaded = Signal(int, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(WORKERS, "thumbnail")
        self._waiting: dict[int, Photo] = {}
        self._lock = Lock()

    def load(self, photo: Photo) -> None:
        """Ask for a thumbnail; asking again while it waits changes nothing."""
        with self._lock:
            if photo.id in self._waiting:
                return
            self._waiting[photo.id] = photo
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        self._pool.submit(self._load_newest)

    def _load_newest(self) -> None:
        with self._lock:
            if not self._waiting:
                return
            photo_id, photo = self._waiting.popitem()
        self.loaded.emit(photo_id, thumbnail(photo))

    def close(self) -> None:
        with self._lock:
            self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)


def thumbnail(photo: Photo) -> QImage:
    """The photo, at most SIDE pixels wide and high; a null image where it cannot be read."""
    try:
        image = picture(photo.path, SIDE)
    except (OSError, UndecodableError) as error:
        log.info("no thumbnail of %s: %s", photo.path, error)
        return QImage()
    image.thumbnail((SIDE, SIDE))
    data = image.tobytes()
    shown = QImage(data, image.width, image.height, 3 * image.width, QImage.Format.Format_RGB888)
    return shown.copy()  # its own memory: `data` ends with this function
