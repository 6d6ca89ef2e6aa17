"""Training sets are read from tar files, and what is held out never changes."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from mkt_model.data.tar_sets import is_held_out, read_set, vocabulary_of
from mkt_model.data.words import DataError
from tests.model.data.small_sets import write_set


def test_a_set_is_read_in_order(tmp_path: Path):
    rows = [
        {"file": "0.jpg", "labels": ["Dog", "dog", "sea"]},
        {"file": "1.jpg", "captions": ["a dog"], "split": "dev"},
    ]
    write_set(tmp_path, "photos", rows)
    read = read_set(tmp_path, "photos")
    assert read.examples[0].labels == ("dog", "sea")
    assert read.examples[1].captions == ("a dog",)
    assert read.examples[1].held_out
    assert [p.size for p in read.photos()] == [(32, 32)] * 2
    assert vocabulary_of([read]) == ["dog", "sea"]


def test_a_missing_set_is_named(tmp_path: Path):
    with pytest.raises(DataError, match=r"nothing.tar"):
        read_set(tmp_path, "nothing")


def test_labels_of_a_missing_photo_are_named(tmp_path: Path):
    write_set(tmp_path, "photos", [{"file": "0.jpg"}])
    path = tmp_path / "photos.tar"
    with tarfile.open(path, "w") as tar:
        data = b'{"file": "gone.jpg"}'
        member = tarfile.TarInfo("photos/labels.jsonl")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    with pytest.raises(DataError, match=r"names gone.jpg, which is not there"):
        read_set(tmp_path, "photos")


def test_labels_that_nobody_is_sure_of(tmp_path: Path):
    rows = [{"file": "0.jpg", "labels": ["dog"], "unsure": ["Cat"]}]
    write_set(tmp_path, "photos", rows)
    write_set(tmp_path, "stanford40", rows)
    assert read_set(tmp_path, "photos").examples[0].unsure == ("cat",)
    # This set does not always say so where a photo shows a person.
    assert read_set(tmp_path, "stanford40").examples[0].unsure == ("cat", "person", "indoor")


def test_more_captions_lie_beside_the_tar(tmp_path: Path):
    write_set(tmp_path, "photos", [{"file": "0.jpg", "captions": ["one"]}, {"file": "1.jpg"}])
    more = {"0.jpg": {"captions": ["two", "one"], "stuff": ["sky"]}}
    (tmp_path / "photos_extra.json").write_text(json.dumps(more))
    captions = [e.captions for e in read_set(tmp_path, "photos").examples]
    assert captions == [("one", "two"), ()]
    (tmp_path / "photos_extra.json").write_text("[]")
    with pytest.raises(DataError, match="no captions by file name"):
        read_set(tmp_path, "photos")


def test_what_is_held_out():
    assert is_held_out("flickr8k", 5, "dev")
    assert not is_held_out("flickr8k", 5, "train")
    assert [is_held_out("coco_train", i, None) for i in range(4)] == [True, False, False, True]
    held_out = [is_held_out("corel5k", i, "train") for i in range(4500)]
    assert sum(held_out) / 4500 == pytest.approx(0.1, abs=0.01)
    held_out = [is_held_out("voc2007", i, None) for i in range(4500)]
    assert sum(held_out) / 4500 == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("line", ["{", "[]", '{"labels": ["dog"]}'])
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str):
    content = f'{{"file": "0.jpg"}}\n{line}'.encode()
    with tarfile.open(tmp_path / "photos.tar", "w") as tar:
        member = tarfile.TarInfo("photos/labels.jsonl")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    with pytest.raises(DataError, match=r"photos.tar: labels.jsonl, line 2 is not"):
        read_set(tmp_path, "photos")


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path):
    with tarfile.open(tmp_path / "photos.tar", "w") as tar:
        member = tarfile.TarInfo("photos/labels.jsonl")
        member.type = tarfile.DIRTYPE
        tar.addfile(member)
    with pytest.raises(DataError, match=r"photos.tar: photos/labels.jsonl in it is no file"):
        read_set(tmp_path, "photos")


def test_a_damaged_photo_is_named(tmp_path: Path):
    write_set(tmp_path, "photos", [{"file": "labels.jsonl"}])  # a photo it is not
    with pytest.raises(DataError, match=r"photos.tar: labels.jsonl cannot be read"):
        list(read_set(tmp_path, "photos").photos())
