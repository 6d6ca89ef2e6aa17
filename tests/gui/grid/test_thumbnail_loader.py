"""Thumbnails of real photos from worker threads, the newest request first."""

import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from app.gui.grid.photo_strip import PhotoStrip
from app.gui.grid.thumbnail_loader import MOST_WAITING, WORKERS, ThumbnailLoader
from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.library.records import Photo
from tests.conftest import make_photo

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def some(tmp_path: Path) -> list[Photo]:
    """Twenty real photos."""
    made = []
    for i in range(20):
        file = make_photo(tmp_path / "some" / f"{i}.png", "red", i, (60, 40))
        made.append(Photo(i + 1, file, f"{i:040}", 60, 40, None, None, file.stat().st_size))
    return made


class Loaded:
    """What a loader answered, in its order."""

    def __init__(self, loader: ThumbnailLoader) -> None:
        self.ids: list[int] = []
        self.images: dict[int, QImage] = {}
        loader.loaded.connect(self.take)

    def take(self, photo_id: int, _side: int, image: QImage) -> None:
        self.ids.append(photo_id)
        self.images[photo_id] = image


class SlowCache(Thumbnails):
    """Holds every thumbnail back until it is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.free, self.begun = threading.Event(), threading.Semaphore(0)

    def get(self, photo: Photo, side: int) -> Image.Image:
        self.begun.release()
        self.free.wait(20)
        return super().get(photo, side)


@pytest.fixture
def slow(qapp, tmp_path: Path):
    """A loader whose workers are all busy with the first request."""
    cache = SlowCache(tmp_path / "slow")
    loader = ThumbnailLoader(cache)
    yield loader, cache
    cache.free.set()
    loader.close()


def busy(loader: ThumbnailLoader, cache: SlowCache, photos: list[Photo]) -> None:
    """Give every worker something to do."""
    for photo in photos[:WORKERS]:
        loader.load(photo, 256)
    for _ in range(WORKERS):
        assert cache.begun.acquire(timeout=10)


def test_a_thumbnail_comes_from_a_worker(qtbot, thumbnails: ThumbnailLoader, some: list[Photo]):
    with qtbot.waitSignal(thumbnails.loaded, timeout=10_000) as told:
        thumbnails.load(some[0], 256)
    photo_id, side, image = told.args
    assert (photo_id, side) == (1, 256)
    assert (image.width(), image.height()) == (60, 40)
    assert image.pixelColor(59, 39).red() > 180


def test_a_broken_file_answers_with_nothing(qtbot, thumbnails: ThumbnailLoader, some: list[Photo]):
    some[0].path.write_text("no picture")
    some[1].path.unlink()
    loaded = Loaded(thumbnails)
    for photo in some[:2]:
        thumbnails.load(photo, 256)
    qtbot.waitUntil(lambda: len(loaded.ids) == 2, timeout=10_000)
    assert all(image.isNull() for image in loaded.images.values())


def test_the_newest_request_is_answered_first(qtbot, slow, some: list[Photo]):
    loader, cache = slow
    loaded = Loaded(loader)
    busy(loader, cache, some)
    for photo in some[WORKERS:]:
        loader.load(photo, 256)
    cache.free.set()
    qtbot.waitUntil(lambda: len(loaded.ids) == len(some), timeout=10_000)
    assert set(loaded.ids) == {photo.id for photo in some}
    newest, oldest = loaded.ids.index(20), loaded.ids.index(WORKERS + 1)
    assert newest < oldest


def test_asking_again_is_one_request(qtbot, slow, some: list[Photo]):
    loader, cache = slow
    loaded = Loaded(loader)
    busy(loader, cache, some)
    for _ in range(5):
        loader.load(some[5], 256)
    cache.free.set()
    qtbot.waitUntil(lambda: len(loaded.ids) == WORKERS + 1, timeout=10_000)
    assert loaded.ids.count(6) == 1


def test_what_is_forgotten_is_not_loaded(qtbot, slow, some: list[Photo]):
    loader, cache = slow
    loaded = Loaded(loader)
    busy(loader, cache, some)
    loader.load(some[5], 256)
    loader.forget()
    loader.load(some[6], 256)
    cache.free.set()
    qtbot.waitUntil(lambda: 7 in loaded.ids, timeout=10_000)
    assert 6 not in loaded.ids


def test_cells_that_scrolled_out_of_sight_are_dropped(slow, some: list[Photo]):
    loader, cache = slow
    busy(loader, cache, some)
    for i in range(MOST_WAITING + 50):
        loader.load(Photo(100 + i, some[0].path, "x", 1, 1, None, None, 1), 256)
    waiting = [photo_id for photo_id, _ in loader._waiting]
    assert len(waiting) == MOST_WAITING
    assert waiting[-1] == 100 + MOST_WAITING + 49
    loader.forget()


def test_a_strip_shows_its_photos_in_order_and_opens_them(
    qtbot, thumbnails: ThumbnailLoader, indexed: Library
):
    strip = PhotoStrip("Just in", thumbnails)
    qtbot.addWidget(strip)
    photos = indexed.photos.get(indexed.photos.ids())[::-1]
    strip.show_photos(photos)
    assert strip.ids() == [photo.id for photo in photos]
    assert strip.item(0).toolTip() == photos[0].path.name
    qtbot.waitUntil(
        lambda: not any(strip.item(row).icon().isNull() for row in range(6)), timeout=10_000
    )
    with qtbot.waitSignal(strip.photo_opened) as told:
        strip.itemActivated.emit(strip.item(2))
    assert told.args == [photos[2].id]
    strip.show_photos(photos[:1])
    assert strip.ids() == [photos[0].id]
