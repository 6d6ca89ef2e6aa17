"""What ExifTool writes into a file does not change whose picture it is."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from app.library.files.identity import content_identity
from tests.library.files.test_identity import OTHER, SHAPES, WRITERS


def exiftool_version() -> tuple[int, ...]:
    if shutil.which("exiftool") is None:
        return ()
    run = subprocess.run(["exiftool", "-ver"], capture_output=True, text=True, check=True)
    return tuple(int(n) for n in run.stdout.strip().split("."))


VERSION = exiftool_version()
needs_exiftool = pytest.mark.skipif(not VERSION, reason="ExifTool is not installed")
needs_its_hash = pytest.mark.skipif(VERSION < (12, 58), reason="ExifTool is older than 12.58")
# It wants to see a real codestream, and cannot write BMP, BigTIFF and films of no kind.
FOR_EXIFTOOL = sorted(WRITERS.keys() - {"bare.jxl", "bmp", "colours.bmp", "big.tif", "mp4"})


def run_exiftool(*arguments: str | Path) -> str:
    run = subprocess.run(["exiftool", "-m", *arguments], capture_output=True, text=True, check=True)
    return run.stdout


@needs_exiftool
@pytest.mark.parametrize("kind", FOR_EXIFTOOL)
def test_a_keyword_and_a_rating_by_exiftool(tmp_path: Path, kind: str):
    file = tmp_path / f"photo.{kind}"
    file.write_bytes(before := WRITERS[kind](SHAPES))
    write = ("-overwrite_original", "-XMP:Subject=holiday", "-XMP:Rating=4")
    run_exiftool(*write, file)
    assert file.read_bytes() != before
    assert content_identity(file.read_bytes()) == content_identity(before)
    if "gif" not in kind and kind != "moving.avif":
        run_exiftool(*write, "-EXIF:Orientation#=6", "-EXIF:ImageDescription=a title", file)
        assert content_identity(file.read_bytes()) == content_identity(before)


@needs_its_hash
@pytest.mark.parametrize("kind", FOR_EXIFTOOL)
def test_exiftool_tells_pictures_apart_as_we_do(tmp_path: Path, kind: str):
    one, same, other = (tmp_path / f"{name}.{kind}" for name in ("one", "same", "other"))
    for file, image in ((one, SHAPES), (same, SHAPES), (other, OTHER)):
        file.write_bytes(WRITERS[kind](image))
    run_exiftool("-overwrite_original", "-XMP:Rating=4", same)
    hashes = {
        Path(told["SourceFile"]).name.partition(".")[0]: told.get("ImageDataHash")
        for told in json.loads(run_exiftool("-j", "-ImageDataHash", one, same, other))
    }
    if hashes["one"] is None:
        pytest.skip("a format that ExifTool has no hash for")
    assert hashes["one"] == hashes["same"] != hashes["other"]
    ours = [content_identity(file.read_bytes()) for file in (one, same, other)]
    assert ours[0] == ours[1] != ours[2]
