"""Every format of labelled photos, on tiny data sets made here."""

import csv
import io
import json
import logging
import pickle
import tarfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.readers import nus_wide_hdf5, open_dataset
from mkt_model.data.words import DataError
from mkt_model.metrics import map_clean, map_published


def photo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4), "red").save(path)


def present(photos: LabelledPhotos, value: int = 1) -> list[list[str]]:
    """The labels of each photo that have this value."""
    return [[x for x, v in zip(photos.labels, row, strict=True) if v == value]
            for row in photos.truth]  # fmt: skip


# Anybody's photos


def plain(folder: Path, name: str, text: str) -> Path:
    for letter in "abc":
        photo(folder / f"{letter}.png")
    (folder / name).write_text(text)
    return folder


def test_json_lines(tmp_path: Path):
    lines = [{"file": "a.png", "labels": ["dog", "sea"]}, {"file": "b.png", "labels": []}]
    photos = open_dataset(plain(tmp_path, "labels.jsonl", "\n".join(map(json.dumps, lines))))
    assert present(photos) == [["dog", "sea"], []]
    assert present(photos, -1) == [[], ["dog", "sea"]]
    assert photos.photo(0).size == (4, 4)


def test_a_table_with_splits(tmp_path: Path):
    text = "file,labels,split\na.png,dog; sea,train\nb.png,sea,val\nc.png,cat,\n"
    plain(tmp_path, "labels.csv", text)
    assert present(open_dataset(tmp_path)) == [["dog", "sea"], ["cat"]]
    tested = open_dataset(tmp_path, split="test")
    assert present(tested) == [["sea"], ["cat"]]
    assert tested.labels == ("cat", "dog", "sea")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("labels.jsonl", '{"file": "z.png", "labels": []}', "line 1: there is no photo .*z.png"),
        ("labels.jsonl", "\n{'file'}", 'line 2 is not ."file"'),
        ("labels.jsonl", '{"file": "a.png"}', "line 1 is not"),
        ("labels.jsonl", "", "has no photos in its train part"),
        ("labels.csv", "photo,words\n", "first line must be file,labels"),
        ("labels.csv", "file,labels\na.png,dog\nno.png,\n", "line 3: there is no photo"),
    ],
)
def test_what_is_wrong_names_file_and_line(tmp_path: Path, name: str, text: str, message: str):
    with pytest.raises(DataError, match=message):
        open_dataset(plain(tmp_path, name, text))


def test_a_label_nobody_has_is_kept_and_told_apart(tmp_path: Path):
    text = "file,labels,split\na.png,dog,train\nb.png,sea,test\n"
    photos = open_dataset(plain(tmp_path, "labels.csv", text))
    scores = np.array([[0.9, 0.1]])
    assert present(photos) == [["dog"]]
    assert map_clean(scores, photos.truth) == 1  # left out
    assert map_published(scores, photos.truth) == 0.5  # counted as 0


def test_a_tar_set_knows_what_is_held_out(tmp_path: Path):
    rows = [{"file": f"{i}.png", "labels": ["Dog"], "split": "dev" if i else None}
            for i in range(2)]  # fmt: skip
    photo(tmp_path / "x.png")
    with tarfile.open(tmp_path / "flickr8k.tar", "w") as tar:
        for i in range(2):
            tar.add(tmp_path / "x.png", f"flickr8k/{i}.png")
        content = "\n".join(map(json.dumps, rows)).encode()
        entry = tarfile.TarInfo("flickr8k/labels.jsonl")
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    for split, name in (("train", "0.png"), ("test", "1.png")):
        photos = open_dataset(tmp_path / "flickr8k.tar", split=split)
        assert [p.name for p in photos.photos] == [name]
        assert present(photos) == [["dog"]]
        assert photos.photo(0).size == (4, 4)


# COCO


def coco(folder: Path, **changes: object) -> Path:
    for name in ("1.jpg", "2.jpg"):
        photo(folder / "val2017" / name)
    content = {
        "images": [{"id": 7, "file_name": "1.jpg"}, {"id": 9, "file_name": "2.jpg"}],
        "categories": [{"id": 1, "name": "person"}, {"id": 3, "name": "car"}],
        "annotations": [{"image_id": 9, "category_id": 3}, {"image_id": 9, "category_id": 3}],
    } | changes
    path = folder / "annotations" / "instances_val2017.json"
    path.parent.mkdir()
    path.write_text(json.dumps(content))
    return path


def test_coco(tmp_path: Path):
    photos = open_dataset(coco(tmp_path))
    assert photos.labels == ("person", "car")
    assert present(photos) == [[], ["car"]]
    assert photos.photo(1).size == (4, 4)


def test_coco_gone_wrong(tmp_path: Path):
    path = coco(tmp_path, images=[{"id": 1, "file_name": "9.jpg"}], annotations=[])
    with pytest.raises(DataError, match=r"there is no photo .*9.jpg \(1 are missing\)"):
        open_dataset(path)
    path.write_text('{"images": []}')
    with pytest.raises(DataError, match="is not COCO's instances JSON: KeyError"):
        open_dataset(path)


# NUS-WIDE


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
    with pytest.raises(DataError, match="Labels_sky_Test.txt has 2 lines for 3 photos"):
        open_dataset(nus, split="test")
    labels.write_text("1\n1\nx\n")
    with pytest.raises(DataError, match="holds something else than 0 and 1"):
        open_dataset(nus, split="test")
    (nus / "Flickr" / "zoo" / "5_6.jpg").unlink()
    with pytest.raises(DataError, match=r"there is no photo .*5_6.jpg \(1 are missing\)"):
        open_dataset(nus, split="test")
    with pytest.raises(DataError, match="TrainImagelist.txt cannot be read"):
        open_dataset(nus, split="train")


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
        with pytest.raises(DataError, match="img_names.pkl is no list of names"):
            open_dataset(authors)


def test_a_features_file_cut_short_is_named(authors: Path):
    path = authors / "features" / "nus_wide_train.h5"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(DataError, match="nus_wide_train.h5 cannot be read"):
        open_dataset(authors)
    path.unlink()
    with h5py.File(path, "w") as h5:
        h5["actor_0001_1.jpg-labels"] = np.zeros(7)
    with pytest.raises(DataError, match="has 7 labels, not 2 or 3"):
        open_dataset(authors)


# Open Images


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
    with pytest.raises(DataError, match="no list of label ids named .*unseen400"):
        open_dataset(open_images, split="test")


def test_an_unknown_format(tmp_path: Path):
    with pytest.raises(DataError, match="there is no format 'voc'; there are: tar, coco"):
        open_dataset(tmp_path, "voc")
    with pytest.raises(DataError, match="holds no data set of a known format"):
        open_dataset(tmp_path)
