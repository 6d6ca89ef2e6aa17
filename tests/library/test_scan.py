"""Which files a scan finds."""

import os
from pathlib import Path

from app.library.scan import Scan
from tests.conftest import make_photo, needs_permissions


def found(root: Path, within: str = "") -> list[str]:
    return sorted(f.path for f in Scan(root, within))


def test_pictures_in_all_folders_and_nothing_else(photos: Path):
    (photos / "notes.txt").write_text("no picture")
    assert found(photos) == [
        "red0.jpg", "red1.jpg", "red2.jpg", "sub/deep/blue.jpg", "sub/green0.png", "sub/green1.webp"
    ]  # fmt: skip


def test_upper_case_suffixes(tmp_path: Path):
    make_photo(tmp_path / "DSC.JPG")
    assert found(tmp_path) == ["DSC.JPG"]


def test_hidden_files_and_service_folders_are_left_out(tmp_path: Path):
    for name in (".hidden.jpg", ".thumbnails/a.jpg", "@eaDir/a.jpg", "shown.jpg"):
        make_photo(tmp_path / name)
    assert found(tmp_path) == ["shown.jpg"]


def test_a_part_of_a_root(photos: Path):
    assert found(photos, "sub/deep") == ["sub/deep/blue.jpg"]


def test_facts_of_a_file(photos: Path):
    first = next(f for f in Scan(photos) if f.path == "red0.jpg")
    facts = (photos / "red0.jpg").stat()
    assert (first.size, first.mtime_ns, first.inode) == (
        facts.st_size, facts.st_mtime_ns, facts.st_ino
    )  # fmt: skip


def test_a_loop_of_links_ends_and_each_photo_is_found_once(photos: Path):
    (photos / "sub" / "up").symlink_to(photos)
    (photos / "again").symlink_to(photos / "sub")
    assert len(found(photos)) == 6
    assert "sub/green0.png" in found(photos)


def test_a_link_to_itself_and_a_dead_link(photos: Path):
    (photos / "self.jpg").symlink_to(photos / "self.jpg")
    (photos / "dead.jpg").symlink_to(photos / "nowhere.jpg")
    (photos / "selfdir").symlink_to(photos / "selfdir")
    scan = Scan(photos)
    assert len(list(scan)) == 6
    assert scan.unread == []


def test_a_linked_folder_elsewhere_is_followed(photos: Path, tmp_path: Path):
    make_photo(tmp_path / "elsewhere" / "far.jpg")
    (photos / "link").symlink_to(tmp_path / "elsewhere")
    assert "link/far.jpg" in found(photos)


def test_a_folder_named_like_a_photo_and_a_pipe_are_no_photos(tmp_path: Path):
    (tmp_path / "folder.jpg").mkdir()
    os.mkfifo(tmp_path / "pipe.jpg")
    assert found(tmp_path) == []


def test_a_folder_that_vanishes_is_reported(tmp_path: Path):
    scan = Scan(tmp_path, "gone")
    assert list(scan) == []
    assert scan.unread == [("gone", "No such file or directory")]


@needs_permissions
def test_a_folder_without_permission_is_reported(photos: Path):
    (photos / "sub").chmod(0)
    try:
        scan = Scan(photos)
        assert len(list(scan)) == 3
        assert scan.unread == [("sub", "Permission denied")]
    finally:
        (photos / "sub").chmod(0o755)
