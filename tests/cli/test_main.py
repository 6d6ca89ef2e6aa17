"""The command line, run in this process against the colour encoder."""

import dataclasses
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import cli
from app.library.search.fields import FIELDS
from app.library.search.parser import parse
from app.paths import Paths
from app.settings import Settings, save_settings
from mkt_model.config import load_config, save_config
from tests.colour_encoder import ColourEncoder
from tests.conftest import MINI, make_photo


@pytest.fixture(autouse=True)
def colours(paths: Paths, colour_encoder: ColourEncoder) -> ColourEncoder:
    save_settings(Settings("colours"), paths.settings)
    return colour_encoder


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result


def answer(*arguments: object, code: int = 0) -> dict:
    """The last line of standard output as JSON."""
    return json.loads(run(*arguments, code=code).stdout.splitlines()[-1])


def test_help_names_every_command():
    text = run("--help").stdout
    for command in (
        "index", "search", "labels", "label", "status", "model", "doctor", "demo", "tag", "tags",
        "similar", "duplicates", "saved", "folder",
    ):  # fmt: skip
        assert command in text


def test_index_tells_what_was_done(photos: Path):
    report = answer("index", photos, "--json")
    assert {k: report[k] for k in ("found", "indexed", "unchanged", "moved", "failed")} == {
        "found": 6, "indexed": 6, "unchanged": 0, "moved": 0, "failed": 0
    }  # fmt: skip
    assert report["device"] == "cpu"
    assert report["model_id"].startswith("colours-")
    assert report["photos_per_second"] > 0
    assert answer("index", "--json")["unchanged"] == 6


def test_photos_that_cannot_be_read_end_in_code_1(photos: Path):
    (photos / "bro\nken.jpg").write_text("x")
    result = run("index", photos, code=1)
    assert "bro\\nken.jpg: not a picture" in result.stderr
    assert "6 indexed" in result.stdout


def test_a_missing_folder_ends_in_code_2(tmp_path: Path):
    assert "there is no folder" in run("index", tmp_path / "no", code=2).stderr


def test_a_word_that_is_no_command_and_no_folder_ends_in_code_2():
    assert "no command or folder 'indx'" in run("indx", code=2).stderr


def test_search(photos: Path):
    run("index", photos)
    found = answer("search", "Green", "--limit", 2, "--json")
    assert found["query"] == "Green"
    assert {Path(r["path"]).name for r in found["results"]} == {"green0.png", "green1.webp"}
    assert set(found["results"][0]) == {"path", "score", "confidence", "global", "local"}
    assert len(answer("search", "near:green", "--limit", 0, "--json")["results"]) == 6
    lines = run("search", "green", "--limit", 1, "--explain").stdout.splitlines()
    assert len(lines) == 1
    assert "global" in lines[0]


def test_many_queries_from_a_file(photos: Path, tmp_path: Path):
    run("index", photos)
    (tmp_path / "queries.txt").write_text('red\n\n"blue"\n')
    lines = run("search", "--queries", tmp_path / "queries.txt", "--limit", 1).stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    assert [a["query"] for a in answers] == ["red", '"blue"']
    assert answers[1]["results"][0]["path"].endswith("blue.jpg")


def test_a_bad_query_in_a_file_does_not_stop_the_others(photos: Path, tmp_path: Path):
    run("index", photos)
    (tmp_path / "queries.txt").write_bytes(b"re\x07d\ncaf\xe9\nblue\n")
    result = run("search", "--queries", tmp_path / "queries.txt", "--limit", 1, code=2)
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert "control character" in first["error"]
    assert "no text" in second["error"]
    assert third["results"][0]["path"].endswith("blue.jpg")


def test_a_photo_that_is_not_there_does_not_stop_the_other_queries(photos: Path, tmp_path: Path):
    run("index", photos)
    (tmp_path / "queries.txt").write_text("red OR like:nowhere.jpg\nblue\n")
    result = run("search", "--queries", tmp_path / "queries.txt", "--limit", 1, code=2)
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["error"].startswith("nowhere.jpg is not in the library")
    assert (first["query"], first["position"]) == ("red OR like:nowhere.jpg", 7)
    assert second["results"][0]["path"].endswith("blue.jpg")


@pytest.mark.parametrize("query", ["", "   ", "a" * 10_000, "a\x07b"])
def test_queries_that_are_no_label_end_in_code_2(query: str):
    assert "the query" in run("search", query, code=2).stderr


