"""What an earlier version stored still opens, and says what it said then.

tests/stored/VERSION holds a home made by that version (a library of sixteen photos with tags, a
line, learning, a saved search, an alias, a parent and an ignore pattern; settings), its photos, two
models' configurations, and in expected.json what that version answered.
"""

import json
import shutil
from pathlib import Path

import pytest

from app.library.library import Library
from app.paths import Paths
from app.settings import Settings, load_settings
from mkt_model.config import load_config, model_id
from tests.colour_encoder import ColourEncoder

VERSIONS = sorted((Path(__file__).parent / "stored").iterdir())


@pytest.fixture(params=VERSIONS, ids=lambda folder: folder.name)
def stored(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def expected(stored: Path) -> dict:
    return json.loads((stored / "expected.json").read_text())


@pytest.fixture
def old_library(stored: Path, colour_encoder: ColourEncoder, paths: Paths, tmp_path: Path):
    """The stored library, its photos moved from /photos to where this test keeps them."""
    shutil.copytree(stored / "home", paths.data.parent, dirs_exist_ok=True)
    shutil.copytree(stored / "photos", tmp_path / "photos")
    with Library(paths, "colours") as library:
        library.folders.relocate(Path("/photos"), tmp_path / "photos")
        yield library


def test_its_photos_and_features_are_there(old_library: Library, expected: dict):
    status = old_library.status()
    assert {name: status[name] for name in expected["status"]} == expected["status"]


def test_its_searches_find_what_they_found(old_library: Library, expected: dict):
    for query, found in expected["searches"].items():
        hits = old_library.photos.search(query, limit=0).hits
        assert {hit.path.name for hit in hits} == {name for name, _ in found}, query


def test_what_people_said_is_there(old_library: Library, expected: dict, tmp_path: Path):
    ids = {photo.path.name: photo for photo in old_library.photos.get(old_library.photos.ids())}
    for name, labels in expected["labels_of"].items():
        found = [[label.label, label.kind] for label in old_library.tags.beside(ids[name])]
        assert found == labels
    assert old_library.lines.of("green").value == expected["line"]
    assert old_library.labels.counts() == expected["counts"]
    assert [list(row) for row in old_library.searches.saved()] == expected["saved"]
    assert old_library.folders.ignored(tmp_path / "photos") == expected["ignored"]
    assert [[path.name, reason] for path, reason in old_library.folders.skipped()] == expected[
        "skipped"
    ]


def test_its_photos_are_not_encoded_again(
    old_library: Library, colour_encoder: ColourEncoder, expected: dict
):
    """Copying the photos gave them new times and inodes: they are told by their content."""
    *_, final = old_library.index([])
    assert (final.found, final.failed) == (16, 1)
    assert colour_encoder.images_encoded == 0
    assert old_library.status()["photos"] == expected["status"]["photos"]


def test_its_settings_are_read(stored: Path):
    kept = load_settings(stored / "home" / "config" / "settings.json")
    assert kept == Settings("colours", "cpu", 8, "dark", "de", 500)


def test_its_models_have_the_ids_they_had(stored: Path):
    """Another id would make every stored feature unreadable."""
    ids = json.loads((stored / "models" / "ids.json").read_text())
    for name, known in ids.items():
        assert model_id(load_config(stored / "models" / name), ["a", "b"]) == known
