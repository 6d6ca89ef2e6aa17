"""How the command line is run in these tests: in this process, against the colour encoder."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.main import cli
from app.paths import Paths
from app.settings import Settings, save_settings
from tests.colour_encoder import ColourEncoder


@pytest.fixture(autouse=True)
def colours(paths: Paths, colour_encoder: ColourEncoder) -> ColourEncoder:
    """The model of the settings."""
    save_settings(Settings("colours"), paths.settings)
    return colour_encoder


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], prog_name="mkt-tagger")
    assert result.exit_code == code, result.output
    return result


def answer(*arguments: object, code: int = 0) -> Any:
    """The last line of standard output as JSON."""
    return json.loads(run(*arguments, code=code).stdout.splitlines()[-1])


def names(*query: object) -> list[str]:
    """The file names of the photos that a search finds."""
    return [Path(r["path"]).name for r in answer("search", "--json", *query)["results"]]
