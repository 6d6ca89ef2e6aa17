"""A label that learned here is taken over elsewhere, and nothing else is."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.library.errors import LibraryError
from app.library.library import Library
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index
from tests.library.labels.conftest import scores


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
        ({"embedding": "????"}, "is no learned label"),
        ({"slope": float("nan")}, "is no learned label"),
        ({"line": 7}, "is no learned label"),
        ({"line": "high"}, "is no learned label"),
    ):
        file.write_text(json.dumps({**facts, **wrong}), encoding="utf-8")
        with pytest.raises(LibraryError, match=message):
            library.teaching.take_over(file)
    file.write_bytes(b"\xff\xd8 a photo")
    with pytest.raises(LibraryError, match="is no learned label"):
        library.teaching.take_over(file)
