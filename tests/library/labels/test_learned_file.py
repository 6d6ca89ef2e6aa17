"""A label that learned here is taken over elsewhere, and nothing else is."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.library.errors import LibraryError
from app.library.labels.learned_file import FORMAT
from app.library.library import Library
from app.paths import Paths
from tests.colour_encoder import DIM, ColourEncoder
from tests.conftest import index
from tests.library.labels.conftest import scores

NAN, INF = float("nan"), float("inf")


def test_what_was_learned_here_is_taken_over_elsewhere(
    library: Library, taught: Path, tmp_path: Path, paths: Paths, colour_encoder: ColourEncoder
):
    library.teaching.learn("holiday")
    library.lines.set("holiday", 0.7)
    library.teaching.export("holiday", tmp_path / "holiday.json")
    assert (tmp_path / "holiday.json").stat().st_size < 5000
    elsewhere = replace(paths, data=tmp_path / "else")
    with Library(elsewhere, "colours") as other:
        index(other, taught)
        assert other.teaching.take_over(tmp_path / "holiday.json") == "holiday"
        np.testing.assert_allclose(scores(other), scores(library), atol=1e-6)
        assert other.lines.of("holiday").value == 0.7
        other.teaching.forget("holiday")
        assert not np.allclose(scores(other), scores(library), atol=1e-3)


def test_what_cannot_be_taken_over(library: Library, taught: Path, tmp_path: Path):
    file = tmp_path / "learned.json"
    with pytest.raises(LibraryError, match="'red' has learned nothing"):
        library.teaching.export("red", file)
    library.teaching.learn("holiday")
    library.teaching.export("holiday", file)
    facts = json.loads(file.read_text(encoding="utf-8"))
    for wrong, message in (
        ({"model_id": "other"}, "the model in use is another"),
        ({"format": "?"}, "is no learned label"),
    ):
        file.write_text(json.dumps({**facts, **wrong}), encoding="utf-8")
        with pytest.raises(LibraryError, match=message):
            library.teaching.take_over(file)


def numbers(*values: float) -> str:
    return base64.b64encode(np.array(values, "<f4").tobytes()).decode()


UNIT = [1.0] + [0.0] * (DIM - 1)
WRONG = {
    "slope": [None, "1", True, 0, -1, 1e9, 10**400, NAN, INF, [1], {}],
    "offset": [None, "0", False, 3, -1e9, NAN, -INF],
    "line": ["high", 7, -0.1, True, NAN, [0.5]],
    "positives": [None, -1, 1.5, True, 10**30, "6"],
    "negatives": [None, -1, NAN, 10**400],
    "label": [None, 3, "", " ", "Dog", "a  b", "x" * 5000, "a\nb", "\ud800", ["dog"]],
    "model": [None, 7, "\x1b[2J"],
    "model_id": [None, ["x"]],
    "format": [None, "mkt-tagger learned label 2", []],
    "embedding": [
        None, 7, "????", "é", "", numbers(1, 0), numbers(*UNIT, 0),
        numbers(*[0.0] * DIM), numbers(NAN, *UNIT[1:]), numbers(INF, *UNIT[1:]),
        numbers(*[3e38] * DIM), numbers(1000, *UNIT[1:]), numbers(0.5, *UNIT[1:]),
    ],
}  # fmt: skip
CASES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.fixture(scope="module")
def exported() -> dict:
    """What the colour model's library exports, to be spoilt."""
    return {
        "format": FORMAT, "label": "holiday", "model": "colours", "line": 0.7, "slope": 1.1,
        "offset": -0.2, "positives": 6, "negatives": 6, "embedding": numbers(*UNIT),
    }  # fmt: skip


def everything(library: Library) -> list:
    """Each row of what labels are and learned."""
    tables = ("labels", "label_scores", "learned", "lines", "calibrations")
    return [library.store.db.rows(f"SELECT * FROM {table}") for table in tables]


@pytest.mark.parametrize(("name", "value"), CASES, ids=lambda v: repr(v)[:24])
def test_a_field_that_is_not_as_it_was_written_changes_nothing(
    library: Library, exported: dict, tmp_path: Path, name: str, value: object
):
    file, before = tmp_path / "learned.json", everything(library)
    facts = {**exported, "model_id": library.view.model_id, name: value}
    file.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(LibraryError, match=rf"learned\.json .*{name}: "):
        library.teaching.take_over(file)
    assert everything(library) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8 a photo", b"[]", b"null", b"[" * 100_000, b"9" * 9000, b" " * 2_000_000],
    ids=lambda content: repr(content)[:16],
)
def test_neither_does_a_file_of_another_kind(library: Library, tmp_path: Path, content: bytes):
    (tmp_path / "learned.json").write_bytes(content)
    with pytest.raises(LibraryError, match=r"learned\.json is no learned label"):
        library.teaching.take_over(tmp_path / "learned.json")


def test_a_good_one_is_taken_whole_or_not_at_all(
    library: Library, exported: dict, tmp_path: Path, monkeypatch
):
    file = tmp_path / "learned.json"
    file.write_text(json.dumps({**exported, "model_id": library.view.model_id}))
    before = everything(library)
    with monkeypatch.context() as failing, pytest.raises(LibraryError, match="the disk is full"):
        failing.setattr(library.view.curves, "choose_line", full)
        library.teaching.take_over(file)
    assert everything(library) == before
    assert library.teaching.take_over(file) == "holiday"
    assert library.lines.of("holiday").value == 0.7


def full(*_: object) -> None:
    raise LibraryError("the disk is full")
