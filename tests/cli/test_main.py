"""The commands about the program as a whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.library.library import Library
from app.paths import Paths
from tests.cli.conftest import answer, run
from tests.library.store.damage import damage


def test_help_names_every_command():
    text = run("--help").stdout
    for command in (
        "index", "search", "labels", "label", "status", "model", "doctor", "demo", "tag", "tags",
        "similar", "duplicates", "saved", "folder", "backup", "restore",
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


def test_status(photos: Path, paths: Paths):
    run("index", photos)
    status = answer("status", "--json")
    assert (status["photos"], status["encoded"], status["vocabulary"]) == (6, 6, 3)
    assert status["roots"] == [str(photos)]
    assert status["database"] == str(paths.database)
    assert "photos" in run("status").stdout


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


def index_without(paths: Paths, key: bytes) -> None:
    """Make an entry of an index another one: each page alone stays as SQLite wants it."""
    with closing(sqlite3.connect(paths.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'photos_identity'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = paths.database.read_bytes()
    page = content[(root - 1) * size : root * size]
    assert key in page
    changed = page.replace(key, b"0" * len(key))
    paths.database.write_bytes(content[: (root - 1) * size] + changed + content[root * size :])


def test_doctor_finds_a_damaged_database(photos: Path, paths: Paths):
    run("index", photos)
    damage(paths.database, "skipped")
    (problem,) = answer("doctor", "--json", code=2)["problems"]
    assert f"{paths.database} is damaged" in problem


def test_doctor_compares_indexes_with_tables(photos: Path, paths: Paths):
    run("index", photos)
    with Library(paths, "colours") as library:
        identity = library.photos.at(photos / "red0.jpg").identity
    index_without(paths, identity.encode())
    assert answer("doctor", "--json")["problems"] == []
    (problem,) = answer("doctor", "--full", "--json", code=2)["problems"]
    assert "missing from index photos_identity" in problem
