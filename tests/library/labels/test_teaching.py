"""A label gets better when told: its line moves, its embedding is tuned, and all can be undone."""

import re
from pathlib import Path

import numpy as np

from app.library.labels.teaching import Taught
from app.library.library import Library
from tests.colour_encoder import ColourEncoder
from tests.conftest import index, make_photo
from tests.library.labels.conftest import ids, scores

# The line


# The embedding


# What to ask


# In the library


def test_a_word_the_model_does_not_know_is_learned(library: Library, taught: Path):
    learned = library.teaching.learn("holiday")
    assert learned == Taught("holiday", 6, 6, True, learned.moved)
    untold = {f"blue{i}.png" for i in range(6, 12)}
    names = [h.path.name for h in library.photos.search("holiday", 0, all_photos=True).hits]
    assert {*[n for n in names if int(re.sub(r"\D", "", n)) >= 6][:6]} == untold


def test_learning_twice_or_in_another_order_is_the_same(library: Library, taught: Path):
    library.teaching.learn("holiday")
    once = scores(library)
    library.teaching.learn("holiday")
    np.testing.assert_array_equal(scores(library), once)


def test_forgetting_brings_everything_back(library: Library, taught: Path):
    before = library.lines.of("holiday"), scores(library)
    library.teaching.learn("holiday")
    assert not np.array_equal(scores(library), before[1])
    library.teaching.forget("holiday")
    assert library.lines.of("holiday") == before[0]
    np.testing.assert_array_equal(scores(library), before[1])
    assert len(library.tags.of(ids(library, taught, "red0.png")[0])) == 1


def test_taking_all_answers_back_and_learning_forgets(library: Library, taught: Path):
    before = scores(library)
    library.teaching.learn("holiday")
    library.tags.set(library.photos.ids(), "holiday", None)
    assert library.teaching.learn("holiday").positives == 0
    np.testing.assert_array_equal(scores(library), before)


def test_new_photos_are_scored_by_what_was_learned(
    library: Library, taught: Path, colour_encoder: ColourEncoder
):
    library.teaching.learn("holiday")
    make_photo(taught / "new.png", "blue", 999)
    index(library, taught)
    assert scores(library)[-1] > np.median(scores(library))
    assert colour_encoder.labels_encoded.count("holiday") == 1


def test_a_lesson_outlives_scores_that_were_dropped(library: Library, taught: Path):
    library.teaching.learn("holiday")
    before = scores(library)
    library.store.db.write("DELETE FROM label_scores")
    np.testing.assert_allclose(scores(library), before, atol=1e-6)


def test_other_labels_and_tags_are_left_alone(library: Library, taught: Path):
    before = library.photos.search("red", 0, all_photos=True).hits
    tags = [library.tags.of(i) for i in library.photos.ids()]
    library.teaching.learn("holiday")
    assert library.photos.search("red", 0, all_photos=True).hits == before
    assert [library.tags.of(i) for i in library.photos.ids()] == tags


def test_review_asks_for_what_is_open(library: Library, taught: Path):
    asked = library.teaching.review("holiday", 100)
    answered = {t.photo_id for i in library.photos.ids() for t in library.tags.of(i)}
    assert len(asked) == len(set(asked)) == 36 - 12
    assert not answered & set(asked)
    assert library.teaching.review("holiday", 5) != []
    assert len(library.teaching.review("never heard of", 5)) == 5


# Lines


def test_answers_under_another_name_of_a_label_count(library: Library, taught: Path):
    known = library.store.labels.known
    kept, other = known("vacation"), known("holiday")
    library.store.families.set_alias(other.id, kept.id)
    assert (
        library.teaching.learn("vacation").positives
        == library.teaching.learn("holiday").positives
        == 6
    )
