"""Any label finds its photos, and no label changes another's score."""

from pathlib import Path

import numpy as np
import pytest

from app.library.errors import LibraryError, QueryError
from app.library.library import Library
from app.library.search.parser import parse_label
from app.library.search.ranking import hits
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index, make_photo


def found(library: Library, query: str, limit: int = 50) -> list[str]:
    return [hit.path.name for hit in library.photos.search(query, limit).hits]


def test_the_best_photos_come_first(library: Library, photos: Path):
    index(library, photos)
    assert set(found(library, "red", 3)) == {"red0.jpg", "red1.jpg", "red2.jpg"}
    assert found(library, "blue", 1) == ["blue.jpg"]
    assert found(library, "blue", 0) == ["blue.jpg"]
    assert len(found(library, "near:blue", 0)) == 6


def test_both_streams_and_a_confidence_are_told(library: Library, photos: Path):
    index(library, photos)
    hits = library.photos.search("red").hits
    assert hits[0].score > hits[-1].score
    assert 0 <= hits[-1].confidence < hits[0].confidence <= 1
    assert hits[0].global_score == pytest.approx(0.8, abs=0.1)
    assert hits[0].local_score >= hits[0].global_score


def test_a_ranking_holds_all_photos_and_its_hits_the_first_of_them(library: Library, photos: Path):
    index(library, photos)
    ranking = library.photos.rank("near:red")
    assert (ranking.total, ranking.hits) == (6, ())
    best = hits(library.answers, ranking, 2)
    assert [hit.photo_id for hit in best] == ranking.ids[:2].tolist()
    assert [hit.confidence for hit in best] == ranking.confidence[:2].tolist()
    assert library.photos.search("near:red", 2).hits == best
    assert len(hits(library.answers, ranking, 0)) == 6


def test_a_photo_that_left_after_the_ranking_is_no_hit(library: Library, photos: Path):
    index(library, photos)
    ranking = library.photos.rank("near:red")
    library.folders.forget(photos)
    assert hits(library.answers, ranking, 0) == ()


def test_hits_of_facts_alone_have_no_scores(library: Library, photos: Path):
    index(library, photos)
    (hit,) = library.photos.search("name:blue").hits
    assert (hit.score, hit.global_score, hit.local_score, hit.confidence) == (0, 0, 0, 1)


def test_a_like_that_means_no_photo_is_told_with_its_place(library: Library, photos: Path):
    index(library, photos)
    with pytest.raises(QueryError, match="is not in the library") as caught:
        library.photos.rank("red OR like:nowhere.jpg")
    assert caught.value.position == 7


def test_a_label_is_embedded_once(
    library: Library, photos: Path, paths: Paths, colour_encoder: ColourEncoder
):
    index(library, photos)
    library.photos.search("violet")
    library.photos.search("violet")
    with Library(paths, "colours") as later:
        later.photos.search("violet")
    assert colour_encoder.labels_encoded.count("violet") == 1


def test_new_photos_join_the_scores_of_a_typed_label(
    library: Library, photos: Path, colour_encoder: ColourEncoder
):
    index(library, photos)
    library.photos.search("violet")
    before = library.view.scores(library.store.labels.find("violet")).combined
    make_photo(photos / "new.jpg", "blue", 40)
    index(library, photos)
    after = library.view.scores(library.store.labels.find("violet")).combined
    assert len(after) == 7
    np.testing.assert_array_equal(after[:6], before)
    assert colour_encoder.labels_encoded.count("violet") == 1


def test_adding_a_label_never_changes_another_labels_score(library: Library, photos: Path):
    index(library, photos)
    before = library.photos.search("near:red", 0).hits
    library.labels.add("scarlet")
    library.photos.search("crimson")
    assert library.photos.search("near:red", 0).hits == before


def test_vocabulary_labels_are_scored_while_indexing(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    index(library, photos)
    monkeypatch.setattr("app.library.scores.view.score_label", None)
    assert set(found(library, "green", 2)) == {"green0.png", "green1.webp"}


def test_an_empty_library_has_no_answers(library: Library):
    assert found(library, "red") == []


def test_suggestions_of_a_photo(library: Library, photos: Path):
    index(library, photos)
    suggestions = library.tags.beside(library.photos.at(photos / "red0.jpg"))
    assert suggestions[0].label == "red"
    assert suggestions[0].confidence > 0.5


def test_a_label_added_later_is_suggested_and_a_removed_one_is_not(library: Library, photos: Path):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    library.labels.remove("Red")
    assert "red" not in [s.label for s in library.tags.beside(photo)]
    assert library.labels.add(" RED ") == "red"
    assert "red" in [s.label for s in library.tags.beside(photo)]


def test_removing_what_is_not_there(library: Library):
    with pytest.raises(LibraryError, match="'unicorn' is not in the vocabulary"):
        library.labels.remove("unicorn")


def test_a_photo_that_is_not_indexed(library: Library, tmp_path: Path):
    with pytest.raises(LibraryError, match="is not in the library"):
        library.photos.at(tmp_path / "other.jpg")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("dog", "dog"),
        ("  Street   at NIGHT ", "street at night"),
        ('"street sign"', "street sign"),
        ("line\nbreak", "line break"),
        ("Käse", "käse"),
        ("ka\u0308se", "käse"),
        ("狗", "狗"),
    ],
)
def test_parse_label(typed: str, label: str):
    assert parse_label(typed) == label


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "empty"),
        ("   \t", "empty"),
        ('""', "empty"),
        ("a" * 10_000, "10000 characters; a label has at most 200"),
        ("do\0g", "control character at position 3"),
        ("\x1b[31m", "control character at position 1"),
        ("\udc80", "no text"),
    ],
)
def test_what_cannot_be_a_label(typed: str, message: str):
    with pytest.raises(QueryError, match=message):
        parse_label(typed)
