"""Why a photo has a label: the heat lies where the label is."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.scores.explain import heat_of
from app.paths import Paths
from mkt_model.config import Preprocess
from mkt_model.preprocess import prepare, seen_region
from tests.conftest import DEMO, index


@pytest.fixture
def half_red(library: Library, tmp_path: Path) -> int:
    """A photo that is red on its left third and blue elsewhere; its id."""
    image = Image.new("RGB", (90, 90), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 30, 90))
    (tmp_path / "photos").mkdir()
    image.save(tmp_path / "photos" / "half.png")
    index(library, tmp_path / "photos")
    return library.photos.ids()[0]


def test_the_heat_lies_where_the_label_is(library: Library, half_red: int):
    red = library.photos.explain(half_red, "red")
    assert red.heat.shape == (3, 3)
    assert red.heat.dtype == np.float32
    assert (red.heat[:, 0] > red.heat[:, 1:].max()).all()
    blue = library.photos.explain(half_red, "blue")
    assert (blue.heat[:, 0] < blue.heat[:, 1:].min()).all()


def test_the_scores_are_those_of_the_search(library: Library, half_red: int):
    hit = library.photos.search("red").hits[0]
    why = library.photos.explain(half_red, "Red")
    assert why.label == "red"
    assert why.global_score == pytest.approx(hit.global_score, abs=0.01)
    assert why.local_score == pytest.approx(hit.local_score, abs=0.01)
    assert why.confidence == pytest.approx(hit.confidence, abs=0.01)


def test_a_label_never_typed_before_can_be_explained(library: Library, half_red: int):
    assert library.photos.explain(half_red, "zebra").heat.shape == (3, 3)


def test_a_file_that_is_gone_is_told(library: Library, half_red: int, tmp_path: Path):
    (tmp_path / "photos" / "half.png").unlink()
    with pytest.raises(LibraryError, match=r"half\.png cannot be read"):
        library.photos.explain(half_red, "red")
    with pytest.raises(LibraryError, match="not in the library"):
        library.photos.explain(half_red + 1, "red")


def test_heat_is_cold_at_an_ordinary_word_and_hot_far_above():
    heat = heat_of(np.array([[0.0, 0.1, 0.2, 0.4, 9.0]]), mean=0.0, sd=0.1)
    assert heat[0, :2].tolist() == [0, pytest.approx(0.5 / 3.5)]
    assert heat[0, 2] == pytest.approx(1.5 / 3.5)
    assert heat[0, 3:].tolist() == [1, 1]


def test_the_shipped_model_finds_the_bird(paths: Paths, tmp_path: Path):
    (tmp_path / "album").mkdir()
    file = shutil.copy(DEMO / "kingfisher-on-a-branch.jpg", tmp_path / "album")
    with Library(paths, "mkt-mini", "cpu") as library:
        index(library, tmp_path / "album")
        photo = library.photos.at(Path(file))
        bird, rocket = (
            library.photos.explain(photo.id, "bird"),
            library.photos.explain(photo.id, "rocket"),
        )
    assert bird.heat.shape == (10, 10)
    # The bird sits in the upper middle; the corners are background.
    assert bird.heat[2:5, 3:6].mean() > 0.6
    assert bird.heat[[0, 0, -1, -1], [0, -1, 0, -1]].max() == 0
    assert rocket.heat.max() < 0.4
    assert bird.global_above > 2 > rocket.global_above


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (100, 100), (1000, 90)])
def test_the_region_is_what_the_model_is_shown(size: tuple[int, int]):
    """A picture whose colour says the place: the edges of what is kept are those of the region."""
    width, height = size
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    image = Image.fromarray(np.stack([x, y, 0 * x], -1).astype(np.uint8))
    crop = Preprocess(224, "crop", (0, 0, 0), (1, 1, 1), 256)
    kept = prepare(image, crop).astype(float) / 255
    left, top, right, bottom = seen_region(size, crop)
    edges = kept[0, 0, 0], kept[0, 0, 1], kept[-1, -1, 0], kept[-1, -1, 1]
    assert edges == pytest.approx((left, top, right, bottom), abs=0.02)
    squash = Preprocess(224, "squash", (0, 0, 0), (1, 1, 1))
    assert seen_region(size, squash) == (0, 0, 1, 1)
