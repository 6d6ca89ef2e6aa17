"""The command line's surface: every word of help, and what every command prints, as it was kept.

Scripts rest on these. A change that was meant is kept with (and read in the diff):

    SURFACE=write python -m pytest tests/cli/test_surface.py
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from app.cli.main import cli
from app.paths import resources

KEPT = Path(__file__).parent / "surface"
# One small library's day. PHOTOS, QUERIES, COPYFILE and LEARNED stand for paths.
DAY = """
status
index PHOTOS
index
folder list
folder skipped
folder edits
folder edits --take-back PHOTOS/red0.jpg
ignore PHOTOS sub/deep/ *.gif
ignore PHOTOS
ignore PHOTOS --remove sub/deep/ *.gif
ignore PHOTOS
search red --limit 2
search red --limit 1 --explain
search violet
search ext:xyz
search blue --all --limit 1
search yaer:2020
search --queries QUERIES --limit 1
labels PHOTOS/red0.jpg
tags PHOTOS/red0.jpg
tag PHOTOS/red0.jpg PHOTOS/red1.jpg sunset
tag PHOTOS/red2.jpg red --reject
tag PHOTOS/red1.jpg sea --remove
tags PHOTOS/red2.jpg
tags PHOTOS/red0.jpg
labels PHOTOS/red0.jpg
labels PHOTOS/none.jpg
similar PHOTOS/red0.jpg --limit 1
duplicates
saved list
saved add Pets dog
saved list
saved remove Pets
label defaults
label list
label add Sea violet
label remove violet
label list
label list --health
label line red
label line red strict
label line red much
label line red default
label learn sunset
label export-learned sunset LEARNED
label forget sunset
label import-learned LEARNED
label merge red Rot
label unmerge Rot
label parent red colour
label parent red --none
label parent red
status
backup
backup COPYFILE
backup COPYFILE
restore
restore COPYFILE
restore LEARNED
restore --recover
doctor
doctor --full
model list
model info
model info none
model fetch none
model use colours
folder moved PHOTOS PHOTOS/sub
folder forget PHOTOS
folder list
indx
""".strip().splitlines()

# Values that differ from machine to machine, by key. Decimal numbers are never kept.
MACHINES = re.compile(
    r"about|seconds|\w*bytes|set_at|made_at|python|system|mkt-tagger|torch\w*|open_clip_torch|timm"
    r"|PySide6-Essentials|pillow|sqlite-utils|simsimd|free_disk_gb|photos_per_second"
)


def commands(command: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names that lead to every command and group below this one, itself first."""
    yield names
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from commands(command.commands[name], (*names, name))


def found(names: list[str]) -> tuple[str, click.Command]:
    """The command that a line begins with, and its name."""
    here: click.Command = cli
    path = []
    while isinstance(here, click.Group) and names[len(path)] in here.commands:
        here = here.commands[names[len(path)]]
        path.append(names[len(path)])
    return " ".join(path), here


def has_json(command: click.Command) -> bool:
    return any("--json" in option.opts for option in command.params)


def masked(value: Any, key: str = "") -> Any:
    """JSON with its keys, words and whole numbers, without what differs between machines."""
    if isinstance(value, dict):
        return {k: masked(v, k) for k, v in value.items()}
    if isinstance(value, list):
        if len(value) > 9 and all(isinstance(v, int) for v in value):
            return f"<{len(value)} numbers>"
        return [masked(v, key) for v in value]
    if MACHINES.fullmatch(key) or isinstance(value, float):
        return f"<{type(value).__name__}>".replace("<int>", "<number>").replace("float", "number")
    return value


def shown(line: str) -> str:
    """A printed line as it is kept: JSON over several lines, figures of this machine masked."""
    if line[:1] in ("{", "["):
        return json.dumps(masked(json.loads(line)), indent=1)
    name = line[:18].strip().replace(" ", "_")
    if MACHINES.fullmatch(name):
        return f"{line[:18]} #"
    line = re.sub(r"\d{4}-\d\d-\d\dT[\d:+]+", "<date>", line)
    return re.sub(r" *(?<![\w-])-?\d+(\.\d+|%)", " #", line)


@pytest.fixture
def places(tmp_path: Path, photos: Path) -> dict[str, str]:
    """What the words in capitals stand for."""
    shutil.copy(photos / "red0.jpg", photos / "copy.jpg")
    (photos / "broken.jpg").write_text("x")
    (tmp_path / "queries.txt").write_text("red\nyaer:2020\n")
    return {
        "PHOTOS": str(photos),
        "QUERIES": str(tmp_path / "queries.txt"),
        "COPYFILE": str(tmp_path / "copy.db"),
        "LEARNED": str(tmp_path / "learned.json"),
    }


def day(places: dict[str, str], as_json: bool) -> str:
    """Every line of the day with its exit code and what it printed."""
    told = []
    for line in DAY:
        _, command = found(line.split())
        words = line.split() + ["--json"] * (as_json and has_json(command))
        paths = [re.sub("^[A-Z]{5,}", lambda m: places[m[0]], word) for word in words]
        result = CliRunner().invoke(cli, paths, prog_name="mkt-tagger")
        printed = result.stdout if words[0] == "index" else result.output  # without the bar
        lines = "".join(f"{shown(line)}\n" for line in printed.splitlines())
        told.append(f"$ mkt-tagger {' '.join(words)}  [{result.exit_code}]\n{lines}")
    text = "\n".join(told)
    for name, path in {**places, "TMP": str(Path(places["PHOTOS"]).parent)}.items():
        text = text.replace(path, name)
    text = text.replace(str(resources()), "RESOURCES")
    text = re.sub(r"library-\d{4}-\d\d-\d\d-\d{6}(-\d+)?", "library-<date>", text)
    return re.sub(r"colours-[0-9a-f]+", "colours-<hash>", text)


def check(name: str, text: str) -> None:
    """Compare with what is kept; under SURFACE=write, keep it."""
    file = KEPT / name
    if os.environ.get("SURFACE") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_word_of_help(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = []
    for names in commands(cli):
        result = CliRunner().invoke(cli, [*names, "--help"], prog_name="mkt-tagger")
        assert result.exit_code == 0
        told.append(f"$ {' '.join(('mkt-tagger', *names))} --help\n{result.output}")
    check("help.txt", "\n".join(told))


def test_the_day_holds_every_command():
    shown = {found(line.split())[0] for line in DAY}
    every = {" ".join(names) for names in commands(cli) if not isinstance(
        found([*names, ""])[1], click.Group)}  # fmt: skip
    # These open the window, take seconds, or copy a whole model; others test them.
    assert every - shown == {"window", "demo", "model import", "model add"}


def test_what_every_command_prints_as_json(places: dict[str, str]):
    check("json.txt", day(places, as_json=True))


def test_what_every_command_prints(places: dict[str, str]):
    check("text.txt", day(places, as_json=False))
