"""Anybody's photos: labels.jsonl or labels.csv beside them."""

import json
from pathlib import Path

import numpy as np
import pytest

from mkt_model.data.readers import open_dataset
from mkt_model.data.words import DataError
from mkt_model.metrics import map_clean, map_published
from tests.model.data.small_sets import photo, present


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
        ("labels.csv", "labels,file\ndog,a.png\nsea\n", "line 3 names no photo"),
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
