"""What a scan finds to do, before any file is opened."""

from pathlib import Path

from app.library.files.scan import Scan
from app.library.indexing.plan import Plan, plan_root
from app.library.library import Library
from tests.conftest import index, make_photo


def planned(library: Library, folder: Path, within: str = "") -> Plan:
    (root,) = library.store.roots.all()
    encoded = library.view.encodings.rows()
    *_, plan = plan_root(library.store, Scan(folder, within), root, encoded)
    assert isinstance(plan, Plan)
    return plan


def test_new_changed_gone_and_unchanged_files(library: Library, photos: Path):
    index(library, photos)
    gone = library.photos.at(photos / "red0.jpg").id
    (photos / "red0.jpg").unlink()
    make_photo(photos / "red1.jpg", "green", 50, size=(200, 100))
    make_photo(photos / "new.jpg", "blue", 5)
    plan = planned(library, photos)
    assert sorted(found.path for found in plan.to_read) == ["new.jpg", "red1.jpg"]
    assert (plan.unchanged, plan.gone, plan.back) == (4, [gone], [])


def test_what_lies_outside_the_scanned_folder_is_not_gone(library: Library, photos: Path):
    index(library, photos)
    (photos / "red0.jpg").unlink()
    plan = planned(library, photos, "sub")
    assert (plan.unchanged, plan.gone, plan.to_read) == (3, [], [])


def test_a_photo_that_is_there_again_comes_back_unread(library: Library, photos: Path):
    index(library, photos)
    photo = library.photos.at(photos / "red0.jpg")
    library.store.photos.set_missing([photo.id], ())
    plan = planned(library, photos)
    assert (plan.back, plan.to_read, plan.unchanged) == ([photo.id], [], 6)


def test_a_bad_file_is_told_again_and_forgotten_when_it_goes(library: Library, photos: Path):
    (photos / "empty.jpg").touch()
    index(library, photos)
    assert planned(library, photos).still_skipped == [(photos / "empty.jpg", "empty file")]
    (photos / "empty.jpg").unlink()
    assert planned(library, photos).gone_skipped == ["empty.jpg"]
