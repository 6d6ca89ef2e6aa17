"""Labels with other names, labels below others, labels that tell nothing, and completion."""

from pathlib import Path

import pytest

from app.library.library import Library
from app.library.records import LibraryError, TagKind
from tests.colour_encoder import WORDS
from tests.conftest import index, make_photo


def found(library: Library, query: str) -> set[str]:
    return {hit.path.name for hit in library.search(query, 0).hits}


REDS, GREENS = {"red0.jpg", "red1.jpg", "red2.jpg"}, {"green0.png", "green1.webp"}


def test_an_alias_in_another_language_finds_the_same(library: Library, photos: Path):
    index(library, photos)
    assert found(library, "rot") == set()
    library.merge_labels("red", "Rot")
    assert found(library, "rot") == REDS
    assert library.search("rot").label == "red"
    photo = library.photo_at(photos / "sub" / "deep" / "blue.jpg")
    library.set_tags([photo.id], "rot", TagKind.ADDED)
    assert [t.label for t in library.tags(photo.id)] == ["red"]
    library.unmerge_label("rot")
    assert found(library, "rot") == set()
    assert found(library, "red") == REDS | {"blue.jpg"}


def test_what_was_said_of_an_alias_counts_until_something_else_is_said(
    library: Library, photos: Path
):
    index(library, photos)
    photo = library.photo_at(photos / "sub" / "deep" / "blue.jpg")
    library.set_tags([photo.id], "rot", TagKind.ADDED)
    library.merge_labels("red", "rot")
    assert "blue.jpg" in found(library, "red")
    assert found(library, "tag:red") == {"blue.jpg"}
    library.set_tags([photo.id], "red", None)
    assert found(library, "red") == REDS
    assert library.tags(photo.id) == []


def test_a_merged_label_leaves_the_vocabulary_and_comes_back(library: Library, photos: Path):
    index(library, photos)
    library.merge_labels("red", "green")
    assert [label.name for label in library.vocabulary()] == ["blue", "red"]
    assert set(library.label_counts()) == {"blue", "red"}
    library.unmerge_label("green")
    assert [label.name for label in library.vocabulary()] == ["blue", "green", "red"]


def test_merges_that_cannot_be(library: Library):
    library.merge_labels("red", "rot")
    with pytest.raises(LibraryError, match="'rot' already means 'red'"):
        library.merge_labels("red", "rot")
    with pytest.raises(LibraryError, match="is an alias already"):
        library.merge_labels("blue", "rot")
    with pytest.raises(LibraryError, match="'red' already means 'red'"):
        library.merge_labels("rot", "red")
    with pytest.raises(LibraryError, match="'blue' is no alias"):
        library.unmerge_label("blue")


def test_a_parent_finds_its_children_and_their_children(library: Library, photos: Path):
    index(library, photos)
    assert library.set_parent("red", "warm") is None
    library.set_parent("warm", "colour")
    library.set_parent("green", "colour")
    assert found(library, "warm") == REDS
    assert found(library, "colour") == REDS | GREENS
    assert library.set_parent("warm", None) == "colour"
    assert found(library, "colour") == GREENS


def test_a_childs_tag_is_the_parents_and_a_childs_rejection_is_not(library: Library, photos: Path):
    index(library, photos)
    library.set_parent("red", "colour")
    library.set_parent("green", "colour")
    photo = library.photo_at(photos / "red0.jpg")
    library.set_tags([photo.id], "red", TagKind.REJECTED)
    assert found(library, "colour") == REDS - {"red0.jpg"} | GREENS
    library.set_tags([photo.id], "green", TagKind.ADDED)
    assert found(library, "colour") == REDS | GREENS
    assert found(library, "tag:colour") == {"red0.jpg"}
    library.set_tags([photo.id], "colour", TagKind.REJECTED)
    assert "red0.jpg" not in found(library, "colour")
    assert found(library, "tag:colour") == set()


def test_a_parent_is_hidden_where_its_child_is_shown(library: Library, photos: Path):
    index(library, photos)
    photo = library.photo_at(photos / "red0.jpg")
    library.merge_labels("red", "crimson")
    library.set_parent("scarlet", "red")
    assert [label.label for label in library.labels_of(photo)] == ["red"]
    library.set_tags([photo.id], "scarlet", TagKind.ADDED)
    assert [label.label for label in library.labels_of(photo)] == ["scarlet"]


def test_labels_cannot_stand_in_a_circle(library: Library):
    library.set_parent("red", "colour")
    library.merge_labels("colour", "color")
    for above in ("red", "Red"):
        with pytest.raises(LibraryError, match="it is below it"):
            library.set_parent("color", above)
    with pytest.raises(LibraryError, match="it is below it"):
        library.set_parent("red", "red")


def test_the_health_of_the_vocabulary(library: Library, photos: Path):
    index(library, photos)
    assert library.label_health().everywhere == ()
    for i in range(20):
        make_photo(photos / f"more{i}.jpg", "red", 100 + i)
    index(library, photos)
    library.add_label("violet")
    health = library.label_health()
    assert health.photos == 26
    assert health.everywhere == (("red", pytest.approx(23 / 26)),)
    assert health.never == ("violet",)
    assert health.same == ()


def test_labels_that_mean_the_same_are_found(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(WORDS, "crimson", 0)
    for i in range(20):
        make_photo(photos / f"more{i}.jpg", ["red", "green"][i % 2], 100 + i)
    index(library, photos)
    library.add_label("crimson")
    (pair,) = library.label_health().same
    assert (pair.one, pair.other) == ("crimson", "red")
    assert pair.texts == pytest.approx(1)
    assert pair.scores == pytest.approx(1)
