"""Reads whole photos in worker threads, for the views that show one photo large."""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.library.files.decode import UndecodableError, picture
from app.library.records import Photo

log = logging.getLogger(__name__)

WORKERS = 2
KEPT = 5  # pictures in memory: the one on show and two on either side
WHOLE = 1 << 20  # pixels a side: more than any photo has
SMALLEST = 700  # pixels: a smaller level is not worth making


@dataclass(frozen=True)
class Picture:
    """A photo's pixels in levels: the whole one, then each half the size of the one before.

    A view draws the level nearest above what the screen shows, so that a large photo is drawn as
    fast as a small one, and smoothly.
    """

    levels: tuple[QImage, ...]

    @property
    def width(self) -> int:
        return self.levels[0].width()

    @property
    def height(self) -> int:
        return self.levels[0].height()

    def level(self, scale: float) -> QImage:
        """The smallest level that has as many pixels as a drawing at `scale` of full size."""
        for image in reversed(self.levels):
            if image.width() >= self.width * scale:
                return image
        return self.levels[0]


class PictureLoader(QObject):
    """Signals, in the GUI thread: loaded(photo id, Picture); failed(photo id, why).

    Lives as long as the window; close() waits for its threads.
    """

    loaded = Signal(int, object)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(WORKERS, "picture")
        self._wanted: dict[int, Photo] = {}
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._lock = Lock()
        self.loaded.connect(self._keep)

    def want(self, photos: Iterable[Photo]) -> None:
        """Load these, the first one first; what was wanted before and is not yet begun is dropped.

        Each answers with loaded or failed, also where it is in memory already.
        """
        fresh = []
        for photo in photos:
            if photo.id in self._pictures:
                self._pictures.move_to_end(photo.id)
                self.loaded.emit(photo.id, self._pictures[photo.id])
            else:
                fresh.append(photo)
        with self._lock:
            self._wanted = {photo.id: photo for photo in fresh}
        for _ in fresh:
            self._pool.submit(self._load_next)

    def _load_next(self) -> None:
        with self._lock:
            if not self._wanted:
                return
            photo = self._wanted.pop(next(iter(self._wanted)))
        try:
            self.loaded.emit(photo.id, read(photo))
        except (OSError, UndecodableError, MemoryError) as error:
            log.info("cannot show %s: %s", photo.path, error)
            self.failed.emit(photo.id, str(error) or type(error).__name__)

    def _keep(self, photo_id: int, loaded: Picture) -> None:
        self._pictures[photo_id] = loaded
        self._pictures.move_to_end(photo_id)
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)

    def close(self) -> None:
        with self._lock:
            self._wanted = {}
        self._pool.shutdown(wait=True, cancel_futures=True)


def read(photo: Photo) -> Picture:
    """A photo's file as a Picture. Raises OSError or UndecodableError."""
    image = picture(photo.path, WHOLE)
    levels = [as_qimage(image)]
    while min(image.size) >= 2 * SMALLEST:
        image = image.reduce(2)
        levels.append(as_qimage(image))
    return Picture(tuple(levels))


def as_qimage(image: Image.Image) -> QImage:
    """An RGB picture in the format that screens take without conversion."""
    data = image.tobytes("raw", "RGBX")
    kind = QImage.Format.Format_RGBX8888
    shown = QImage(data, image.width, image.height, 4 * image.width, kind)
    return shown.convertToFormat(QImage.Format.Format_RGB32)  # its own memory
