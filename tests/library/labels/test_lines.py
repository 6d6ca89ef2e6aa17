"""A label's line: its histogram and presets, the photos on both sides, moving it."""

from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.labels.teaching import Taught
from app.library.library import Library
from app.paths import Paths
from tests.conftest import index


def test_a_line_with_its_histogram_and_presets(library: Library, taught: Path):
    line = library.lines.of("red")
    assert (line.label, line.value, line.chosen) == ("red", 0.5, False)
    assert len(line.counts) == 50
    assert sum(line.counts) == 36
    presets = line.presets
    assert 0.9 >= presets["strict"] >= presets["balanced"] == 0.5 >= presets["generous"] >= 0.1


def test_a_chosen_line_is_kept_and_can_be_undone(library: Library, taught: Path, paths: Paths):
    assert library.lines.set("red", 0.8) is None
    assert library.lines.set("red", 0.3) == 0.8
    with Library(paths, "colours") as later:
        assert (later.lines.of("red").value, later.lines.of("red").chosen) == (0.3, True)
        later.lines.set("red", None)
    assert library.lines.of("red").value == 0.5
    with pytest.raises(LibraryError, match="between 0 and 1"):
        library.lines.set("red", 1.5)


def test_the_photos_on_both_sides_of_a_line(library: Library, taught: Path):
    sure = {h.photo_id: h.confidence for h in library.photos.search("red", 0, all_photos=True).hits}
    value = sorted(sure.values())[20] + 1e-9
    just_in, just_out = library.lines.around("red", value, 5)
    assert len(just_in) == len(just_out) == 5
    assert min(sure[i] for i in just_in) >= value > max(sure[i] for i in just_out)
    nearest = sorted(sure, key=lambda i: abs(sure[i] - value))[0]
    assert nearest in (just_in[0], just_out[0])


def test_a_missing_photo_is_on_no_side(library: Library, taught: Path):
    (taught / "red0.png").unlink()
    index(library, taught)
    assert sum(library.lines.of("red").counts) == 35
    assert len(library.lines.around("red", 0.0, 100)[0]) == 35


def test_a_chosen_line_moves_what_a_search_shows(library: Library, taught: Path):
    sure = sorted(h.confidence for h in library.photos.search("red", 0, all_photos=True).hits)
    for place in (5, 20):
        library.lines.set("red", (sure[place - 1] + sure[place]) / 2)
        assert len(library.photos.search("red", 0).hits) == 36 - place
        assert library.labels.counts()["red"] == 36 - place


def test_a_library_without_photos_has_lines_and_nothing_to_ask(library: Library):
    line = library.lines.of("red")
    assert (line.value, sum(line.counts)) == (0.5, 0)
    assert library.lines.around("red", 0.5) == ([], [])
    assert library.teaching.review("red") == []
    assert library.teaching.learn("red") == Taught("red", 0, 0, False, 0)
