"""JPEG XL and JPEG 2000 are read like any other picture."""

import struct
from pathlib import Path

import numpy as np
import pylibjxl
import pytest
from PIL import ExifTags, Image

from app.library.files.decode import picture
from app.library.files.identity import content_identity
from app.library.records import Decoded, Skipped
from tests.library.files.reading import colour, exif, half_red, read


def jxl(image: Image.Image, **options: object) -> bytes:
    return pylibjxl.encode(np.array(image), distance=0.0, lossless=True, **options)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_jpeg_xl(tmp_path: Path, mode: str):
    (tmp_path / "a.jxl").write_bytes(jxl(half_red().convert(mode)))
    seen = picture(tmp_path / "a.jxl", 40)
    assert seen.size == (80, 40)
    assert seen.getpixel((60, 9)) == (255, 255, 255)
    assert seen.getpixel((20, 9)) == ((255, 0, 0) if mode != "L" else (76, 76, 76))
    decoded = read(tmp_path / "a.jxl")
    assert (decoded.facts.width, decoded.facts.height, decoded.facts.orientation) == (80, 40, 1)


def test_facts_of_a_jpeg_xl(tmp_path: Path):
    values = exif()
    values[ExifTags.Base.Make], values[ExifTags.Base.DateTime] = "Acme", "2024:05:01 12:30:00"
    values[ExifTags.Base.Orientation] = 6  # the codestream says how it lies, and it lies upright
    head, code = b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl ", jxl(half_red())
    parts = ((b"Exif", b"\0\0\0\0" + values.tobytes()[6:]), (b"jxlc", code))
    data = head + b"".join(struct.pack(">I4s", 8 + len(p), kind) + p for kind, p in parts)
    (tmp_path / "a.jxl").write_bytes(data)
    facts = read(tmp_path / "a.jxl").facts
    assert (facts.taken_at, facts.camera) == ("2024-05-01T12:30:00", "Acme")
    assert picture(tmp_path / "a.jxl", 40).size == (facts.width, facts.height) == (80, 40)
    assert content_identity(data) == content_identity(code)


@pytest.mark.parametrize("suffix", ["jp2", "j2k"])
def test_jpeg_2000(tmp_path: Path, suffix: str):
    half_red().save(tmp_path / f"a.{suffix}")
    assert colour(picture(tmp_path / f"a.{suffix}", 40).crop((0, 0, 30, 40))) == (255, 0, 0)
    assert read(tmp_path / f"a.{suffix}").facts.width == 80


@pytest.mark.parametrize("suffix", ["jxl", "jp2"])
def test_new_formats_cut_anywhere_never_raise(tmp_path: Path, suffix: str):
    half_red().save(tmp_path / "a.jp2")
    data = jxl(half_red()) if suffix == "jxl" else (tmp_path / "a.jp2").read_bytes()
    for part in range(1, 12):
        (tmp_path / f"cut.{suffix}").write_bytes(data[: len(data) * part // 12])
        assert isinstance(read(tmp_path / f"cut.{suffix}"), Skipped | Decoded)


# Camera RAW
