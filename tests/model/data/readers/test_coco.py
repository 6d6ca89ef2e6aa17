"""COCO's instances JSON."""

import json
from pathlib import Path

import pytest

from mkt_model.data.readers import open_dataset
from mkt_model.data.words import DataError
from tests.model.data.small_sets import photo, present


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
