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
