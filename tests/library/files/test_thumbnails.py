"""Small pictures kept on disk."""

import os
from pathlib import Path

import pytest
from PIL import Image

from app.library.files.decode import UndecodableError
from app.library.files.thumbnails import Thumbnails
from app.library.records import Photo


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    path = tmp_path / "photos" / "wide.jpg"
    path.parent.mkdir()
    Image.new("RGB", (1000, 500), "red").save(path)
    return Photo(1, path, "identity-of-wide", 1000, 500, None, None, 0)


def test_a_picture_is_made_once_and_kept(photo: Photo, tmp_path: Path):
    thumbnails = Thumbnails(tmp_path / "cache")
    assert thumbnails.cached_or_none(photo.identity, 256) is None
    assert thumbnails.get(photo, 256).size == (256, 128)
    photo.path.unlink()
    assert thumbnails.get(photo, 256).size == (256, 128)  # an unplugged drive still has pictures
    assert thumbnails.size() == thumbnails.path(photo.identity, 256).stat().st_size


def test_a_damaged_picture_is_made_again(photo: Photo, tmp_path: Path):
    thumbnails = Thumbnails(tmp_path / "cache")
    thumbnails.get(photo, 256)
    path = thumbnails.path(photo.identity, 256)
    for content in (b"", b"no picture", path.read_bytes()[:-200]):
        path.write_bytes(content)
        assert thumbnails.get(photo, 256).getpixel((0, 0))[0] > 200
        assert path.read_bytes() != content


def test_the_oldest_go_first_when_the_cache_is_full(photo: Photo, tmp_path: Path):
    thumbnails = Thumbnails(tmp_path / "cache")
    image = Image.effect_noise((256, 256), 100).convert("RGB")
    for i in range(10):
        thumbnails.keep(f"photo-{i}", 256, image)
        os.utime(thumbnails.path(f"photo-{i}", 256), (i, i))
    one = thumbnails.size() // 10
    thumbnails.limit = int(one * 10.5)
    assert thumbnails.cached_or_none("photo-0", 256)  # used just now, so it is not the oldest
    thumbnails.keep("photo-10", 256, image)
    there = [i for i in range(11) if thumbnails.path(f"photo-{i}", 256).exists()]
    assert there == [0, 3, 4, 5, 6, 7, 8, 9, 10]
    assert thumbnails.size() == Thumbnails(tmp_path / "cache").size() <= thumbnails.limit
    thumbnails.clear()
    assert thumbnails.size() == 0


def test_a_broken_photo_has_none_and_a_full_disk_costs_nothing(photo: Photo, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    assert Thumbnails(tmp_path / "file").get(photo, 256).width == 256
    photo.path.write_bytes(b"no picture")
    with pytest.raises(UndecodableError):
        Thumbnails(tmp_path / "cache").get(photo, 256)
    assert Thumbnails(tmp_path / "cache").size() == 0
