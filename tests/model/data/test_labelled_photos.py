"""The one form in which training and evaluation see labelled photos."""

import tarfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mkt_model.data.labelled_photos import LabelledPhotos, TarPhoto
from mkt_model.data.words import DataError

TRUTH = np.array([[1, -1], [0, 1]], np.int8)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "red.png", tmp_path / "blue.png"]
    for path, colour in zip(paths, ("red", "blue"), strict=True):
        Image.new("RGB", (4, 4), colour).save(path)
    return paths


def test_photos_are_files_or_members_of_a_tar(files: list[Path], tmp_path: Path):
    with tarfile.open(tmp_path / "set.tar", "w") as tar:
        tar.add(files[1], "blue.png")
    with tarfile.open(tmp_path / "set.tar") as tar:
        member = tar.getmember("blue.png")
    inside = TarPhoto(tmp_path / "set.tar", "blue.png", member.offset_data, member.size)

    photos = LabelledPhotos("two", ("warm", "cold"), TRUTH, [files[0], inside])

    assert photos.photo(0).getpixel((0, 0)) == (255, 0, 0)
    assert photos.photo(1).getpixel((0, 0)) == (0, 0, 255)
    assert photos.labels_a_photo == 1


def test_rows_and_labels_are_chosen(files: list[Path]):
    photos = LabelledPhotos("two", ("warm", "cold"), TRUTH, files)

    assert photos.select([1]).photos == [files[1]]
    assert photos.select([1]).truth.tolist() == [[0, 1]]
    assert photos.with_labels(["cold"]).truth.tolist() == [[-1], [1]]
    with pytest.raises(DataError, match="two has no label 'wet'"):
        photos.with_labels(["wet"])


def test_what_does_not_fit_together_is_told(files: list[Path]):
    with pytest.raises(DataError, match=r"shape \(2, 2\) for 1 photos"):
        LabelledPhotos("two", ("warm", "cold"), TRUTH, files[:1])
    with pytest.raises(DataError, match="'warm' is there twice"):
        LabelledPhotos("two", ("warm", "warm"), TRUTH, files)


def test_a_damaged_photo_is_named(files: list[Path]):
    files[0].write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"red.png cannot be read"):
        LabelledPhotos("two", ("warm", "cold"), TRUTH, files).photo(0)
