"""What any terminal can show, and progress."""

import os
from pathlib import Path

from app.cli.printing import printable
from tests.cli.conftest import run
from tests.conftest import make_photo


def test_a_line_stays_a_line():
    assert printable("café, 北京") == "café, 北京"
    assert printable("one\ntwo\x1b[31m") == "one\\ntwo\\x1b[31m"
    assert printable(os.fsdecode(b"caf\xe9")) == "caf\\udce9"


def test_a_folder_whose_name_is_not_utf8_is_named(tmp_path: Path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    make_photo(folder / "one.jpg")
    run("index", folder)
    assert "caf\\udce9" in run("folder", "list").stdout
    assert run("folder", "forget", folder).stdout.endswith("caf\\udce9; no file was touched\n")
