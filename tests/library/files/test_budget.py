"""How many pixels are decoded at once: counted, since memory itself cannot be."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import numpy as np
import pytest
from PIL import Image, ImageFile

from app.library.files import decode
from app.library.files.budget import Budget
from app.library.records import Decoded, Found


def test_what_is_held_never_exceeds_the_limit():
    budget, inside, seen = Budget(100), [], []

    def work(wanted: int) -> None:
        with budget.hold(wanted):
            inside.append(wanted)
            seen.append(sum(inside))
            inside.remove(wanted)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, [60, 50, 40, 10, 100, 1, 99] * 50))
    assert max(seen) <= 100
    assert 0 < budget.most <= 100


def test_several_small_ones_are_held_at_once():
    budget, meeting = Budget(100), Barrier(4)

    def work(_: int) -> None:
        with budget.hold(25):
            meeting.wait(timeout=60)  # passes only when all four are inside

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert budget.most == 100


def test_one_that_wants_more_than_all_goes_alone_and_in_its_turn():
    budget, first_is_in, go = Budget(100), Event(), Event()
    order: list[str] = []

    def first() -> None:
        with budget.hold(10):
            first_is_in.set()
            go.wait(timeout=60)

    def later(name: str, wanted: int) -> None:
        with budget.hold(wanted):
            order.append(name)

    with ThreadPoolExecutor(3) as pool:
        pool.submit(first)
        first_is_in.wait(timeout=60)
        huge = pool.submit(later, "huge", 10**12)
        while not budget._waiting:  # until it stands in line
            pass
        small = pool.submit(later, "small", 10)
        go.set()
        huge.result(timeout=60)
        small.result(timeout=60)
    assert order == ["huge", "small"]


def test_an_error_inside_gives_the_share_back():
    budget = Budget(100)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), budget.hold(80):
            raise ValueError("broken")
    with budget.hold(100):
        pass


@pytest.fixture
def pixels_at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by the number of pixels in memory, undecoded ones not counted, at each decoding."""
    alive: list[int] = []
    counts: list[int] = []
    load, close = ImageFile.ImageFile.load, ImageFile.ImageFile.close

    def counted_load(image: ImageFile.ImageFile) -> object:
        if image.tile:
            alive.append(id(image))
            counts.append(len(alive) * image.width * image.height)
        return load(image)

    def counted_close(image: ImageFile.ImageFile) -> None:
        if id(image) in alive:
            alive.remove(id(image))
        close(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", counted_load)
    monkeypatch.setattr(ImageFile.ImageFile, "close", counted_close)
    return counts


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_large_photos_are_decoded_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pixels_at_once: list[int], mode: str
):
    monkeypatch.setattr(decode, "DECODING", Budget(800 * 800 * 4))
    for number in range(6):
        Image.new(mode, (800, 800), number).save(tmp_path / f"{number}.png")

    def read(number: int) -> object:
        found = Found(f"{number}.png", 1, 0, 0)
        return decode.read_photo(tmp_path, found, (), np.asarray, 64)

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(read, range(6)))
    assert all(isinstance(result, Decoded) for result in results)
    assert len(pixels_at_once) == 6
    assert max(pixels_at_once) <= (800 * 800 if mode != "P" else 4 * 800 * 800)


def test_the_header_of_a_png_is_read_without_its_pixels(tmp_path: Path, pixels_at_once: list[int]):
    Image.new("RGB", (80, 60)).save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    opened = decode.open_picture(data, 64)
    assert (opened.facts.width, opened.memory) == (80, 80 * 60 * 4)
    assert pixels_at_once == []


def test_a_photo_much_larger_than_needed_comes_out_smaller(tmp_path: Path):
    image = Image.radial_gradient("L").resize((1600, 1200)).convert("RGBA")
    image.save(tmp_path / "large.png")
    small = decode.picture(tmp_path / "large.png", 100)
    assert small.size == (267, 200)
    same = image.convert("RGB").resize((267, 200), Image.Resampling.BOX)
    difference = np.asarray(small, np.int16) - np.asarray(same, np.int16)
    assert np.abs(difference).max() <= 8


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "L", "I;16", "F"])
def test_bands_make_the_same_picture_as_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
):
    image = Image.radial_gradient("L").resize((120, 90))
    image = Image.fromarray(np.asarray(image, np.uint16) * 250) if mode == "I;16" else image
    image = image if image.mode == mode else image.convert(mode)
    image.save(tmp_path / "photo.tif")
    whole = decode.picture(tmp_path / "photo.tif", 90)
    monkeypatch.setattr("app.library.files.colours.BAND", 1000)  # 8 rows
    assert decode.picture(tmp_path / "photo.tif", 90).tobytes() == whole.tobytes()


def test_jpeg_2000_is_decoded_at_a_smaller_scale(tmp_path: Path, pixels_at_once: list[int]):
    image = Image.radial_gradient("L").resize((1600, 1200)).convert("RGB")
    image.save(tmp_path / "large.jp2")
    small = decode.picture(tmp_path / "large.jp2", 100)
    assert min(small.size) >= 100
    assert small.size == (200, 150)
    assert pixels_at_once == [200 * 150]
    image.save(tmp_path / "flat.jp2", num_resolutions=1)
    assert min(decode.picture(tmp_path / "flat.jp2", 100).size) >= 100
