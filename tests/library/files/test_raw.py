"""Camera RAW files: the preview inside, or a development."""

from pathlib import Path

import pytest
from PIL import Image

from app.library.files.decode import picture
from app.library.records import Decoded, Skipped
from tests.library.files.raw_file import dng
from tests.library.files.reading import colour, half_red, read


def test_the_preview_of_a_raw_file_is_enough_for_the_model(tmp_path: Path):
    (tmp_path / "shot.DNG").write_bytes(dng((200, 40, 40), (256, 192), half_red((120, 90))))
    assert picture(tmp_path / "shot.DNG", 64).getpixel((100, 45)) == (255, 255, 255)
    facts = read(tmp_path / "shot.DNG").facts
    assert (facts.width, facts.height) == (256, 192)
    assert (facts.taken_at, facts.camera) == ("2024-05-01T12:30:00", "Acme Raw 1")


@pytest.mark.parametrize("preview", [None, Image.new("RGB", (32, 24), "blue")])
def test_a_raw_file_without_a_preview_of_use_is_developed(
    tmp_path: Path, preview: Image.Image | None
):
    (tmp_path / "shot.dng").write_bytes(dng((200, 40, 40), (256, 192), preview))
    whole, half = picture(tmp_path / "shot.dng", 180), picture(tmp_path / "shot.dng", 64)
    assert (whole.size, half.size) == ((256, 192), (128, 96))
    red, green, blue = colour(whole)
    assert red > 200
    assert max(green, blue) < 60
    assert read(tmp_path / "shot.dng").facts.camera == "Acme Raw 1"


@pytest.mark.parametrize("size", [(120, 90), (90, 120)])
def test_a_raw_file_of_a_camera_held_upright(tmp_path: Path, size: tuple[int, int]):
    lying = size[0] > size[1]
    preview = half_red(size) if lying else half_red((120, 90)).transpose(Image.Transpose.ROTATE_270)
    data = dng((200, 40, 40), (256, 192), preview, orientation=6)
    (tmp_path / "tall.dng").write_bytes(data)
    upright = picture(tmp_path / "tall.dng", 64)
    assert upright.size == (90, 120)
    assert colour(upright.crop((0, 0, 90, 40)))[1] < 30
    facts = read(tmp_path / "tall.dng").facts
    assert (facts.width, facts.height) == (192, 256)


def test_the_sensor_of_a_raw_file_may_be_unreadable_where_its_preview_is_not(tmp_path: Path):
    data = dng((200, 40, 40), (256, 192), half_red((120, 90)))
    (tmp_path / "cut.dng").write_bytes(data[:-1000])
    assert picture(tmp_path / "cut.dng", 64).size == (120, 90)


def test_a_raw_file_that_is_none(tmp_path: Path):
    (tmp_path / "text.nef").write_text("no photo " * 100)
    assert read(tmp_path / "text.nef").reason == "camera RAW of a kind that cannot be read"


def test_raw_files_cut_anywhere_never_raise(tmp_path: Path):
    data = dng((200, 40, 40), (64, 48), half_red())
    for part in range(1, 12):
        (tmp_path / "cut.dng").write_bytes(data[: len(data) * part // 12])
        assert isinstance(read(tmp_path / "cut.dng"), Skipped | Decoded)


# Content identity
