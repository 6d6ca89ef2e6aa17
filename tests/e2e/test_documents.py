"""What README.md and docs/ tell people to type works: every command in a ```sh block is run.

`mkt-tagger` and `python -m mkt_model...` run as they stand, in a home with a few of the demo photos
as ~/Pictures. What installs, needs a screen or goes to a hub is listed here, and checked otherwise.
"""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DEMO

TOP = Path(__file__).parents[2]
DOCUMENTS = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md"))]
# What the examples call one.jpg and two.jpg, and something for the album to hold beside them.
PHOTOS = {"one.jpg": "two-dogs-at-a-window.jpg", "two.jpg": "ginger-kitten.jpg"}
# Begins of commands that are not run, and why.
NOT_RUN = {
    "python3 -m venv": "installs",
    "pip install": "installs",
    "git": "is about a checkout",
    "pre-commit": "changes a checkout",
    "mkt-tagger demo": "opens the window; tests/e2e/test_demo.py runs it without",
    "xvfb-run": "needs a screen's server",
    "python -m pytest": "is this very run",
    "python -m tests.bench": "measures for minutes",
    "mkt-tagger model fetch": "goes to a hub; tests/library/model/test_download.py has one",
    "mkt-tagger model use ViT": "was not fetched",
}


def command_lines(document: Path) -> Iterator[str]:
    """Each command of the document's sh blocks, without comment and virtual environment."""
    for block in re.findall(r"```sh\n(.*?)```", document.read_text(encoding="utf-8"), re.S):
        for line in block.replace("\\\n", " ").splitlines():
            for command in line.split(" && "):
                words = shlex.split(command, comments=True)
                if words:
                    yield shlex.join(words).replace(".venv/bin/", "")


def examples() -> list[tuple[str, str]]:
    """(document, command) of all that is run, in the order of the documents."""
    return [
        (document.name, command)
        for document in DOCUMENTS
        if document.exists()
        for command in command_lines(document)
        if not command.startswith(tuple(NOT_RUN))
    ]


TRAINS = re.compile(r"python -m mkt_model|my_model|my-model")
QUICK = [(name, command) for name, command in examples() if not TRAINS.search(command)]
TRAINING = [command for name, command in examples() if TRAINS.search(command)]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory):
    """Types a command of a document in a folder of photos, as its reader would."""
    home = tmp_path_factory.mktemp("reader")
    album = home / "Pictures"
    album.mkdir()
    for name, photo in PHOTOS.items():
        shutil.copy(DEMO / photo, album / name)
    (album / "beach").mkdir()
    shutil.copy(DEMO / "hilltop-sunset.jpg", album / "beach")
    (album / "words.txt").write_text("dog\ncat\n")

    def run(command: str, folder: Path = album) -> str:
        program, *words = shlex.split(command)
        if program == "mkt-tagger":
            words = ["-m", "app", *words]
        assert program in ("mkt-tagger", "python"), f"teach this test what {program} is"
        environment = os.environ | {"HOME": str(home), "MKT_TAGGER_HOME": str(home / "program")}
        done = subprocess.run(
            [sys.executable, *(re.sub(r"^~", str(home), word) for word in words)],
            env=environment | {"PYTHONPATH": str(TOP)},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    run("mkt-tagger index ~/Pictures")
    return run


@pytest.mark.slow
@pytest.mark.parametrize(("document", "command"), QUICK)
def test_a_command_of_a_document_works(typed, document: str, command: str):
    typed(command)


@pytest.mark.slow
def test_training_on_your_own_labels_works(typed, tmp_path: Path):
    """The whole section, command after command, in a folder that looks like a checkout."""
    for name in ("mkt_model", "resources"):
        (tmp_path / name).symlink_to(TOP / name)
    assert len(TRAINING) >= 4
    for command in TRAINING:
        typed(command, tmp_path)


def test_the_examples_are_found():
    assert len(QUICK) > 15


def test_what_the_documents_install_can_be_installed():
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = "".join(d.read_text(encoding="utf-8") for d in DOCUMENTS if d.exists())
    named = {extra for group in re.findall(r'"\.\[([\w,]+)\]"', text) for extra in group.split(",")}
    assert named >= {"test", "train"}
    assert named <= set(project["optional-dependencies"])


def test_the_modules_that_documents_run_are_there():
    """Also those that are not run here: benchmarks, recipes on data that is not at hand."""
    text = "".join(d.read_text(encoding="utf-8") for d in DOCUMENTS if d.exists())
    named = set(re.findall(r"python -m ((?:tests|mkt_model|app)[\w.]*)", text))
    assert len(named) > 5
    assert {name for name in named if importlib.util.find_spec(name) is None} == set()


def test_links_lead_somewhere():
    missing = [
        f"{document.name}: {link}"
        for document in DOCUMENTS
        if document.exists()
        for link in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if "://" not in link and not (document.parent / link).exists()
    ]
    assert missing == []
