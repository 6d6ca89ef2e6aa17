"""`mkt-tagger backup` and `restore`."""

from pathlib import Path

import pytest

from app.paths import Paths
from tests.cli.conftest import answer, names, run
from tests.library.store.damage import damage


@pytest.fixture
def tagged(photos: Path) -> Path:
    run("index", photos)
    run("tag", photos / "red0.jpg", "sunset")
    return photos


def test_a_copy_is_made_listed_and_put_back(tagged: Path, tmp_path: Path):
    told = answer("backup", tmp_path / "copy.db", "--json")
    assert (told["file"], told["photos"], told["tags"]) == (str(tmp_path / "copy.db"), 6, 1)
    run("backup")
    run("tag", tagged / "red1.jpg", "sunset")
    listed = answer("restore", "--json")
    assert [copy["tags"] for copy in listed] == [1, 0]  # of now; of the run
    assert listed[0]["made_at"] > listed[1]["made_at"] or listed[0]["file"] != listed[1]["file"]
    result = run("restore", listed[0]["file"])
    assert "restored" in result.stdout
    assert "6 photos, 1 tags" in result.stdout
    assert names("sunset") == ["red0.jpg"]
    assert [copy["tags"] for copy in answer("restore", "--json")] == [2, 1, 0]  # what was replaced


def test_without_a_library_there_is_nothing_to_copy():
    assert "there is no library yet" in run("backup", code=2).stderr
    assert "there is no copy yet" in run("restore").stderr
    assert "no library to recover" in run("restore", "--recover", code=2).stderr


def test_what_is_damaged_is_saved_as_the_message_says(tagged: Path, paths: Paths):
    damage(paths.database, "photos", "saved_searches")
    message = run("status", code=2).stderr
    assert "mkt-tagger restore --recover" in message
    told = run("restore", "--recover").stdout
    assert "not read to the end: saved_searches, photos; filled from" in told
    assert names("sunset") == ["red0.jpg"]
    assert answer("doctor", "--full", "--json")["problems"] == []


def test_a_copy_that_is_damaged_is_listed_as_such(tagged: Path, paths: Paths):
    (copy,) = answer("restore", "--json")
    damage(Path(copy["file"]), "photos")
    assert "is damaged" in answer("restore", "--json")[0]["error"]
    assert f"{copy['file']} is damaged" in run("restore").stdout


def test_a_lost_library_is_told(tagged: Path, paths: Paths):
    for file in paths.data.glob("library.db*"):
        file.unlink()
    for command in ("status", "index"):
        assert "features of 6 photos; if it was lost" in run(command).stderr
