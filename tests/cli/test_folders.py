"""The commands about folders, and what is left out of them."""

import json
from pathlib import Path

from tests.cli.conftest import answer, run


def test_folders(photos: Path, tmp_path: Path):
    (photos / "broken.jpg").write_text("x")
    run("index", photos, code=1)
    assert answer("folder", "skipped", "--json")[0]["path"] == str(photos / "broken.jpg")
    assert "broken.jpg: not a picture" in run("folder", "skipped").stdout
    photos.rename(tmp_path / "new")
    assert "not there now" in run("folder", "list").stdout
    run("folder", "moved", photos, tmp_path / "new")
    (state,) = answer("folder", "list", "--json")
    assert state == {"path": str(tmp_path / "new"), "present": True, "photos": 6}
    run("folder", "forget", tmp_path / "new")
    assert answer("folder", "list", "--json") == []


def test_ignore_patterns_are_added_listed_and_removed(photos: Path):
    run("index", photos)
    added = run("ignore", photos, "*.png", "sub/deep/")
    assert added.stderr == "2 photos hidden, 0 shown again\n"
    assert json.loads(run("ignore", photos, "--json").stdout) == ["*.png", "sub/deep/"]
    removed = run("ignore", photos, "--remove", "*.png")
    assert removed.stderr == "0 photos hidden, 1 shown again\n"
    assert run("ignore", photos).stdout == "sub/deep/\n"
    wrong = run("ignore", photos, "--remove", "*.gif", code=2)
    assert "'*.gif' is no ignore pattern of" in wrong.stderr