def test_a_name_that_is_not_utf8_is_printed_and_comes_back_in_json(tmp_path: Path):
    folder = tmp_path / "odd"
    make_photo(folder / "plain.jpg").rename(folder / os.fsdecode(b"caf\xe9.jpg"))
    run("index", folder)
    assert "caf\\udce9.jpg" in run("search", "red").stdout
    path = answer("search", "red", "--json")["results"][0]["path"]
    assert Path(path).exists()


def test_labels_of_a_photo(photos: Path):
    run("index", photos)
    labels = answer("labels", photos / "red0.jpg", "--json")["labels"]
    assert labels[0]["label"] == "red"
    assert "red" in run("labels", photos / "red0.jpg").stdout
    assert "not in the library" in run("labels", photos / "other.jpg", code=2).stderr


def names(*query: object) -> list[str]:
    return [Path(r["path"]).name for r in answer("search", "--json", *query)["results"]]


def test_search_help_shows_queries_that_can_be_typed():
    lines = run("search", "--help").stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if "golden retriever" in line)
    stop = next(i for i, line in enumerate(lines) if "For a query" in line)
    shown = [
        part for line in lines[start:stop] for part in line.strip().split("  ") if part.strip()
    ]
    queries = [part for part in shown if re.match(r'\S*[:>"]|dog ', part)]
    assert len(queries) > 15
    assert {field.example for field in FIELDS.values()} <= set(queries)
    for query in queries:
        assert parse(query)


def test_a_search_that_finds_nothing_says_what_to_do(photos: Path):
    assert "no photos are indexed yet" in run("search", "red").stderr
    run("index", photos)
    result = run("search", "violet")
    assert result.stdout == ""
    assert "the model is sure of no photo" in result.stderr
    assert "near:violet" in result.stderr
    assert "no photo is like that" in run("search", "ext:xyz").stderr
    assert len(names("violet", "--all")) == 6
    facts = answer("search", "violet", "--json")
    assert (facts["total"], facts["instead"]) == (0, "near:violet")
    assert "1 of 3 photos" in run("search", "red", "--limit", 1).stderr


def test_a_query_that_cannot_be_understood_says_where(photos: Path, tmp_path: Path):
    assert "position 5); did you mean year:?" in run("search", "dog yaer:2020", code=2).stderr
    run("index", photos)
    (tmp_path / "queries.txt").write_text("yaer:2020\n")
    told = answer("search", "--queries", tmp_path / "queries.txt", code=2)
    assert (told["position"], told["suggestion"]) == (0, "year:2020")


def test_a_query_that_begins_with_a_minus(photos: Path):
    run("index", photos)
    assert set(names("--", "-red -green")) == {"blue.jpg"}


def test_tagging(photos: Path):
    run("index", photos)
    red, blue = photos / "red0.jpg", photos / "sub" / "deep" / "blue.jpg"
    assert "yes to red on 1 photo" in run("tag", blue, "red").stdout
    assert "no to red on 1 photo" in run("tag", red, "red", "--reject").stdout
    assert set(names("red")) == {"blue.jpg", "red1.jpg", "red2.jpg"}
    (tag,) = answer("tags", red, "--json")["tags"]
    assert (tag["label"], tag["kind"]) == ("red", "rejected")
    assert "rejected  red" in run("tags", red).stdout
    assert answer("labels", blue, "--json")["labels"][0] == {
        "label": "red", "confidence": 1.0, "kind": "added"
    }  # fmt: skip
    done = answer("tag", red, blue, "red", "--remove", "--json")
    assert done == {"label": "red", "kind": None, "photos": [str(red), str(blue)]}
    assert "you said nothing" in run("tags", red).stderr
    assert "not in the library" in run("tag", photos / "no.jpg", "red", code=2).stderr


def test_similar_and_duplicates(photos: Path):
    shutil.copy(photos / "red0.jpg", photos / "copy.jpg")
    run("index", photos)
    similar = answer("similar", photos / "red0.jpg", "--limit", 1, "--json")
    assert [Path(r["path"]).name for r in similar["results"]] == ["copy.jpg"]
    exact = answer("duplicates", "--threshold", 1, "--json")[0]
    assert (exact["kind"], exact["similarity"]) == ("exact", 1.0)
    assert {Path(p).name for p in exact["photos"]} == {"red0.jpg", "copy.jpg"}
    assert "exact  1.000" in run("duplicates").stdout


def test_labels_that_belong_together(photos: Path):
    run("index", photos)
    run("label", "merge", "red", "Rot")
    assert len(names("rot")) == 3
    run("label", "parent", "red", "colour")
    assert len(names("colour")) == 3
    run("label", "parent", "red", "--none")
    run("label", "unmerge", "rot")
    assert names("rot") == names("colour") == []
    assert "either PARENT or --none" in run("label", "parent", "red", code=2).stderr
    assert answer("label", "list", "--health", "--json")["photos"] == 6
    assert "too few photos" in run("label", "list", "--health").stderr


