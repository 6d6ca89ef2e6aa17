"""The vocabulary, labels with other names, and labels below others."""

from pathlib import Path

import pytest

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import TagKind
from tests.conftest import index


def found(library: Library, query: str) -> set[str]:
    return {hit.path.name for hit in library.photos.search(query, 0).hits}


REDS, GREENS = {"red0.jpg", "red1.jpg", "red2.jpg"}, {"green0.png", "green1.webp"}


def test_an_alias_in_another_language_finds_the_same(library: Library, photos: Path):
    index(library, photos)
    assert found(library, "rot") == set()
    library.labels.merge("red", "Rot")
    assert found(library, "rot") == REDS
    assert library.photos.search("rot").label == "red"
    photo = library.photos.at(photos / "sub" / "deep" / "blue.jpg")
    library.tags.set([photo.id], "rot", TagKind.ADDED)
    assert [t.label for t in library.tags.of(photo.id)] == ["red"]
    library.labels.unmerge("rot")
    assert found(library, "rot") == set()
    assert found(library, "red") == REDS | {"blue.jpg"}


def test_what_was_said_of_an_alias_counts_until_something_else_is_said(
    library: Library, photos: Path
):
    index(library, photos)
    photo = library.photos.at(photos / "sub" / "deep" / "blue.jpg")
    library.tags.set([photo.id], "rot", TagKind.ADDED)
    library.labels.merge("red", "rot")
    assert "blue.jpg" in found(library, "red")
    assert found(library, "tag:red") == {"blue.jpg"}
    library.tags.set([photo.id], "red", None)
    assert found(library, "red") == REDS
    assert library.tags.of(photo.id) == []


def test_a_merged_label_leaves_the_vocabulary_and_comes_back(library: Library, photos: Path):
    index(library, photos)
    library.labels.merge("red", "green")
    assert [label.name for label in library.labels.vocabulary()] == ["blue", "red"]
    assert set(library.labels.counts()) == {"blue", "red"}
    library.labels.unmerge("green")
    assert [label.name for label in library.labels.vocabulary()] == ["blue", "green", "red"]


def test_merges_that_cannot_be(library: Library):
    library.labels.merge("red", "rot")
    with pytest.raises(LibraryError, match="'rot' already means 'red'"):
        library.labels.merge("red", "rot")
    with pytest.raises(LibraryError, match="is an alias already"):
        library.labels.merge("blue", "rot")
    with pytest.raises(LibraryError, match="'red' already means 'red'"):
        library.labels.merge("rot", "red")
    with pytest.raises(LibraryError, match="'blue' is no alias"):
        library.labels.unmerge("blue")


def test_a_parent_finds_its_children_and_their_children(library: Library, photos: Path):
    index(library, photos)
    assert library.labels.set_parent("red", "warm") is None
    library.labels.set_parent("warm", "colour")
    library.labels.set_parent("green", "colour")
    assert found(library, "warm") == REDS
    assert found(library, "colour") == REDS | GREENS
    assert library.labels.set_parent("warm", None) == "colour"
    assert found(library, "colour") == GREENS


def test_a_childs_tag_is_the_parents_and_a_childs_rejection_is_not(library: Library, photos: Path):
    index(library, photos)
    library.labels.set_parent("red", "colour")
    library.labels.set_parent("green", "colour")
    photo = library.photos.at(photos / "red0.jpg")
    library.tags.set([photo.id], "red", TagKind.REJECTED)
    assert found(library, "colour") == REDS - {"red0.jpg"} | GREENS
    library.tags.set([photo.id], "green", TagKind.ADDED)
    assert found(library, "colour") == REDS | GREENS
    assert found(library, "tag:colour") == {"red0.jpg"}
    library.tags.set([photo.id], "colour", TagKind.REJECTED)
    assert "red0.jpg" not in found(library, "colour")
    assert found(library, "tag:colour") == set()


def test_a_parent_is_hidden_where_its_child_is_shown(library: Library, photos: Path):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    library.labels.merge("red", "crimson")
    library.labels.set_parent("scarlet", "red")
    assert [label.label for label in library.tags.beside(photo)] == ["red"]
    library.tags.set([photo.id], "scarlet", TagKind.ADDED)
    assert [label.label for label in library.tags.beside(photo)] == ["scarlet"]


def test_labels_cannot_stand_in_a_circle(library: Library):
    library.labels.set_parent("red", "colour")
    library.labels.merge("colour", "color")
    for above in ("red", "Red"):
        with pytest.raises(LibraryError, match="it is below it"):
            library.labels.set_parent("color", above)
    with pytest.raises(LibraryError, match="it is below it"):
        library.labels.set_parent("red", "red")


def test_a_label_joins_the_vocabulary_and_leaves_it(library: Library, photos: Path):
    index(library, photos)
    assert library.labels.add("  Violet ") == "violet"
    assert "violet" in {label.name for label in library.labels.vocabulary()}
    assert library.labels.remove("violet") == "violet"
    assert "violet" not in {label.name for label in library.labels.vocabulary()}
    with pytest.raises(LibraryError, match="'violet' is not in the vocabulary"):
        library.labels.remove("violet")
