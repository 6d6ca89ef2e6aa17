"""How a command ends: exit codes, errors in one line or as JSON, Ctrl+C, a reader that left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.paths import Paths
from tests.cli.conftest import answer, run

PROGRAM = [sys.executable, "-m", "app"]


def test_a_missing_folder_ends_in_code_2(tmp_path: Path):
    assert "there is no folder" in run("index", tmp_path / "no", code=2).stderr


def test_a_word_that_is_no_command_and_no_folder_ends_in_code_2():
    assert "no command or folder 'indx'" in run("indx", code=2).stderr


def test_a_broken_settings_file_is_told(paths: Paths):
    paths.settings.write_text("{")
    assert "is damaged" in run("status", code=2).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["labels", "none.jpg"], "none.jpg is not in the library; run: mkt-tagger index FOLDER"),
        (["index", "none"], "there is no folder none"),
        (["label", "line", "red", "much"], "'much' is no line; give a number from 0 to 1"),
        (["label", "lines"], "No such command 'lines'"),
        (["label", "list", "--wealth"], "No such option"),
        (["similar"], "Missing argument 'PHOTO'"),
    ],
)
def test_an_error_of_a_script_is_one_object_on_standard_output(words: list[str], message: str):
    told = answer(*words, "--json", code=2)
    assert list(told) == ["error"]
    assert told["error"].startswith(message)
    assert "Error" not in run(*words, "--json", code=2).stderr


def test_after_two_dashes_json_is_a_word_like_any_other():
    assert run("labels", "--", "--json", code=2).stderr.startswith("Error: --json is not in the")


def test_a_query_that_cannot_be_understood_says_where_in_json():
    told = answer("search", "dog yaer:2020", "--json", code=2)
    assert (told["query"], told["position"]) == ("dog yaer:2020", 4)
    assert "did you mean year:?" in told["error"]


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """A shell starts what runs in its background deaf to Ctrl+C, and so would be what we start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_in_code_130():
    run = subprocess.Popen(
        [*PROGRAM, "search", "--queries", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    print("yaer:2020", file=run.stdin, flush=True)
    assert "did you mean" in run.stdout.readline()  # so it waits for the next line now
    run.send_signal(signal.SIGINT)
    out, said = run.communicate()
    assert (run.returncode, out, said) == (130, "", "\nstopped\n")


@pytest.fixture
def gone() -> Iterator[int]:
    """The end to write to of a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize("words", [["--help"], ["search", "--help"], ["status"], ["no", "--json"]])
def test_a_reader_that_left_is_no_error(words: list[str], gone: int):
    run = subprocess.run([*PROGRAM, *words], stdout=gone, stderr=subprocess.PIPE, check=False)
    assert (run.returncode, run.stderr) == (141, b"")


def test_an_error_that_nobody_reads_is_no_other_error(gone: int):
    run = subprocess.run([*PROGRAM, "none"], stdout=gone, stderr=gone, check=False)
    assert run.returncode == 141


def test_what_the_program_makes_is_for_its_user_alone(home: Path, paths: Paths):
    paths.data.mkdir()  # as an earlier version left it
    paths.data.chmod(0o755)
    subprocess.run([*PROGRAM, "model", "use", "colours"], check=True, umask=0o022)
    subprocess.run([*PROGRAM, "status"], check=True, umask=0o022, stdout=subprocess.DEVNULL)
    made = [*paths.data.rglob("*"), paths.data, paths.settings]
    assert paths.database in made
    modes = {str(path.relative_to(home)): oct(path.stat().st_mode & 0o777) for path in made}
    assert modes == {name: "0o700" if (home / name).is_dir() else "0o600" for name in modes}
