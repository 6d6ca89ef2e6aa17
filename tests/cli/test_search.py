"""The commands that find photos, and saved searches."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from app.library.search.fields import FIELDS
from app.library.search.parser import parse
from tests.cli.conftest import answer, names, run
from tests.conftest import make_photo


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


def test_similar_and_duplicates(photos: Path):
    shutil.copy(photos / "red0.jpg", photos / "copy.jpg")
    run("index", photos)
    similar = answer("similar", photos / "red0.jpg", "--limit", 1, "--json")
    assert [Path(r["path"]).name for r in similar["results"]] == ["copy.jpg"]
    exact = answer("duplicates", "--threshold", 1, "--json")[0]
    assert (exact["kind"], exact["similarity"]) == ("exact", 1.0)
    assert {Path(p).name for p in exact["photos"]} == {"red0.jpg", "copy.jpg"}
    assert "exact  1.000" in run("duplicates").stdout


def test_saved_searches():
    run("saved", "add", "Pets", "dog OR cat")
    assert answer("saved", "list", "--json") == [{"name": "Pets", "query": "dog OR cat"}]
    assert run("saved", "list").stdout == "Pets: dog OR cat\n"
    run("saved", "remove", "Pets")
    assert "no saved search" in run("saved", "remove", "Pets", code=2).stderr
