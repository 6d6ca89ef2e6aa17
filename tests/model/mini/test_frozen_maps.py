"""What the frozen stages see is computed once, and never mixed with that of other photos."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mkt_model.config import Preprocess
from mkt_model.data.tar_sets import read_set
from mkt_model.data.words import DataError
from mkt_model.mini.frozen_maps import frozen_maps, view_of
from mkt_model.towers.mini_image import Heads, MiniImageTower, make_backbone
from tests.model.data.small_sets import write_set


def test_views_of_a_photo():
    photo = Image.fromarray(np.arange(60 * 90 * 3, dtype=np.uint8).reshape(60, 90, 3))
    assert view_of(photo, 7, 0) is photo
    parts = [view_of(photo, number, 1) for number in range(50)]
    shares = [part.width * part.height / (60 * 90) for part in parts]
    assert min(shares) > 0.35
    assert len({part.size for part in parts}) > 40
    again = view_of(photo, 3, 1)
    np.testing.assert_array_equal(np.asarray(again), np.asarray(parts[3]))


def test_kept_maps_of_other_photos_are_refused(tmp_path: Path):
    squash = Preprocess(32, "squash", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    tower = MiniImageTower(make_backbone("tf_efficientnet_lite0"), Heads(1280, 8, 8, 8))
    write_set(tmp_path, "photos", [{"file": "0.jpg"}, {"file": "1.jpg"}])
    photos, cache = read_set(tmp_path, "photos"), tmp_path / "cache"
    first = frozen_maps(photos, tower, squash, cache)
    np.testing.assert_array_equal(frozen_maps(photos, tower, squash, cache), first)
    with pytest.raises(DataError, match="other preprocessing; choose another --cache"):
        frozen_maps(photos, tower, replace(squash, std=(1, 1, 1)), cache)
    write_set(tmp_path, "photos", [{"file": "0.jpg"}])
    with pytest.raises(DataError, match=r"photos\.0\.npy is of other photos; delete it"):
        frozen_maps(read_set(tmp_path, "photos"), tower, squash, cache)
