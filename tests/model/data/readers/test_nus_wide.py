"""NUS-WIDE's own text files."""

from pathlib import Path

import numpy as np
import pytest

from mkt_model.data.readers import open_dataset
from mkt_model.data.words import DataError
from tests.model.data.small_sets import photo, present


@pytest.fixture
def nus(tmp_path: Path) -> Path:
    """Three photos of its own text files; the last has no concept."""
    files = {
        "ImageList/TestImagelist.txt": "actor\\1_2.jpg\nbig sea\\3_4.jpg\nzoo\\5_6.jpg\n",
        "ConceptsList/Concepts81.txt": "bear\nsky\n",
        "TrainTestLabels/Labels_bear_Test.txt": "1\n0\n0\n",
        "TrainTestLabels/Labels_sky_Test.txt": "1\n1\n0\n",
        "NUS_WID_Tags/TagList1k.txt": "nature\nsky\nred\n",
        "NUS_WID_Tags/Test_Tags1k.dat": "1 1 0\n0 0 0\n0 0 1\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for name in ("actor/1_2.jpg", "big sea/3_4.jpg", "zoo/5_6.jpg"):
        photo(tmp_path / "Flickr" / name)
    return tmp_path


def test_nus_wide_as_published(nus: Path):
    photos = open_dataset(nus, split="test")
    assert photos.labels == ("nature", "red", "bear", "sky")  # the tag "sky" gives way
    assert photos.unseen == {"bear", "sky"}
    assert present(photos) == [["nature", "bear", "sky"], ["sky"], ["red"]]
    concepts = photos.with_labels(["bear", "sky"])
    filtered = concepts.select(np.flatnonzero((concepts.truth > 0).any(1)))
    assert [(len(p), p.labels_a_photo) for p in (concepts, filtered)] == [(3, 1), (2, 1.5)]
    assert photos.photo(1).size == (4, 4)


def test_nus_wide_gone_wrong(nus: Path):
    labels = nus / "TrainTestLabels" / "Labels_sky_Test.txt"
    labels.write_text("1\n1\n")
    with pytest.raises(DataError, match=r"Labels_sky_Test.txt has 2 lines for 3 photos"):
        open_dataset(nus, split="test")
    labels.write_text("1\n1\nx\n")
    with pytest.raises(DataError, match="holds something else than 0 and 1"):
        open_dataset(nus, split="test")
    (nus / "Flickr" / "zoo" / "5_6.jpg").unlink()
    with pytest.raises(DataError, match=r"there is no photo .*5_6.jpg \(1 are missing\)"):
        open_dataset(nus, split="test")
    with pytest.raises(DataError, match=r"TrainImagelist.txt cannot be read"):
        open_dataset(nus, split="train")
