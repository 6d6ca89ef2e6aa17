"""A label that was answered for: fixtures of the tests of lines and learning."""

from pathlib import Path

import numpy as np
import pytest

from app.library.library import Library
from app.library.records import TagKind
from tests.conftest import index, make_photo

YES, NO = TagKind.ACCEPTED, TagKind.REJECTED


def ids(library: Library, folder: Path, *names: str) -> list[int]:
    return [library.photos.at(folder / name).id for name in names]


@pytest.fixture
def taught(library: Library, tmp_path: Path) -> Path:
    """A library where "holiday" was said of blue photos, and denied of green and red ones."""
    folder = tmp_path / "many"
    for i in range(12):
        for colour in ("red", "green", "blue"):
            make_photo(folder / f"{colour}{i}.png", colour, i + 100 * len(colour))
    index(library, folder)
    library.photos.search("holiday")
    library.tags.set(ids(library, folder, *(f"blue{i}.png" for i in range(6))), "holiday", YES)
    for colour in ("green", "red"):
        no = ids(library, folder, *(f"{colour}{i}.png" for i in range(3)))
        library.tags.set(no, "holiday", NO)
    return folder


def scores(library: Library, label: str = "holiday") -> np.ndarray:
    return library.view.scores(library.store.labels.find(label)).combined
