"""The commands of the vocabulary, of a label's line, of what it learned and of families."""

import json
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.records import TagKind
from tests.cli.conftest import answer, names, run
from tests.conftest import index


@pytest.fixture
def indexed(library: Library, photos: Path) -> Library:
    index(library, photos)
    return library


def test_a_line_is_shown_set_and_taken_back(indexed: Library):
    assert run("label", "line", "red").output.startswith("red: 0.50 (default); strict ")
    assert run("label", "line", "red", "0.7").output.startswith("red: 0.70 (chosen)")
    told = json.loads(run("label", "line", "red", "strict", "--json").output)
    assert told["value"] == pytest.approx(told["presets"]["strict"])
    assert run("label", "line", "red", "default").output.startswith("red: 0.50 (default)")


@pytest.mark.parametrize(("value", "message"), [("2", "between 0 and 1"), ("much", "is no line")])
def test_what_is_no_line(indexed: Library, value: str, message: str):
    assert message in run("label", "line", "red", value, code=2).output


def test_a_label_learns_travels_and_forgets(indexed: Library, tmp_path: Path):
    indexed.tags.set(indexed.photos.ids()[:2], "sunset", TagKind.ACCEPTED)
    assert "2 yes, 0 no; its line moved" in run("label", "learn", "sunset").output
    assert json.loads(run("label", "learn", "sunset", "--json").output)["positives"] == 2
    file = tmp_path / "sunset.json"
    run("label", "export-learned", "sunset", file)
    run("label", "forget", "sunset")
    run("label", "export-learned", "sunset", file, code=2)
    assert run("label", "import-learned", file).output == "took over sunset\n"
    run("label", "import-learned", tmp_path / "none.json", code=2)


def test_labels_that_belong_together(photos: Path):
    run("index", photos)
    run("label", "merge", "red", "Rot")
    assert len(names("rot")) == 3
    run("label", "parent", "red", "colour")
    assert len(names("colour")) == 3
    run("label", "parent", "red", "--none")
    run("label", "unmerge", "rot")
    assert names("rot") == names("colour") == []
    assert "either PARENT or --none" in run("label", "parent", "red", code=2).stderr
    assert answer("label", "list", "--health", "--json")["photos"] == 6
    assert "too few photos" in run("label", "list", "--health").stderr


def test_the_vocabulary_can_be_changed(photos: Path):
    run("index", photos)
    run("label", "add", "Sea Side", "violet")
    run("label", "remove", "red")
    assert answer("label", "list", "--json") == ["blue", "green", "sea side", "violet"]
    assert "not in the vocabulary" in run("label", "remove", "red", code=2).stderr
