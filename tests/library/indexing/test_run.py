"""Index a folder, change things on the disk, index again: nothing is lost and nothing is twice."""

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import Progress
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import COLOURS, index, make_photo, needs_permissions, save_heic
from tests.library.files.raw_file import dng


def names(library: Library) -> list[str]:
    return sorted(p.path.name for p in library.photos.get(library.photos.ids()))


def counts(progress: Progress) -> tuple[int, int, int, int]:
    return progress.indexed, progress.unchanged, progress.moved, progress.failed


def test_every_photo_is_indexed_once(library: Library, photos: Path):
    assert counts(index(library, photos)) == (6, 0, 0, 0)
    assert names(library) == [
        "blue.jpg", "green0.png", "green1.webp", "red0.jpg", "red1.jpg", "red2.jpg"
    ]  # fmt: skip


def test_an_unchanged_library_reads_no_file_and_loads_no_model(
    library: Library, photos: Path, colour_encoder: ColourEncoder, monkeypatch: pytest.MonkeyPatch
):
    index(library, photos)
    encoded = colour_encoder.images_encoded
    monkeypatch.setattr("app.library.indexing.run.read_photo", None)
    monkeypatch.setattr("app.library.model.encoder._loaded", {})
    monkeypatch.setattr("app.library.model.encoder.load", None)
    assert counts(index(library, photos)) == (0, 6, 0, 0)
    assert colour_encoder.images_encoded == encoded


def test_progress_tells_new_ids_rate_and_eta(library: Library, photos: Path):
    steps = list(library.index([photos]))
    assert sorted(i for s in steps for i in s.new_ids) == sorted(library.photos.ids())
    assert [s.phase for s in steps][-1] == "done"
    assert steps[-1].total == steps[-1].done == 6
    assert steps[-1].photos_per_second > 0
    assert steps[-1].eta == 0


def test_moved_and_renamed_photos_keep_their_id_and_are_not_encoded_again(
    library: Library, photos: Path, colour_encoder: ColourEncoder
):
    index(library, photos)
    before = library.photos.at(photos / "red0.jpg").id
    (photos / "red0.jpg").rename(photos / "sub" / "renamed.jpg")
    encoded = colour_encoder.images_encoded
    assert counts(index(library, photos)) == (0, 5, 1, 0)
    assert library.photos.at(photos / "sub" / "renamed.jpg").id == before
    assert colour_encoder.images_encoded == encoded
    assert len(names(library)) == 6


def test_a_photo_moved_over_another_and_two_that_swap_names(library: Library, photos: Path):
    index(library, photos)
    (photos / "red0.jpg").replace(photos / "red1.jpg")
    assert counts(index(library, photos)) == (1, 4, 0, 0)
    assert "red0.jpg" not in names(library)
    (photos / "red1.jpg").rename(photos / "other.jpg")
    (photos / "red2.jpg").rename(photos / "red1.jpg")
    (photos / "other.jpg").rename(photos / "red2.jpg")
    index(library, photos)
    assert len(names(library)) == len(set(names(library))) == 5
    assert len(library.photos.search("near:red", 0).hits) == 5


def test_a_copy_is_a_photo_of_its_own_with_the_same_features(
    library: Library, photos: Path, colour_encoder: ColourEncoder
):
    index(library, photos)
    shutil.copy(photos / "red0.jpg", photos / "copy.jpg")
    encoded = colour_encoder.images_encoded
    assert counts(index(library, photos)) == (1, 6, 0, 0)
    assert colour_encoder.images_encoded == encoded
    hits = library.photos.search("red", 4).hits
    assert {"red0.jpg", "copy.jpg"} <= {h.path.name for h in hits}


def test_new_metadata_in_a_file_changes_nothing(
    library: Library, photos: Path, colour_encoder: ColourEncoder
):
    index(library, photos)
    file = photos / "red0.jpg"
    data = file.read_bytes()
    file.write_bytes(data[:2] + b"\xff\xfe\x00\x0ba comment" + data[2:])
    encoded = colour_encoder.images_encoded
    index(library, photos)
    assert colour_encoder.images_encoded == encoded


