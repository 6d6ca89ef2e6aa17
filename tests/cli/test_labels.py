"""The commands of a label's line and of what it learned."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import cli
from app.library.library import Library
from app.library.records import TagKind
from app.settings import Settings, save_settings
from tests.conftest import index


@pytest.fixture
def indexed(library: Library, photos: Path) -> Library:
    save_settings(Settings("colours"), library.paths.settings)
    index(library, photos)
    return library


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["label", *words])


def test_a_line_is_shown_set_and_taken_back(indexed: Library):
    assert run("line", "red").output.startswith("red: 0.50 (default); strict ")
    assert run("line", "red", "0.7").output.startswith("red: 0.70 (chosen)")
    told = json.loads(run("line", "red", "strict", "--json").output)
    assert told["value"] == pytest.approx(told["presets"]["strict"])
    assert run("line", "red", "default").output.startswith("red: 0.50 (default)")


@pytest.mark.parametrize(("value", "message"), [("2", "between 0 and 1"), ("much", "is no line")])
def test_what_is_no_line(indexed: Library, value: str, message: str):
    result = run("line", "red", value)
    assert result.exit_code == 2
    assert message in result.output


def test_a_label_learns_travels_and_forgets(indexed: Library, tmp_path: Path):
    indexed.set_tags(indexed.photo_ids()[:2], "sunset", TagKind.ACCEPTED)
    assert "2 yes, 0 no; its line moved" in run("learn", "sunset").output
    assert json.loads(run("learn", "sunset", "--json").output)["positives"] == 2
    file = tmp_path / "sunset.json"
    assert run("export-learned", "sunset", str(file)).exit_code == 0
    assert run("forget", "sunset").exit_code == 0
    assert run("export-learned", "sunset", str(file)).exit_code == 2
    assert run("import-learned", str(file)).output == "took over sunset\n"
    assert run("import-learned", str(tmp_path / "none.json")).exit_code == 2
