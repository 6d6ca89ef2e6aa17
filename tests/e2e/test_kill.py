"""A run that is killed without warning loses at most a batch, and nothing is twice."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from app.library.library import Library
from app.paths import paths_under
from tests.conftest import DEMO

COPIES = 4


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Different photos made from the demo ones: mirrored and cut, so each is its own content."""
    folder = tmp_path / "album"
    folder.mkdir()
    for file in DEMO.glob("*.jpg"):
        shutil.copy(file, folder)
        with Image.open(file) as image:
            for i in range(1, COPIES):
                part = ImageOps.mirror(image).crop((8 * i, 0, image.width, image.height))
                part.save(folder / f"{file.stem}-{i}.jpg")
    return folder


def start_indexing(home: Path, album: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "app", "index", str(album), "--batch", "4"],
        env=os.environ | {"MKT_TAGGER_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stored_photos(home: Path) -> int:
    with Library(paths_under(home), "mkt-mini") as library:
        return len(library.photos.ids())


@pytest.mark.slow
def test_every_photo_is_there_once_after_kills(tmp_path: Path, album: Path):
    home, total = tmp_path / "home", len(list(album.iterdir()))
    kills, stored = 0, 0
    for _ in range(3):
        run = start_indexing(home, album)
        while run.poll() is None and stored_photos(home) <= stored:
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
        kills += run.wait() == -signal.SIGKILL
        assert stored_photos(home) >= stored
        stored = stored_photos(home)
    assert kills > 0
    assert start_indexing(home, album).wait() == 0
    with Library(paths_under(home), "mkt-mini") as library:
        paths = [p.path for p in library.photos.get(library.photos.ids())]
        assert sorted(paths) == sorted(album.iterdir())
        assert len(paths) == total
        assert library.view.rows == total
        assert library.damaged_features() == []
        assert len(library.photos.search("near:castle", 0).hits) == total