def test_saved_searches():
    run("saved", "add", "Pets", "dog OR cat")
    assert answer("saved", "list", "--json") == [{"name": "Pets", "query": "dog OR cat"}]
    assert run("saved", "list").stdout == "Pets: dog OR cat\n"
    run("saved", "remove", "Pets")
    assert "no saved search" in run("saved", "remove", "Pets", code=2).stderr


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


def test_the_vocabulary_can_be_changed(photos: Path):
    run("index", photos)
    run("label", "add", "Sea Side", "violet")
    run("label", "remove", "red")
    assert answer("label", "list", "--json") == ["blue", "green", "sea side", "violet"]
    assert "not in the vocabulary" in run("label", "remove", "red", code=2).stderr


def test_status(photos: Path, paths: Paths):
    run("index", photos)
    status = answer("status", "--json")
    assert (status["photos"], status["encoded"], status["vocabulary"]) == (6, 6, 3)
    assert status["roots"] == [str(photos)]
    assert status["database"] == str(paths.database)
    assert "photos" in run("status").stdout


def test_models(paths: Paths):
    here = {row["name"]: row for row in answer("model", "list", "--json")}
    assert here["colours"]["in_use"]
    assert here["mkt-mini"]["installed"]
    assert not here["ViT-B-16-SigLIP2-256"]["installed"]
    assert answer("model", "info", "--json")["name"] == "colours"
    run("model", "use", "mkt-mini")
    assert answer("model", "info", "--json")["name"] == "mkt-mini"
    assert "there is no model 'x'" in run("model", "use", "x", code=2).stderr
    assert "not in the catalogue" in run("model", "fetch", "x", code=2).stderr


def test_a_trained_model_is_added(paths: Paths, tmp_path: Path):
    trained = tmp_path / "trained"
    shutil.copytree(MINI, trained)
    config = load_config(trained)
    save_config(dataclasses.replace(config, name="mine"), trained)

    assert "mkt-tagger model use mine" in run("model", "add", trained).stdout

    assert answer("model", "list", "--json")
    assert run("model", "use", "mine")
    assert "there is a model 'mine' already" in run("model", "add", trained, code=2).stderr
    save_config(dataclasses.replace(config, name="cut"), trained)
    (trained / "text.safetensors").write_bytes(b"cut short")
    assert (
        "text.safetensors is missing or not the file" in run("model", "add", trained, code=2).stderr
    )
    assert not (paths.models / "cut").exists()


def test_each_model_has_features_of_its_own(photos: Path, paths: Paths):
    run("index", photos)
    files = [f.name for f in paths.features.iterdir()]
    assert files == [answer("model", "info", "--json")["model_id"] + ".features"]


def test_a_broken_settings_file_is_told(paths: Paths):
    paths.settings.write_text("{")
    assert "is damaged" in run("status", code=2).stderr


def test_doctor(photos: Path):
    run("index", photos)
    facts = answer("doctor", "--full", "--json")
    assert facts["problems"] == []
    assert facts["device"] == "cpu"
    assert facts["torch"]
    assert facts["free_disk_gb"] > 0


def test_doctor_finds_damaged_features(photos: Path, paths: Paths):
    run("index", photos)
    file = next(paths.features.iterdir())
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\x7f\x7f\x7f")
    facts = answer("doctor", "--full", "--json", code=2)
    assert facts["problems"] == ["stored features are damaged in 1 rows, first 0"]


@pytest.mark.parametrize(
    ("file", "command"), [("text.safetensors", "search"), ("image.safetensors", "index")]
)
def test_a_damaged_model_is_told(
    photos: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch, file: str, command: str
):
    monkeypatch.undo()
    monkeypatch.setenv("MKT_TAGGER_HOME", str(paths.data.parent))
    shutil.copytree(MINI, paths.models / "broken")
    weights = paths.models / "broken" / file
    weights.write_bytes(weights.read_bytes()[:1000])
    run("model", "use", "broken")
    argument = photos if command == "index" else "dog"
    assert f"model mkt-mini cannot be used: {weights}" in run(command, argument, code=2).stderr
    assert str(weights) in str(answer("doctor", "--json", code=2)["problems"])


def test_without_a_screen_the_window_says_so(monkeypatch: pytest.MonkeyPatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert "there is no screen" in run(code=2).stderr
