"""A label gets better when told: its line moves, its embedding is tuned, and all can be undone."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.library.errors import LibraryError
from app.library.labels.teaching import Taught
from app.library.labels.telling import most_informative
from app.library.labels.tuning import Vectors, learn, moved_curve, top_k_weights
from app.library.library import Library
from app.library.model.encoder import ModelInfo
from app.library.records import TagKind
from app.library.scores.calibration import Background, fit
from app.library.scores.features import Rows
from app.library.scores.formulas import score_label, top_k_mean
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index, make_photo
from tests.library.scores.features_of import features_of

YES, NO = TagKind.ACCEPTED, TagKind.REJECTED


@pytest.fixture
def info(tmp_path: Path) -> ModelInfo:
    return ModelInfo("m-1", "m", "", tmp_path, 32, 9, 2, "standardise", 0.5, 2.0, 2.0, 3, "")


@pytest.fixture
def rows(tmp_path: Path, info: ModelInfo) -> Rows:
    """200 photos of nine random pixels: in the first 60, red rules."""
    pixels = np.random.default_rng(0).integers(0, 255, (200, 3, 3, 3))
    pixels[:60, ..., 0] = 255 - pixels[:60, ..., 0] // 4
    features = features_of(info, tmp_path)
    features.append(ColourEncoder().encode_images(list(pixels)))
    return features.rows(0, 200)


# The line


def test_noes_raise_the_line_and_yeses_alone_do_not_lower_it():
    odds = np.zeros(6)
    assert moved_curve(odds, np.full(6, -1))[1] < -0.1
    assert moved_curve(odds, np.full(6, 1))[1] == 0


def test_yeses_hold_back_the_noes():
    odds, noes = np.zeros(8), np.full(8, -1)
    mixed = np.where(np.arange(8) < 1, 1, -1)
    assert moved_curve(odds, noes)[1] < moved_curve(odds, mixed)[1] < 0


def test_few_answers_move_it_less_than_many():
    moves = [moved_curve(np.zeros(n), np.full(n, -1))[1] for n in (0, 1, 3, 10, 100)]
    assert moves[0] == pytest.approx(0)
    assert (np.diff(moves) < 0).all()
    assert moves[1] > -0.1


def test_the_curve_keeps_rising_whatever_is_answered():
    odds = np.linspace(-3, 3, 40)
    slope, _ = moved_curve(odds, np.where(odds > 0, -1, 1))  # the world upside down
    assert slope > 0


# The embedding


def test_the_weights_of_tokens_give_the_mean_of_the_best_patches():
    rng = np.random.default_rng(0)
    similarities, counts = rng.normal(size=(30, 9)), rng.integers(0, 4, (30, 9))
    weighted = (top_k_weights(similarities, counts, 5) * similarities).sum(1)
    np.testing.assert_allclose(weighted, top_k_mean(similarities[None], counts, 5)[0], rtol=1e-5)


@pytest.mark.parametrize("comparison", ["raw", "standardise", "list_norm"])
def test_photos_as_vectors_score_as_stored(rows: Rows, info: ModelInfo, comparison: str):
    info = replace(info, comparison=comparison)
    # A label is rounded to 127 steps in a scan; this one is so already.
    label = np.append(127, np.random.default_rng(1).integers(-127, 128, 31)).astype(np.float32)
    expected = score_label(rows, label, info).combined[:50]
    scores = Vectors.of(rows, np.arange(50), info).scores(label)
    np.testing.assert_allclose(scores, expected, rtol=1e-4)


def test_the_gradient_is_that_of_the_score(rows: Rows, info: ModelInfo):
    photos, rng = Vectors.of(rows, np.arange(20), info), np.random.default_rng(1)
    label, move = rng.normal(size=32), 1e-6 * rng.normal(size=32)
    change = photos.scores(label + move) - photos.scores(label)
    np.testing.assert_allclose(photos.seen_by(label) @ move, change, rtol=1e-3, atol=1e-9)


def vague(info: ModelInfo) -> np.ndarray:
    """A label embedding that knows a little of red and more of something no photo has."""
    embedding = np.zeros(info.dim, np.float32)
    embedding[[0, 1, 20]] = 0.35, 0.45, 0.8
    return embedding


def share_in_order(scores: np.ndarray, red: np.ndarray) -> float:
    return float((scores[red][:, None] > scores[~red]).mean())


def test_a_vague_label_is_tuned_by_answers_and_ranks_unseen_photos_better(
    rows: Rows, info: ModelInfo
):
    red = np.arange(200) < 60
    before = score_label(rows, vague(info), info)
    asked = np.concatenate([np.arange(8), np.arange(60, 68)])
    background = Background.of(rows.background, info)
    tuned = learn(rows, before, asked, np.where(red[asked], 1, -1), background, info)
    assert tuned.tuned
    unseen = np.setdiff1d(np.arange(200), asked)
    was, became = (share_in_order(s.combined[unseen], red[unseen]) for s in (before, tuned.scores))
    assert became > was + 0.02
    assert np.linalg.norm(tuned.scores.embedding) == pytest.approx(np.linalg.norm(vague(info)))


def test_answers_by_chance_are_not_followed(rows: Rows, info: ModelInfo):
    red_label = np.eye(info.dim, dtype=np.float32)[0]
    before = score_label(rows, red_label, info)
    rng, background = np.random.default_rng(4), Background.of(rows.background, info)
    tuned = learn(
        rows, before, rng.permutation(200)[:24], np.tile([1, -1, -1], 8), background, info
    )
    kept = float(tuned.scores.embedding @ red_label)
    assert not tuned.tuned or kept > 0.8


def test_with_few_positives_only_the_line_moves(rows: Rows, info: ModelInfo):
    before = score_label(rows, vague(info), info)
    background = Background.of(rows.background, info)
    asked, answers = np.array([0, 90, 100, 101]), np.array([1, -1, -1, -1])
    tuned = learn(rows, before, asked, answers, background, info)
    assert not tuned.tuned
    assert tuned.scores is before
    assert tuned.calibration.answers_offset != 0
    too_few = learn(rows, before, asked[:3], answers[:3], background, info)
    assert too_few.calibration == fit(before.combined, background)


def test_without_answers_nothing_changes(rows: Rows, info: ModelInfo):
    before = score_label(rows, vague(info), info)
    background, none = Background.of(rows.background, info), np.zeros(0, np.int64)
    tuned = learn(rows, before, none, none, background, info)
    curve = fit(before.combined, background)
    odds = curve.log_odds(before.combined)
    np.testing.assert_allclose(tuned.calibration.log_odds(before.combined), odds, atol=1e-6)


# What to ask


def test_photos_near_the_line_are_asked_about_and_not_twice_the_same(rows: Rows):
    odds = np.abs(np.arange(200) - 100) / 10.0  # row 100 lies on the line
    asked = most_informative(rows, odds, 0.0, np.setdiff1d(np.arange(200), [100]), 6)
    assert len(set(asked.tolist())) == 6
    assert 100 not in asked
    assert np.abs(asked - 100).max() < 25
    assert most_informative(rows, odds, 0.0, np.arange(3), 20).size == 3


# In the library


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


def test_what_was_learned_here_is_taken_over_elsewhere(
    library: Library, taught: Path, tmp_path: Path, paths: Paths, colour_encoder: ColourEncoder
):
    library.teaching.learn("holiday")
    library.lines.set("holiday", 0.7)
    library.teaching.export("holiday", tmp_path / "holiday.json")
    assert (tmp_path / "holiday.json").stat().st_size < 5000
    elsewhere = replace(paths, data=tmp_path / "else")
    with Library(elsewhere, "colours") as other:
        index(other, taught)
        assert other.teaching.take_over(tmp_path / "holiday.json") == "holiday"
        np.testing.assert_allclose(scores(other), scores(library), atol=1e-6)
        assert other.lines.of("holiday").value == 0.7
        other.teaching.forget("holiday")
        assert not np.allclose(scores(other), scores(library), atol=1e-3)


def test_what_cannot_be_taken_over(library: Library, taught: Path, tmp_path: Path):
    file = tmp_path / "learned.json"
    with pytest.raises(LibraryError, match="'red' has learned nothing"):
        library.teaching.export("red", file)
    library.teaching.learn("holiday")
    library.teaching.export("holiday", file)
    facts = json.loads(file.read_text(encoding="utf-8"))
    for wrong, message in (
        ({"model_id": "other"}, "the model in use is another"),
        ({"format": "?"}, "is no learned label"),
        ({"embedding": "????"}, "is no learned label"),
        ({"slope": float("nan")}, "is no learned label"),
    ):
        file.write_text(json.dumps({**facts, **wrong}), encoding="utf-8")
        with pytest.raises(LibraryError, match=message):
            library.teaching.take_over(file)
    file.write_bytes(b"\xff\xd8 a photo")
    with pytest.raises(LibraryError, match="is no learned label"):
        library.teaching.take_over(file)


def test_review_asks_for_what_is_open(library: Library, taught: Path):
    asked = library.teaching.review("holiday", 100)
    answered = {t.photo_id for i in library.photos.ids() for t in library.tags.of(i)}
    assert len(asked) == len(set(asked)) == 36 - 12
    assert not answered & set(asked)
    assert library.teaching.review("holiday", 5) != []
    assert len(library.teaching.review("never heard of", 5)) == 5


# Lines


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


def test_answers_under_another_name_of_a_label_count(library: Library, taught: Path):
    known = library.store.labels.known
    kept, other = known("vacation"), known("holiday")
    library.store.families.set_alias(other.id, kept.id)
    assert (
        library.teaching.learn("vacation").positives
        == library.teaching.learn("holiday").positives
        == 6
    )
