"""Word lists."""

from pathlib import Path

import pytest

from mkt_model.data.words import DataError, read_words


def test_one_word_a_line_and_comments(tmp_path: Path):
    (tmp_path / "words.txt").write_text("# two words\nsea\n\n  red car \n")
    assert read_words(tmp_path / "words.txt") == ["sea", "red car"]


def test_a_missing_list_and_one_that_is_no_text_are_named(tmp_path: Path):
    with pytest.raises(DataError, match=r"gone.txt cannot be read"):
        read_words(tmp_path / "gone.txt")
    (tmp_path / "photo.txt").write_bytes(b"\xff\xd8")
    with pytest.raises(DataError, match=r"photo.txt cannot be read"):
        read_words(tmp_path / "photo.txt")
