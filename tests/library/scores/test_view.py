"""The library seen with one model: what is kept is true of the photos there are."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.scores.calibration import PRIOR, Calibration
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index, make_photo


def confidences(library: Library, label: str) -> dict[str, float]:
    return {
        hit.path.name: hit.confidence
        for hit in library.photos.search(label, 0, all_photos=True).hits
    }


def test_a_curve_is_fitted_once_for_the_photos_there_are(
    library: Library, photos: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
):
    index(library, photos)
    before = confidences(library, "red")
    monkeypatch.setattr("app.library.scores.view.fit", None)
    with Library(paths, "colours") as later:
        assert confidences(later, "red") == before


def test_new_photos_are_fitted_too_and_suggestions_follow(library: Library, photos: Path):
    index(library, photos)
    make_photo(photos / "new.jpg", "red", 40)
    index(library, photos)
    told = confidences(library, "red")
    for name in ("new.jpg", "red0.jpg"):
        said = {
            s.label: s.confidence for s in library.tags.beside(library.photos.at(photos / name))
        }
        assert said["red"] == pytest.approx(told[name])


def test_a_curve_of_another_prior_is_fitted_anew(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    index(library, photos)
    label = library.store.labels.find("red")
    _, numbers = library.view.curves.curve(label)
    assert Calibration.of_numbers(numbers) == library.view.calibration(label)
    monkeypatch.setattr("app.library.scores.calibration.PRIOR", replace(PRIOR, share=0.2))
    assert Calibration.of_numbers(numbers) is None


def test_scores_lost_with_the_features_file_take_their_curves_along(
    library: Library, photos: Path, paths: Paths, colour_encoder: ColourEncoder
):
    index(library, photos)
    library.photos.search("violet")
    library.view.features.truncate(2)
    with Library(paths, "colours") as later:
        label = later.store.labels.find("violet")
        assert later.view.curves.curve(label) is None


def test_rows_and_columns_are_of_now(library: Library, photos: Path):
    view = library.view
    assert (view.rows, len(view.table())) == (0, 0)
    index(library, photos)
    before = view.table()
    assert (view.rows, len(before)) == (6, 6)
    assert view.table() is before
    (photos / "red0.jpg").unlink()
    index(library, photos)
    assert (view.rows, len(view.table())) == (6, 5)


def test_a_features_file_that_lost_rows_takes_what_was_encoded_along(
    library: Library, photos: Path, paths: Paths
):
    index(library, photos)
    library.view.features.truncate(2)
    with Library(paths, "colours") as later:
        assert later.view.rows == 2
        assert index(later, photos).indexed == 4
        assert later.view.rows == 6
