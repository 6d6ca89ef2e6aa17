"""How a command ends: exit codes, errors in one line or as JSON, Ctrl+C, a reader that left."""

import sys
from pathlib import Path

from app.paths import Paths
from tests.cli.conftest import run

PROGRAM = [sys.executable, "-m", "app"]


def test_a_missing_folder_ends_in_code_2(tmp_path: Path):
    assert "there is no folder" in run("index", tmp_path / "no", code=2).stderr


def test_a_word_that_is_no_command_and_no_folder_ends_in_code_2():
    assert "no command or folder 'indx'" in run("indx", code=2).stderr


def test_a_broken_settings_file_is_told(paths: Paths):
    paths.settings.write_text("{")
    assert "is damaged" in run("status", code=2).stderr
