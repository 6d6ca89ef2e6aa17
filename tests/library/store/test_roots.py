"""Roots: a folder above others takes them in, with all that they hold and hide."""

from pathlib import Path

import pytest

from app.library.records import Decoded, Facts, Found
from app.library.store.store import Store


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "library.db")
    yield store
    store.close()


def test_a_folder_above_two_others_takes_in_both(store: Store, tmp_path: Path):
    ids = {}
    for name in ("one", "two"):
        root = store.roots.set_patterns(store.roots.add(tmp_path / "all" / name), f"{name}.gif")
        photo = Decoded(Found(f"{name}.jpg", 1, 1, 1), name, Facts(1, 1), None)
        with store.transaction():
            ids[name] = store.photos.insert(root, photo)
    whole = store.roots.add(tmp_path / "all")
    assert store.roots.all() == [whole]
    assert whole.patterns.splitlines() == ["/one/**/one.gif", "/two/**/two.gif"]
    for name, photo_id in ids.items():
        (photo,) = store.photos.get([photo_id])
        assert photo.path == tmp_path / "all" / name / f"{name}.jpg"
        assert store.photo_at(photo.path) == photo


def test_a_path_that_is_no_utf8_is_kept_as_it_is(store: Store, tmp_path: Path):
    root = store.roots.add(tmp_path / "odd \udcff")
    found = Found("caf\udce9.jpg", 1, 1, 1)
    with store.transaction():
        photo_id = store.photos.insert(root, Decoded(found, "x", Facts(1, 1), None))
    (photo,) = store.photos.get([photo_id])
    assert photo.path == tmp_path / "odd \udcff" / "caf\udce9.jpg"
    assert store.photos.at(root, "caf\udce9.jpg") == photo
