"""The main job as a user does it: the installed command, the shipped model, real photos."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DEMO

pytestmark = pytest.mark.slow

RIGHT = {
    "castle": "castle-on-a-hill.jpg",
    "cat": "ginger-kitten.jpg",
    "mountain": "mountain-path.jpg",
}


def mkt_tagger(
    *arguments: object, home: Path, code: int = 0, **extra: str
) -> subprocess.CompletedProcess:
    """Run the program in a process of its own, without a screen."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")}
    run = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        env=environment | {"MKT_TAGGER_HOME": str(home)} | extra,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stderr
    return run


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(home, album): the demo photos, copied and indexed with mkt-mini by the command line."""
    base = tmp_path_factory.mktemp("indexed")
    album = base / "album"
    shutil.copytree(DEMO, album)
    report = mkt_tagger("index", album, "--json", home=base / "home").stdout
    assert json.loads(report)["indexed"] == 20
    return base / "home", album


def test_the_demo_prints_suggestions_and_results(tmp_path: Path):
    out = mkt_tagger("demo", "--no-window", home=tmp_path).stdout
    assert "Suggested labels" in out
    assert out.count("Photos of") == 3
    assert "pagoda-by-a-lake.jpg" in out


@pytest.mark.parametrize("label", RIGHT)
def test_a_right_photo_comes_first(indexed: tuple[Path, Path], label: str):
    home, _ = indexed
    found = json.loads(mkt_tagger("search", label, "--limit", 1, "--json", home=home).stdout)
    assert Path(found["results"][0]["path"]).name == RIGHT[label]


def imported(home: Path, *arguments: object) -> set[str]:
    """Which of the heavy packages a command imports."""
    run = mkt_tagger(*arguments, home=home, PYTHONPROFILEIMPORTTIME="1")
    lines = (line.rpartition("|")[2].strip() for line in run.stderr.splitlines())
    return {name for name in lines if name in ("torch", "open_clip", "timm", "PySide6")}


def test_commands_that_need_no_model_import_no_torch(indexed: tuple[Path, Path]):
    home, album = indexed
    mkt_tagger("search", "typed before", home=home)
    for command in (
        ["--help"],
        ["status"],
        ["label", "list"],
        ["labels", album / "ginger-kitten.jpg"],
        ["search", "typed before"],
        ["search", "mountain"],
        ["index", album],
        ["model", "list"],
    ):
        assert imported(home, *command) == set(), command


def test_a_new_label_imports_torch_and_nothing_heavier(indexed: tuple[Path, Path]):
    home, _ = indexed
    assert imported(home, "search", "never typed before") == {"torch"}


def test_encoding_photos_with_the_embedded_model_imports_no_open_clip(tmp_path: Path):
    album = tmp_path / "album"
    album.mkdir()
    shutil.copy(DEMO / "ginger-kitten.jpg", album)
    assert imported(tmp_path / "home", "index", album) == {"torch", "timm"}


def test_moving_the_library_folder_moves_everything(indexed: tuple[Path, Path], tmp_path: Path):
    home, _ = indexed
    shutil.copytree(home, tmp_path / "elsewhere")
    found = mkt_tagger("search", "cat", "--limit", 1, home=tmp_path / "elsewhere").stdout
    assert "ginger-kitten.jpg" in found
