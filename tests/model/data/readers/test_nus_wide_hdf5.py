"""NUS-WIDE as its authors keep it; a pickle's code is never run."""

import pickle
from pathlib import Path

import h5py
import numpy as np
import pytest

from mkt_model.data.readers import nus_wide_hdf5, open_dataset
from mkt_model.data.words import DataError
from tests.model.data.small_sets import photo, present


@pytest.fixture
def authors(tmp_path: Path) -> Path:
    """The authors' layout: two seen labels, one unseen, features of photos that may be missing."""
    names = ["actor_0001_1.jpg", "big_sea_0002_2.jpg"]
    for split, file in nus_wide_hdf5.NAMES.items():
        (tmp_path / file).write_bytes(pickle.dumps({"img_names": names}, protocol=2))
        (tmp_path / "features").mkdir(exist_ok=True)
        with h5py.File(tmp_path / "features" / f"nus_wide_{split}.h5", "w") as h5:
            for i, name in enumerate(names):
                h5[f"{name}-features"] = np.full((3, 2), i, np.float32)
                if split == "train":
                    h5[f"{name}-labels"] = np.array([1, -1], np.int8)
                else:
                    h5[f"{name}-labels"] = np.array([1, -1, 1], np.int8)
                    h5[f"{name}-labels_81"] = np.array([1], np.int8)
    (tmp_path / "Concepts925.txt").write_text("nature\nred\n")
    (tmp_path / "Concepts81.txt").write_text("bear\n")
    return tmp_path


def test_nus_wide_as_its_authors_keep_it(authors: Path):
    photos = open_dataset(authors, split="test")
    assert photos.labels == ("nature", "red", "bear")
    assert photos.unseen == {"bear"}
    assert present(photos) == [["nature", "bear"]] * 2
    np.testing.assert_array_equal(photos.features, [[0, 0, 0], [1, 1, 1]])
    assert not photos.photos
    trained = open_dataset(authors)
    assert present(trained, 0) == [["bear"]] * 2  # nobody looked
    photo(authors / "Flickr" / "actor" / "0001_1.jpg")
    photo(authors / "Flickr" / "big_sea" / "0002_2.jpg")
    assert open_dataset(authors).photo(1).size == (4, 4)


class RunsCode:
    def __reduce__(self) -> tuple:
        return open, ("hacked.txt", "w")


def test_a_pickle_that_runs_code_is_refused(authors: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(authors)
    for content in (RunsCode(), {"img_names": [RunsCode()]}):
        (authors / "img_names.pkl").write_bytes(pickle.dumps(content))
        with pytest.raises(DataError, match=r"img_names.pkl is no list of names: .*open"):
            open_dataset(authors)
    assert not (authors / "hacked.txt").exists()
    for content in (pickle.dumps({"other": 1}), pickle.dumps([1, 2]), b"", b"\x80\x02]"):
        (authors / "img_names.pkl").write_bytes(content)
        with pytest.raises(DataError, match=r"img_names.pkl is no list of names"):
            open_dataset(authors)


def test_a_features_file_cut_short_is_named(authors: Path):
    path = authors / "features" / "nus_wide_train.h5"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(DataError, match=r"nus_wide_train.h5 cannot be read"):
        open_dataset(authors)
    path.unlink()
    with h5py.File(path, "w") as h5:
        h5["actor_0001_1.jpg-labels"] = np.zeros(7)
    with pytest.raises(DataError, match="has 7 labels, not 2 or 3"):
        open_dataset(authors)
