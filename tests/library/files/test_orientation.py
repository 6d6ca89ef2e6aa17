"""How a photo is turned is part of what is seen, and no part of which photo it is."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from app.library.files.decode import picture, read_photo
from app.library.files.thumbnails import Thumbnails
from app.library.records import Decoded, Found, Photo
from tests.conftest import save_heic
from tests.library.files.raw_file import dng

# Left to right as it lies in the file: red, white, white. Where red is, in the upright picture.
RED_IS = {
    1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"
}  # fmt: skip


def striped() -> Image.Image:
    image = Image.new("RGB", (90, 60), "white")
    image.paste((255, 0, 0), (0, 0, 30, 60))
    return image


def exif(orientation: int) -> Image.Exif:
    values = Image.Exif()
    values[0x0112] = orientation
    return values


def save_tiff(image: Image.Image, path: Path, orientation: int) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x0112] = orientation
    image.save(path, tiffinfo=tags)


WRITERS: dict[str, Callable[[Image.Image, Path, int], None]] = {
    "jpg": lambda image, path, o: image.save(path, exif=exif(o), quality=95),
    "png": lambda image, path, o: image.save(path, exif=exif(o)),
    "webp": lambda image, path, o: image.save(path, exif=exif(o), lossless=True),
    "tif": save_tiff,
    "heic": lambda image, path, o: save_heic(image, path, exif=exif(o).tobytes(), quality=95),
    "avif": lambda image, path, o: image.save(path, exif=exif(o), quality=95),
}


def read(file: Path, known: tuple[str, ...] = (), orientation: int | None = None) -> Decoded:
    result = read_photo(file.parent, Found(file.name, 1, 0, 0), known, np.asarray, 60, orientation)
    assert isinstance(result, Decoded)
    return result


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_facts_and_picture_of_every_orientation(tmp_path: Path, kind: str, orientation: int):
    file = tmp_path / f"photo.{kind}"
    WRITERS[kind](striped(), file, orientation)
    facts, upright = read(file).facts, picture(file, 60)
    assert facts is not None
    assert facts.orientation == orientation
    assert (
        (facts.width, facts.height) == upright.size == ((90, 60) if orientation < 5 else (60, 90))
    )
    width, height = upright.size
    middle = {
        "left": (9, height // 2),
        "right": (width - 9, height // 2),
        "top": (width // 2, 9),
        "bottom": (width // 2, height - 9),
    }
    seen = {place: upright.getpixel(point)[1] < 60 for place, point in middle.items()}
    assert [place for place, is_red in seen.items() if is_red] == [RED_IS[orientation]]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_turned_photo_is_prepared_anew_and_stays_the_same_photo(tmp_path: Path, kind: str):
    file = tmp_path / f"photo.{kind}"
    WRITERS[kind](striped(), file, 1)
    before = read(file)
    WRITERS[kind](striped(), file, 6)
    assert read(file, (before.identity,)).pixels is None  # who does not ask hears nothing of it
    turned = read(file, (before.identity,), orientation=1)
    assert turned.identity == before.identity
    assert turned.pixels is not None
    assert turned.pixels.shape == (90, 60, 3)
    assert read(file, (before.identity,), orientation=6).pixels is None
    assert read(file, (before.identity,), orientation=0).pixels is not None


@pytest.mark.parametrize(("turn", "size"), [(1, (256, 192)), (3, (256, 192)), (6, (192, 256))])
def test_the_orientation_of_a_raw_file(tmp_path: Path, turn: int, size: tuple[int, int]):
    (tmp_path / "a.dng").write_bytes(dng((200, 40, 40), (256, 192), orientation=turn))
    facts = read(tmp_path / "a.dng").facts
    assert facts is not None
    assert (facts.orientation, facts.width, facts.height) == (turn, *size)


def test_a_photo_turned_on_the_disk_gets_another_thumbnail(tmp_path: Path):
    thumbnails, file = Thumbnails(tmp_path / "cache"), tmp_path / "photo.jpg"
    for orientation, size in ((1, (256, 171)), (6, (171, 256)), (1, (256, 171))):
        striped().resize((900, 600)).save(file, exif=exif(orientation))
        photo = Photo(1, file, "identity", 900, 600, None, None, 0, orientation)
        assert thumbnails.get(photo, 256).size == size
    assert thumbnails.size() == sum(f.stat().st_size for f in (tmp_path / "cache").rglob("*.jpg"))
