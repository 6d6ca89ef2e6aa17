"""Every kind of picture becomes upright RGB; every kind of broken file becomes a reason."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from app.library.files.decode import UndecodableError, picture
from app.library.files.identity import content_identity
from app.library.records import Decoded, Skipped
from tests.conftest import make_photo, save_heic
from tests.library.files.reading import colour, exif, half_red, read


def test_exif_orientation_is_applied(tmp_path: Path):
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 40, 40))  # the left half
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned by 90 degrees clockwise
    image.save(tmp_path / "turned.png", exif=exif)
    upright = picture(tmp_path / "turned.png", 64)
    assert upright.size == (40, 80)
    assert upright.getpixel((20, 10)) == (255, 0, 0)
    facts = read(tmp_path / "turned.png").facts
    assert (facts.width, facts.height) == (40, 80)


def test_time_and_camera_are_read(tmp_path: Path):
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Acme", "Box 1"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2024:05:01 12:30:00"
    Image.new("RGB", (8, 8)).save(tmp_path / "dated.jpg", exif=exif)
    facts = read(tmp_path / "dated.jpg").facts
    assert (facts.taken_at, facts.camera) == ("2024-05-01T12:30:00", "Acme Box 1")


def test_whether_a_place_is_known(tmp_path: Path):
    exif = Image.Exif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSMapDatum] = "WGS-84"
    Image.new("RGB", (8, 8)).save(tmp_path / "nowhere.jpg", exif=exif)
    assert not read(tmp_path / "nowhere.jpg").facts.has_gps
    place[ExifTags.GPS.GPSLatitude] = place[ExifTags.GPS.GPSLongitude] = (52.0, 31.0, 0.0)
    Image.new("RGB", (8, 8)).save(tmp_path / "somewhere.jpg", exif=exif)
    assert read(tmp_path / "somewhere.jpg").facts.has_gps


def test_a_time_that_is_none_is_left_out(tmp_path: Path):
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = "0000:00:00 00:00:00"
    Image.new("RGB", (8, 8)).save(tmp_path / "undated.jpg", exif=exif)
    assert read(tmp_path / "undated.jpg").facts.taken_at is None


def test_large_jpegs_are_decoded_at_a_smaller_scale(tmp_path: Path):
    make_photo(tmp_path / "large.jpg", size=(1600, 1200))
    small = picture(tmp_path / "large.jpg", 200)
    assert small.size == (400, 300)
    assert read(tmp_path / "large.jpg").facts.width == 1600


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("L", 128, (128, 128, 128)),
        ("1", 1, (255, 255, 255)),
        ("I;16", 32768, (127, 127, 127)),
        ("LA", (0, 0), (255, 255, 255)),
        ("RGBA", (255, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (255, 0, 0, 255), (255, 0, 0)),
    ],
)
def test_modes(tmp_path: Path, mode: str, value: int | tuple, expected: tuple):
    Image.new(mode, (16, 16), value).save(tmp_path / "mode.png")
    assert colour(picture(tmp_path / "mode.png", 16)) == expected


def test_palette_with_a_transparent_colour(tmp_path: Path):
    image = Image.new("P", (16, 16), 0)
    image.putpalette([0, 0, 255, 255, 0, 0])
    image.save(tmp_path / "palette.png", transparency=0)
    assert colour(picture(tmp_path / "palette.png", 16)) == (255, 255, 255)


def test_cmyk(tmp_path: Path):
    Image.new("CMYK", (16, 16), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    red, green, blue = colour(picture(tmp_path / "print.jpg", 16))
    assert red > 200
    assert green < 60
    assert blue < 60


def test_the_first_frame_of_an_animation(tmp_path: Path):
    frames = [Image.new("RGB", (16, 16), c) for c in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert colour(picture(tmp_path / "moving.gif", 16)) == (255, 0, 0)


def test_a_colour_profile_is_converted_to_srgb(tmp_path: Path):
    lab_grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (16, 16), (10, 200, 30)).save(tmp_path / "same.png", icc_profile=lab_grey)
    assert colour(picture(tmp_path / "same.png", 16)) == (10, 200, 30)


def test_a_broken_colour_profile_is_ignored(tmp_path: Path):
    Image.new("RGB", (16, 16), (10, 200, 30)).save(tmp_path / "odd.png", icc_profile=b"no profile")
    assert colour(picture(tmp_path / "odd.png", 16)) == (10, 200, 30)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"plain text", "not a picture, or of a kind that cannot be read"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "not a picture, or of a kind that cannot be read"),
    ],
)
def test_broken_files_have_a_reason(tmp_path: Path, data: bytes, reason: str):
    (tmp_path / "broken.jpg").write_bytes(data)
    assert read(tmp_path / "broken.jpg").reason == reason
    with pytest.raises((UndecodableError, OSError)):
        picture(tmp_path / "broken.jpg", 16)


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "gif", "tiff", "bmp", "heic"])
def test_files_cut_anywhere_never_raise(tmp_path: Path, kind: str):
    data = make_photo(tmp_path / f"whole.{kind}").read_bytes()
    for part in range(1, 12):
        (tmp_path / f"cut.{kind}").write_bytes(data[: len(data) * part // 12])
        result = read(tmp_path / f"cut.{kind}")
        assert isinstance(result, Skipped | Decoded)
    assert isinstance(read(tmp_path / f"whole.{kind}"), Decoded)


def test_a_file_that_vanished(tmp_path: Path):
    skipped = read(tmp_path / "gone.jpg")
    assert skipped.reason == "cannot be read: No such file or directory"
    assert not skipped.lasting


def test_known_content_is_not_decoded(tmp_path: Path):
    file = make_photo(tmp_path / "known.jpg")
    identity = content_identity(file.read_bytes())
    assert read(file, frozenset({identity})).pixels is None
    assert read(file).pixels.shape == (120, 160, 3)


def test_what_is_no_number_in_a_tiff_of_floats_is_black_and_the_rest_shows(tmp_path: Path):
    values = np.linspace(-5, 5, 64 * 64, dtype=np.float32).reshape(64, 64)
    values[:8], values[8, 0], values[8, 1] = np.nan, np.inf, -np.inf
    Image.fromarray(values).save(tmp_path / "heights.tif")
    pixels = np.asarray(picture(tmp_path / "heights.tif", 64))[:, :, 0]
    assert pixels[:8].max() == 0
    assert (pixels[8, 0], pixels[8, 1]) == (255, 0)
    assert pixels[9:].std() > 50
    Image.fromarray(np.full((8, 8), np.nan, np.float32)).save(tmp_path / "nothing.tif")
    assert colour(picture(tmp_path / "nothing.tif", 8)) == (0, 0, 0)


# HEIC


def test_a_heic_whose_table_is_no_text_is_refused_and_ends_nothing(tmp_path: Path):
    """pi_heif 1.4.0 ends the whole program where the kind of a metadata item is no UTF-8."""
    save_heic(half_red(), tmp_path / "a.heic", xmp=b"<x:xmpmeta/>")
    data = (tmp_path / "a.heic").read_bytes()
    assert b"application/rdf+xml" in data
    (tmp_path / "a.heic").write_bytes(data.replace(b"application/rdf", b"applica\xffion/rdf"))
    assert read(tmp_path / "a.heic").reason == "damaged: its table of contents is no text"


def test_a_heic_of_a_phone_held_upright(tmp_path: Path):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation], exif[ExifTags.Base.Make] = 6, "Acme"
    exif[ExifTags.Base.DateTime] = "2024:05:01 12:30:00"
    # Given as bytes, the orientation is also written as HEIF's own turn, as phones do.
    save_heic(half_red(), tmp_path / "phone.heic", exif=exif.tobytes(), quality=95)
    decoded = read(tmp_path / "phone.heic")
    facts = decoded.facts
    assert (facts.width, facts.height) == (40, 80)
    assert (facts.taken_at, facts.camera) == ("2024-05-01T12:30:00", "Acme")
    assert decoded.pixels.shape == (80, 40, 3)  # turned once, and not twice
    assert colour(picture(tmp_path / "phone.heic", 64).crop((0, 0, 40, 30)))[1] < 30
    assert colour(picture(tmp_path / "phone.heic", 64).crop((0, 50, 40, 80)))[1] > 220


# JPEG XL and JPEG 2000


def saved(kind: str, **extra) -> bytes:
    stream = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(stream, kind, **extra)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_metadata_does_not_change_the_identity(kind: str):
    assert saved(kind) != saved(kind, exif=exif())
    assert content_identity(saved(kind)) == content_identity(saved(kind, exif=exif()))


def test_text_in_a_png_does_not_change_the_identity():
    text = PngImagePlugin.PngInfo()
    text.add_text("title", "a title")
    assert content_identity(saved("PNG")) == content_identity(saved("PNG", pnginfo=text))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_another_picture_has_another_identity(kind: str):
    stream = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(stream, kind)
    assert content_identity(saved(kind)) != content_identity(stream.getvalue())


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff", b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_broken_structure_still_has_an_identity(data: bytes):
    assert len(content_identity(data)) == 32