def test_a_changed_picture_is_encoded_again_and_keeps_its_id(library: Library, photos: Path):
    index(library, photos)
    before = library.photos.at(photos / "red0.jpg").id
    make_photo(photos / "red0.jpg", "green", 50, size=(200, 100))
    assert counts(index(library, photos)) == (1, 5, 0, 0)
    assert library.photos.at(photos / "red0.jpg").id == before
    assert "red0.jpg" in [h.path.name for h in library.photos.search("green", 3).hits]


def test_a_deleted_photo_is_hidden_and_comes_back_with_its_id(library: Library, photos: Path):
    index(library, photos)
    before = library.photos.at(photos / "red0.jpg").id
    data = (photos / "red0.jpg").read_bytes()
    (photos / "red0.jpg").unlink()
    index(library, photos)
    assert "red0.jpg" not in names(library)
    assert "red0.jpg" not in [h.path.name for h in library.photos.search("near:red", 0).hits]
    (photos / "red0.jpg").write_bytes(data)
    index(library, photos)
    assert library.photos.at(photos / "red0.jpg").id == before
    assert "red0.jpg" in names(library)


def test_an_unplugged_drive_loses_nothing(library: Library, photos: Path, tmp_path: Path):
    index(library, photos)
    photos.rename(tmp_path / "unplugged")
    with pytest.raises(LibraryError, match="there is no folder"):
        index(library, photos)
    index(library)
    assert len(names(library)) == 6
    (tmp_path / "unplugged").rename(photos)
    assert counts(index(library, photos)) == (0, 6, 0, 0)


def test_a_copy_from_an_unplugged_drive_is_not_a_move(
    library: Library, photos: Path, tmp_path: Path
):
    index(library, photos)
    other = tmp_path / "other"
    shutil.copytree(photos, other)
    photos.rename(tmp_path / "unplugged")
    assert counts(index(library, other)) == (6, 0, 0, 0)
    (tmp_path / "unplugged").rename(photos)
    assert counts(index(library, photos)) == (0, 6, 0, 0)


def test_a_folder_above_a_known_one_takes_it_in(library: Library, photos: Path):
    index(library, photos / "sub")
    before = library.photos.at(photos / "sub" / "green0.png").id
    assert counts(index(library, photos)) == (3, 3, 0, 0)
    assert [r.path for r in library.store.roots.all()] == [photos]
    assert library.photos.at(photos / "sub" / "green0.png").id == before


def test_a_folder_inside_a_known_one_stays_part_of_it(library: Library, photos: Path):
    index(library, photos)
    make_photo(photos / "sub" / "new.jpg", "red", 77)
    assert counts(index(library, photos / "sub")) == (1, 3, 0, 0)
    assert [r.path for r in library.store.roots.all()] == [photos]
    assert len(names(library)) == 7


