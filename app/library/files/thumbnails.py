"""Keeps small pictures of photos on disk, by content, up to a chosen size in all."""

import logging
import os
import tempfile
import time
from pathlib import Path
from threading import Lock

from PIL import Image

from app.library.files.decode import picture
from app.library.records import Photo
from app.settings import Settings

log = logging.getLogger(__name__)

SIDES = (256, 512)  # pixels of the longer side; the grid asks for the one its zoom needs
QUALITY = 85
SHARE_KEPT = 0.9  # of the limit, when the oldest are dropped
TOUCH_AFTER = 24 * 3600  # seconds: how exactly "least recently used" is known


class Thumbnails:
    """A folder of JPEG files named by content identity, so that moved files keep theirs, and by how
    the photo is turned, so that a turned one gets another.

    Any number of threads may use it at once. Losing it costs nothing but time.
    """

    def __init__(self, folder: Path, megabytes: int = Settings.thumbnail_mb) -> None:
        self.folder, self.limit = folder, megabytes * 1_000_000
        self._bytes: int | None = None  # counted when first needed
        self._lock = Lock()

    def path(self, identity: str, side: int, orientation: int = 0) -> Path:
        """`orientation`: 0 where it is not known, as of photos that an earlier version indexed."""
        turned = f"-{orientation}" if orientation else ""
        return self.folder / identity[-2:] / f"{identity}{turned}-{side}.jpg"

    def cached_or_none(self, identity: str, side: int, orientation: int = 0) -> Image.Image | None:
        """The kept picture; a damaged one is deleted, to be made again."""
        path = self.path(identity, side, orientation)
        try:
            with Image.open(path) as image:
                image.load()
                self._touch(path)
                return image.convert("RGB")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Exception as error:  # decoders raise nearly anything on damaged bytes
            log.info("thumbnail %s is damaged: %s", path.name, error)
            path.unlink(missing_ok=True)
            return None

    def get(self, photo: Photo, side: int) -> Image.Image:
        """A picture at most `side` pixels wide and high, from the cache or made and kept.

        Raises OSError or UndecodableError for a photo that cannot be read.
        """
        kept = self.cached_or_none(photo.identity, side, photo.orientation)
        if kept is not None:
            return kept
        image = picture(photo.path, side)
        image.thumbnail((side, side))
        try:
            self.keep(photo.identity, side, image, photo.orientation)
        except OSError as error:  # a full disk takes nothing away but speed
            log.warning("the thumbnail of %s is not kept: %s", photo.path, error)
        return image

    def keep(self, identity: str, side: int, image: Image.Image, orientation: int = 0) -> None:
        """Write a picture whole or not at all. Raises OSError."""
        path = self.path(identity, side, orientation)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as draft:
            try:
                image.save(draft, "JPEG", quality=QUALITY)
                draft.close()
                Path(draft.name).replace(path)
            except BaseException:
                draft.close()
                Path(draft.name).unlink(missing_ok=True)
                raise
        self._count(path.stat().st_size)

    def size(self) -> int:
        """Bytes on disk."""
        with self._lock:
            return self._counted()

    def clear(self) -> None:
        with self._lock:
            for path in self._files():
                path.unlink(missing_ok=True)
            self._bytes = 0

    def _touch(self, path: Path) -> None:
        if time.time() - path.stat().st_mtime > TOUCH_AFTER:
            os.utime(path)

    def _files(self) -> list[Path]:
        return list(self.folder.glob("??/*"))

    def _counted(self) -> int:
        if self._bytes is None:
            self._bytes = sum(path.stat().st_size for path in self._files())
        return self._bytes

    def _count(self, added: int) -> None:
        with self._lock:
            first = self._bytes is None
            self._bytes = self._counted() + (0 if first else added)
            if self._bytes > self.limit:
                self._bytes = self._drop_oldest(self._bytes)

    def _drop_oldest(self, total: int) -> int:
        """Returns what is left of `total` bytes."""
        facts = sorted((s.st_mtime, s.st_size, p) for p in self._files() for s in [p.stat()])
        for _, size, path in facts:
            if total <= self.limit * SHARE_KEPT:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total
