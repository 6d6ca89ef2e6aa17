"""Disks that answer slowly, too late, or never."""

import io
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from PIL import Image

from app.library.files import decode
from app.library.files.disk import MOST_STUCK, Disk, NoAnswerError
from app.library.records import Decoded, Found, Skipped


@contextmanager
def silent() -> Iterator[BinaryIO]:
    """A file that gives nothing for as long as the block lasts, and really blocks who reads it."""
    out, into = os.pipe()
    with os.fdopen(out, "rb", buffering=0) as stream, os.fdopen(into, "wb"):
        yield stream


def test_a_file_is_read_whole_or_up_to_a_limit(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert len(Disk().read(tmp_path / "a", 10_000_000)) == 3_000_000
    assert len(Disk().read(tmp_path / "a", 2_000_001)) == 2_000_001


def test_a_disk_that_does_not_answer_is_left_behind():
    with silent() as stream, pytest.raises(NoAnswerError, match="gave no answer for 0 seconds"):
        Disk(patience=0.2).read_from(lambda: stream, 100)


def test_a_slow_disk_has_all_the_time_as_long_as_something_comes():
    out, into = os.pipe()

    def drip() -> None:
        with os.fdopen(into, "wb", buffering=0) as stream:
            for _ in range(8):
                time.sleep(0.2)
                stream.write(b"x")

    threading.Thread(target=drip).start()
    read = Disk(patience=1.0).read_from(lambda: os.fdopen(out, "rb", buffering=0), 100)
    assert read == b"x" * 8


def test_after_some_reads_that_never_ended_a_place_is_not_asked_again():
    disk = Disk(patience=0.2)
    with silent() as stream:
        for _ in range(MOST_STUCK):
            with pytest.raises(NoAnswerError):
                disk.read_from(lambda: stream, 100, "dead drive")
        with pytest.raises(NoAnswerError, match="its drive does not answer"):
            disk.read_from(lambda: pytest.fail("asked again"), 100, "dead drive")
        assert disk.read_from(lambda: io.BytesIO(b""), 100, "other drive") == b""


def test_waiting_ends_when_the_run_is_stopped():
    stop = threading.Event()
    with silent() as stream:
        threading.Timer(0.2, stop.set).start()
        with pytest.raises(NoAnswerError, match="stopped"):
            Disk(patience=600).read_from(lambda: stream, 100, stop=stop)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_that_took_the_place_of_a_file_does_not_block(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.jpg")
    result = decode.read_photo(tmp_path, Found("pipe.jpg", 1, 0, 0), (), np.asarray, 64)
    assert isinstance(result, Skipped)
    assert result.reason == "cannot be read: no regular file"
    assert not result.lasting


def test_a_photo_on_a_disk_that_does_not_answer_is_named_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with silent() as stream:
        monkeypatch.setattr(decode, "DISK", Disk(patience=0.2))
        monkeypatch.setattr("app.library.files.disk._open_regular", lambda path: stream)
        result = decode.read_photo(tmp_path, Found("far.jpg", 1, 0, 0), (), np.asarray, 64)
    assert isinstance(result, Skipped)
    assert result.reason == "its drive gave no answer for 0 seconds"
    assert not result.lasting


def test_too_little_memory_is_not_remembered(tmp_path: Path):
    Image.new("RGB", (64, 64)).save(tmp_path / "a.jpg")

    def prepare(image: Image.Image) -> np.ndarray:
        raise MemoryError

    result = decode.read_photo(tmp_path, Found("a.jpg", 1, 0, 0), (), prepare, 64)
    assert isinstance(result, Skipped)
    assert result.reason == "not enough memory to decode it"
    assert not result.lasting
    again = decode.read_photo(tmp_path, Found("a.jpg", 1, 0, 0), (), np.asarray, 64)
    assert isinstance(again, Decoded)