def test_bad_files_are_reported_and_the_rest_goes_on(library: Library, photos: Path):
    (photos / "empty.jpg").touch()
    (photos / "text.jpg").write_text("this is no picture")
    data = (photos / "red0.jpg").read_bytes()
    (photos / "cut.jpg").write_bytes(data[: len(data) // 2])
    steps = list(library.index([photos]))
    assert counts(steps[-1]) == (6, 0, 0, 3)
    assert {p.name: why for s in steps for p, why in s.skipped} == {
        "empty.jpg": "empty file",
        "text.jpg": "not a picture, or of a kind that cannot be read",
        "cut.jpg": "truncated: the end of the file is missing",
    }


def test_bad_files_are_told_again_without_being_read(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
):
    (photos / "empty.jpg").touch()
    index(library, photos)
    monkeypatch.setattr("app.library.indexing.run.read_photo", None)
    steps = list(library.index([photos]))
    assert counts(steps[-1]) == (0, 6, 0, 1)
    assert ("empty.jpg", "empty file") in [(p.name, why) for s in steps for p, why in s.skipped]


def test_a_mended_file_is_indexed(library: Library, photos: Path):
    (photos / "late.jpg").touch()
    index(library, photos)
    make_photo(photos / "late.jpg", "blue", 5)
    assert counts(index(library, photos)) == (1, 6, 0, 0)


@pytest.mark.parametrize("name", ["smile 😀.jpg", " space .jpg", "two\nlines.jpg", "apo's.jpg"])
def test_odd_names(library: Library, tmp_path: Path, name: str):
    make_photo(tmp_path / "odd" / name, "red")
    index(library, tmp_path / "odd")
    assert [h.path.name for h in library.photos.search("red").hits] == [name]


def test_a_name_that_is_not_utf8(library: Library, tmp_path: Path):
    folder = tmp_path / "odd"
    plain = make_photo(folder / "plain.jpg")
    name = os.fsdecode(b"caf\xe9.jpg")
    plain.rename(folder / name)
    assert counts(index(library, folder)) == (1, 0, 0, 0)
    assert counts(index(library, folder)) == (0, 1, 0, 0)
    assert [h.path.name for h in library.photos.search("red").hits] == [name]


def test_closing_the_generator_keeps_what_was_stored(library: Library, photos: Path):
    run = library.index([photos])
    for step in run:
        if step.indexed:
            break
    run.close()
    assert 0 < len(library.photos.ids()) < 6
    left = 6 - len(library.photos.ids())
    assert counts(index(library, photos)) == (left, 6 - left, 0, 0)


def test_two_runs_at_once_are_refused(library: Library, photos: Path, paths: Paths):
    first = library.index([photos])
    next(first)
    with Library(paths, "colours") as second, pytest.raises(LibraryError, match="another indexing"):
        index(second, photos)
    first.close()
    assert counts(index(library, photos)) == (6, 0, 0, 0)


def test_rows_that_no_transaction_knows_are_written_over(library: Library, photos: Path):
    index(library, photos)
    features = library.view.features
    features.append(ColourEncoder().encode_images([[[(1, 2, 3)] * 3] * 3]))
    assert len(features) == 7
    make_photo(photos / "new.jpg", "blue", 99)
    index(library, photos)
    assert len(features) == 7
    assert features.damaged_rows(7) == []


def test_a_lost_features_file_is_made_again(library: Library, photos: Path, paths: Paths):
    index(library, photos)
    ids = library.photos.ids()
    library.view.features.path.unlink()
    with Library(paths, "colours") as again:
        assert counts(index(again, photos)) == (6, 0, 0, 0)
        assert again.photos.ids() == ids
        assert len(again.photos.search("near:red", 0).hits) == 6


def test_a_damaged_features_file_is_set_aside(library: Library, photos: Path, paths: Paths):
    index(library, photos)
    file = library.view.features.path
    file.write_bytes(b"garbage" + file.read_bytes()[7:])
    with Library(paths, "colours") as again:
        assert counts(index(again, photos)) == (6, 0, 0, 0)
    assert file.with_suffix(".damaged").exists()


@needs_permissions
def test_files_and_folders_without_permission(library: Library, photos: Path):
    index(library, photos)
    (photos / "red0.jpg").chmod(0)
    (photos / "sub").chmod(0)
    try:
        assert index(library, photos).failed == 1
        assert len(library.photos.ids()) == 6
    finally:
        (photos / "sub").chmod(0o755)
        (photos / "red0.jpg").chmod(0o644)


def test_a_very_large_picture_is_refused_by_its_header(library: Library, tmp_path: Path):
    folder = tmp_path / "large"
    folder.mkdir()
    Image.new("1", (30_000, 30_000)).save(folder / "bomb.png")
    steps = list(library.index([folder]))
    assert steps[-1].failed == 1
    assert "too large: 900 million pixels" in str([s.skipped for s in steps])


def test_photos_of_phones_and_cameras_are_found_like_any(library: Library, tmp_path: Path):
    save_heic(Image.new("RGB", (160, 120), COLOURS["green"]), tmp_path / "phone.HEIC", quality=95)
    (tmp_path / "camera.dng").write_bytes(dng(COLOURS["blue"], (160, 120)))
    (tmp_path / "none.nef").write_text("no photo " * 100)
    assert counts(index(library, tmp_path)) == (2, 0, 0, 1)
    assert library.photos.search("near:green", 1).hits[0].path.name == "phone.HEIC"
    assert library.photos.search("near:blue", 1).hits[0].path.name == "camera.dng"
