"""What the library answers for a label: tags over scores, and never what was true before."""

from pathlib import Path

from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from tests.conftest import index, make_photo


def tag(library: Library, file: Path, label: str, kind: TagKind | None):
    return library.tags.set([library.photos.at(file).id], label, kind)


def test_counts_follow_the_tags(library: Library, photos: Path):
    index(library, photos)
    assert library.labels.counts() == {"red": 3, "green": 2, "blue": 1}
    tag(library, photos / "red0.jpg", "red", TagKind.REJECTED)
    tag(library, photos / "red0.jpg", "green", TagKind.ADDED)
    assert library.labels.counts() == {"red": 2, "green": 3, "blue": 1}


def test_what_is_kept_of_a_table_is_known_to_be_old(library: Library, photos: Path, paths: Paths):
    index(library, photos)
    assert library.labels.counts()["blue"] == 1
    with Library(paths, "colours") as other:
        make_photo(photos / "new.jpg", "blue", 50)
        index(other, photos)
    assert library.labels.counts()["blue"] == 2


def test_a_run_cut_off_takes_no_label_away(library: Library, photos: Path):
    index(library, photos)
    for i in range(8):
        make_photo(photos / f"new{i}.jpg", "red", 40 + i)
    run = library.index([photos])
    next(step for step in run if step.new_ids)
    run.close()
    assert library.labels.counts() == {"red": 3, "green": 2, "blue": 1}
    index(library, photos)
    assert library.labels.counts()["red"] == 11


def test_before_the_first_run_has_ended_a_label_counts_what_was_said(
    library: Library, photos: Path
):
    run = library.index([photos])
    next(step for step in run if step.new_ids)
    tag(library, photos / "red0.jpg", "green", TagKind.ADDED)
    assert library.labels.counts() == {"red": 0, "green": 1, "blue": 0}
    run.close()
