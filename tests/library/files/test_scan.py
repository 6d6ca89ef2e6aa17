"""Which files a scan finds."""

import os
from pathlib import Path

import pytest

from app.library.files.ignore import below
from app.library.files.scan import Scan
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


def test_pictures_and_films_of_other_kinds_are_counted(photos: Path):
    for name in ("a.mp4", "b.MP4", "sub/c.psd", "notes.txt", "photo.xmp", "hidden/d.mov"):
        (photos / name).parent.mkdir(exist_ok=True)
        (photos / name).write_bytes(b"any")
    (photos / ".mktignore").write_text("hidden/\n")
    scan = Scan(photos)
    assert len(list(scan)) == 6
    assert scan.passed_over == {".mp4": 2, ".psd": 1}


def test_jpeg_xl_and_jpeg_2000_are_photos(tmp_path: Path):
    for name in ("a.jxl", "b.jp2", "c.J2K"):
        (tmp_path / name).write_bytes(b"any")
    scan = Scan(tmp_path)
    assert [f.path for f in scan] == ["a.jxl", "b.jp2", "c.J2K"]
    assert not scan.passed_over


# Ignore patterns


def shown(root: Path, patterns: str = "", within: str = "") -> list[str]:
    return sorted(f.path for f in Scan(root, within, patterns))


def test_an_ignore_file_hides_what_git_would_hide(photos: Path):
    (photos / ".mktignore").write_text("# no blue\nred?.jpg\n!red1.jpg\n\n/sub/deep/\n")
    assert shown(photos) == ["red1.jpg", "sub/green0.png", "sub/green1.webp"]


def test_a_deeper_ignore_file_outranks_what_lies_above(photos: Path):
    (photos / ".mktignore").write_text("*.png\n*.webp\n")
    (photos / "sub" / ".mktignore").write_text("!green0.png\n*.jpg\n")
    assert shown(photos) == ["red0.jpg", "red1.jpg", "red2.jpg", "sub/green0.png"]


def test_patterns_of_the_root_come_last(photos: Path):
    (photos / "sub" / ".mktignore").write_text("!*.jpg\n")
    assert shown(photos, "*.jpg\n*.png") == ["sub/deep/blue.jpg", "sub/green1.webp"]


def test_nothing_below_a_hidden_folder_is_shown(photos: Path):
    (photos / "sub" / "deep" / ".mktignore").write_text("!blue.jpg\n")
    assert shown(photos, "sub/") == ["red0.jpg", "red1.jpg", "red2.jpg"]
    assert shown(photos, "sub/", within="sub/deep") == []


def test_a_part_of_a_root_obeys_the_ignore_files_above_it(photos: Path):
    (photos / ".mktignore").write_text("blue.jpg\n")
    assert shown(photos, within="sub/deep") == []


def test_names_that_are_no_text_can_be_hidden(tmp_path: Path):
    for name in (b"ol\xe9.jpg", b"two.jpg"):
        make_photo(tmp_path / "new.jpg").rename(tmp_path / os.fsdecode(name))
    (tmp_path / ".mktignore").write_bytes(b"\xef\xbb\xbfol\xe9*\r\n")
    assert shown(tmp_path) == ["two.jpg"]


@pytest.mark.parametrize("wrong", ["!", "[z-a]", "a\\", "[[:nothing:]]", "?" * 100_000])
def test_a_line_that_is_no_pattern_is_named_and_the_other_lines_hold(photos: Path, wrong: str):
    (photos / "sub" / ".mktignore").write_text(f"*.png\n{wrong}\n*.webp\n")
    scan = Scan(photos)
    assert sorted(f.path for f in scan) == [
        "red0.jpg", "red1.jpg", "red2.jpg", "sub/deep/blue.jpg"
    ]  # fmt: skip
    [(path, why)] = scan.unread
    assert path == "sub/.mktignore"
    assert why.endswith("is no ignore pattern (line 2); it hides nothing")
    assert len(why) < 120


def test_a_pattern_of_many_stars_is_matched_in_linear_time(tmp_path: Path):
    make_photo(tmp_path / ("a" * 200 + ".jpg"))
    make_photo(tmp_path / ("a" * 200 + "b.jpg"))
    deep = tmp_path.joinpath(*"a" * 30)
    make_photo(deep / "c.jpg")
    (tmp_path / ".mktignore").write_text("*a" * 60 + "*b.jpg\n" + "**/a/" * 20 + "d.jpg\n")
    assert shown(tmp_path) == ["a/" * 30 + "c.jpg", "a" * 200 + ".jpg"]


def test_thousands_of_patterns_hold_and_the_last_one_decides(tmp_path: Path):
    for number in (7, 4567):
        make_photo(tmp_path / f"holiday {number}.jpg")
    lines = [f"holiday {i}.jpg" for i in range(5000)]
    (tmp_path / ".mktignore").write_text("\n".join([*lines, "!holiday 7.jpg"]))
    assert shown(tmp_path) == ["holiday 7.jpg"]


@pytest.mark.parametrize("text", ["a\n" * 20_000, "a" * 2_000_000])
def test_an_ignore_file_without_end_shows_no_photo_and_says_why(photos: Path, text: str):
    (photos / "sub" / ".mktignore").write_text(text)
    scan = Scan(photos)
    assert sorted(f.path for f in scan) == ["red0.jpg", "red1.jpg", "red2.jpg"]
    assert [path for path, _ in scan.unread] == ["sub"]


def test_lines_that_are_patterns_of_nothing(photos: Path):
    (photos / ".mktignore").write_text("/\n[\n\n# none\n")
    scan = Scan(photos)
    assert len(list(scan)) == 6
    assert scan.unread == []


@needs_permissions
def test_an_ignore_file_that_cannot_be_read_shows_no_photo(photos: Path):
    (photos / "sub" / ".mktignore").write_text("*.png\n")
    (photos / "sub" / ".mktignore").chmod(0)
    scan = Scan(photos)
    assert sorted(f.path for f in scan) == ["red0.jpg", "red1.jpg", "red2.jpg"]
    assert scan.unread == [("sub", "Permission denied")]


@pytest.mark.parametrize(
    ("pattern", "hidden"),
    [
        ("*.jpg", ["a [1]/b/one.jpg", "a [1]/two.jpg"]),
        ("/two.jpg", ["a [1]/two.jpg"]),
        ("b/", ["a [1]/b/one.jpg"]),
        ("*\n!one.jpg\n!b/", ["a [1]/two.jpg"]),
        ("b/one.jpg", ["a [1]/b/one.jpg"]),
        ("# *.jpg\n", []),
    ],
)
def test_patterns_seen_from_a_folder_above(tmp_path: Path, pattern: str, hidden: list[str]):
    every = ["a [1]/b/one.jpg", "a [1]/two.jpg", "other/b/one.jpg", "two.jpg"]
    for name in every:
        make_photo(tmp_path / name)
    assert shown(tmp_path, below("a [1]", pattern)) == [n for n in every if n not in hidden]


def test_raw_and_heic_are_photos(tmp_path: Path):
    for name in ("a.HEIC", "b.dng", "c.CR3", "d.xmp"):
        (tmp_path / name).write_bytes(b"any")
    assert shown(tmp_path) == ["a.HEIC", "b.dng", "c.CR3"]
