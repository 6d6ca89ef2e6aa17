"""What the command line says of a library that cannot be read: one line and code 2."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import cli
from app.library.library import Library
from app.library.store import database
from app.settings import Settings, save_settings
from tests.conftest import index
from tests.library.store.damage import damage, locked

QUESTIONS = [("status",), ("search", "red"), ("search", "year:2024"), ("folder", "list")]
DAMAGED = [("photos",), ("roots", "photos"), ("labels", "photos", "roots", "encodings")]


@pytest.fixture
def file(library: Library, photos: Path) -> Path:
    """The database of a library that the command line opens; nobody has it open."""
    save_settings(Settings("colours"), library.paths.settings)
    index(library, photos)
    library.close()
    return library.paths.database


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)  # and no traceback
    (line,) = result.stderr.splitlines()
    return line


@pytest.mark.parametrize("tables", DAMAGED)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_damaged_database(file: Path, question: tuple[str, ...], tables: tuple[str, ...]):
    damage(file, *tables)
    assert f"{file} is damaged" in refused(*question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_garbled_file(file: Path, question: tuple[str, ...]):
    file.write_bytes(b"garbled!" * 4096)
    assert f"{file} is damaged" in refused(*question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_locked_database(file: Path, question: tuple[str, ...], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    with locked(file):
        assert f"{file} is in use by another program" in refused(*question)
