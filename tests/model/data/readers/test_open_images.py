"""Open Images' CSV files."""

import csv
import logging
from pathlib import Path

import pytest

from mkt_model.data.readers import open_dataset
from mkt_model.data.words import DataError
from tests.model.data.small_sets import photo


@pytest.fixture
def open_images(tmp_path: Path) -> Path:
    (tmp_path / "class-descriptions.csv").write_text(
        '/m/1,Dog\n/m/2,"Sea, salty"\n/m/3,Dog\n/m/4,Unlisted\n'
    )
    (tmp_path / "seen7186.txt").write_text("/m/1\tDog\n/m/2\n")
    (tmp_path / "unseen400.txt").write_text("/m/3\n")
    with (tmp_path / "test-annotations-human-imagelabels.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ("ImageID", "Source", "LabelName", "Confidence"),
                ("aa", "verification", "/m/1", 1),
                ("aa", "verification", "/m/2", 0),
                ("aa", "verification", "/m/4", 1),
                ("bb", "verification", "/m/3", 1),
                ("gone", "verification", "/m/1", 1),
            ]
        )
    photo(tmp_path / "test" / "aa.jpg")
    photo(tmp_path / "test" / "bb.jpg")
    return tmp_path


def test_open_images(open_images: Path, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        photos = open_dataset(open_images, split="test")
    assert photos.labels == ("Dog", "Sea, salty", "Dog (/m/3)")
    assert photos.unseen == {"Dog (/m/3)"}
    assert photos.truth.tolist() == [[1, -1, 0], [0, 0, 1]]  # 2 * confidence - 1; 0: not looked at
    assert "1 photos of" in caplog.text


def test_open_images_gone_wrong(open_images: Path):
    path = open_images / "test-annotations-human-imagelabels.csv"
    path.write_text(path.read_text() + "aa,verification,/m/1,maybe\n")
    with pytest.raises(DataError, match="line 7: not ImageID,Source,LabelName,Confidence"):
        open_dataset(open_images, split="test")
    (open_images / "unseen400.txt").unlink()
    with pytest.raises(DataError, match=r"no list of label ids named .*unseen400"):
        open_dataset(open_images, split="test")
