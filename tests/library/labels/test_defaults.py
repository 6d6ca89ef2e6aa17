"""How the default vocabulary comes into a library, and what the user made of it before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library import default_words
from app.library.default_words import DefaultVocabulary, Word
from app.library.labels import defaults
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index

TREE = DefaultVocabulary(
    (
        Word("colour", names={"de": ("Farbe",)}),
        Word("red", "colour", ("crimson",), {"de": ("Rot", "Röte"), "zh": ("红色",)}),
        Word("green", "colour", (), {"de": ("Grün",), "zh": ("绿色",)}),
        Word("blue", "colour", ("azure",), {"de": ("Blau",), "zh": ("蓝色",)}),
    ),
    also_english=frozenset({"rot"}),
)


@pytest.fixture
def shipped(colour_encoder: ColourEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program ships TREE, where the library's fixture knew of three words."""
    monkeypatch.setattr(default_words, "default_vocabulary", lambda: TREE)


@pytest.fixture
def treed(paths: Paths, shipped: None) -> Iterator[Library]:
    with Library(paths, "colours") as library:
        yield library


def names(library: Library) -> list[str]:
    return [label.name for label in library.labels.vocabulary()]


def found(library: Library, query: str) -> set[str]:
    return {hit.path.stem for hit in library.photos.search(query, 0).hits}


def test_a_new_library_has_labels_aliases_and_tree(treed: Library, photos: Path):
    index(treed, photos)
    assert names(treed) == ["blue", "colour", "green", "red"]
    assert treed.photos.search("crimson").label == "red"
    assert found(treed, "colour") >= found(treed, "red") | found(treed, "green")


def test_a_name_in_another_language_finds_the_label(treed: Library, photos: Path):
    index(treed, photos)
    for typed in ("Grün", "GRÜN", "绿色"):
        assert treed.photos.search(typed).label == "green"
        assert found(treed, typed) == {"green0", "green1"}
    photo = treed.photos.at(photos / "sub" / "deep" / "blue.jpg")
    treed.tags.set([photo.id], "grün", TagKind.ADDED)
    assert found(treed, "tag:green") == found(treed, "tag:Grün") == {"blue"}
    assert treed.labels.add("Blau") == "blue"
    assert treed.labels.shown_name("blue", "de_DE") == "Blau"
    assert treed.labels.shown_name("blue") == "blue"


def test_what_the_user_made_of_a_word_comes_first(treed: Library, photos: Path):
    index(treed, photos)
    treed.labels.merge("red", "grün")
    assert treed.photos.search("grün").label == "red"
    treed.labels.unmerge("grün")
    assert treed.photos.search("grün").label == "green"


def test_the_language_of_the_program_tells_what_is_meant_and_offered(
    paths: Paths, shipped: None, photos: Path
):
    with Library(paths, "colours") as english:
        index(english, photos)
        assert english.photos.search("rot").label == "rot"  # what fruit does
        assert "Rot" not in english.searches.complete("ro")
    with Library(paths, "colours", language="de_DE") as german:
        assert german.photos.search("rot").label == "red"
        assert german.searches.complete("ro") == ["Rot"]
        assert german.labels.shown_name("red") == "Rot"
        assert german.labels.shown_name("red", "en") == "red"


def test_a_library_with_the_unchanged_former_vocabulary_gets_the_new_one(
    library: Library, paths: Paths, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    index(library, photos)
    monkeypatch.setattr(default_words, "default_vocabulary", lambda: TREE)
    with Library(paths, "colours") as other:
        assert names(other) == ["blue", "green", "red"]  # of no version: somebody chose it
    monkeypatch.setattr(defaults, "FORMER", {defaults._fingerprint(["red", "green", "blue"])})
    with Library(paths, "colours") as renewed:
        assert names(renewed) == ["blue", "colour", "green", "red"]
        counts = renewed.labels.counts()
        assert counts["red"] == 3 and "colour" not in counts  # not scored yet


def test_no_label_of_a_former_vocabulary_is_lost():
    former = (Path(__file__).parent / "vocabulary_0.1.txt").read_text().splitlines()
    assert defaults._fingerprint(former) in defaults.FORMER
    assert set(former) - set(default_words.default_vocabulary().english) == set()


def test_a_changed_vocabulary_is_left_alone(
    library: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(default_words, "default_vocabulary", lambda: TREE)
    monkeypatch.setattr(defaults, "FORMER", {defaults._fingerprint(["red", "green", "blue"])})
    library.labels.remove("red")
    with Library(paths, "colours") as left_alone:
        assert names(left_alone) == ["blue", "green"]


def test_missing_labels_are_added_when_asked_for_and_the_users_own_choices_stay(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    index(library, photos)
    library.labels.remove("red")
    library.labels.add("azure")  # an own label
    library.labels.merge("crimson", "green")  # green is another name of crimson now
    library.labels.set_parent("colour", "blue")  # the world upside down
    monkeypatch.setattr(default_words, "default_vocabulary", lambda: TREE)
    assert library.labels.add_defaults() == ["colour", "red"]
    assert names(library) == ["azure", "blue", "colour", "crimson", "red"]
    assert library.photos.search("green").label == "crimson"
    families = library.store.families.read()
    colour, blue = library.labels.known("colour").id, library.labels.known("blue").id
    assert list(families.ancestors(colour)) == [blue] and not list(families.ancestors(blue))
    assert library.labels.counts()["red"] == 3
    assert library.labels.add_defaults() == []
