"""Fixtures for widgets that show one photo or one label: an indexed library behind real jobs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gui.changes import Changes
from app.gui.grid.thumbnail_loader import ThumbnailLoader
from app.gui.jobs import Jobs
from app.gui.photo.picture_loader import PictureLoader
from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.paths import Paths
from tests.conftest import index


@pytest.fixture
def indexed(library: Library, photos: Path) -> Library:
    """The library of this thread, with the six photos of `photos`."""
    index(library, photos)
    return library


@pytest.fixture
def jobs(qapp, indexed: Library, paths: Paths) -> Iterator[Jobs]:
    jobs = Jobs(lambda: Library(paths, "colours"))
    yield jobs
    jobs.close()


@pytest.fixture
def changes(jobs: Jobs) -> Changes:
    return Changes(jobs)


@pytest.fixture
def pictures(qapp) -> Iterator[PictureLoader]:
    loader = PictureLoader()
    yield loader
    loader.close()


@pytest.fixture
def thumbnails(qapp, tmp_path: Path) -> Iterator[ThumbnailLoader]:
    loader = ThumbnailLoader(Thumbnails(tmp_path / "thumbnails"))
    yield loader
    loader.close()
