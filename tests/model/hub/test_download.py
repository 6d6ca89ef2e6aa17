"""One file from a hub: named where it is missing, never kept damaged, stopped when asked."""

import errno
import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from mkt_model.hub import download as hub
from mkt_model.hub.download import DownloadError


def test_a_missing_file_is_named(serve, tmp_path: Path):
    serve({})
    with pytest.raises(DownloadError, match=r"answered 404 for .*/a/b/resolve/main/c.bin"):
        hub.download("a/b", "c.bin", tmp_path)


def test_what_arrives_damaged_is_not_kept(serve, tmp_path: Path, monkeypatch):
    serve({"a/b/c.bin": bytes(2_000_000)})
    monkeypatch.setattr(hub, "file_digest", lambda path: hashlib.sha256(b"other").hexdigest())
    with pytest.raises(DownloadError, match="damaged on the way"):
        hub.download("a/b", "c.bin", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_start_of_another_version_is_not_continued(serve, tmp_path: Path):
    content = bytes(range(256)) * 8000
    server = serve({"a/b/c.bin": content})
    (tmp_path / "c.bin.0123456789ab.part").write_bytes(b"older")
    assert hub.download("a/b", "c.bin", tmp_path).read_bytes() == content
    assert server.ranges("c.bin") == [None]
    assert [path.name for path in tmp_path.iterdir()] == ["c.bin"]


def test_a_disk_without_room_is_noticed_before_the_download(serve, tmp_path: Path, monkeypatch):
    server = serve({"a/b/c.bin": bytes(2_000_000)})
    monkeypatch.setattr(hub.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(DownloadError, match=r"not enough room in .*make room"):
        hub.download("a/b", "c.bin", tmp_path)
    assert server.ranges("c.bin") == []


def test_a_disk_that_fills_up_is_said_plainly(serve, tmp_path: Path):
    serve({"a/b/c.bin": bytes(2_000_000)})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DownloadError, match="the disk is full; make room"):
        hub.download("a/b", "c.bin", tmp_path, full)


def test_the_one_who_listens_can_stop_the_download(serve, tmp_path: Path):
    serve({"a/b/c.bin": bytes(2_000_000)})

    def stop(*_: object) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        hub.download("a/b", "c.bin", tmp_path, stop)
