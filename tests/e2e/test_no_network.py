"""Nothing but `model fetch` uses the network: every command and the window, with it forbidden."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtWidgets import QDialog

from app.cli.main import cli
from app.paths import Paths, paths_under
from app.settings import EMBEDDED_MODEL
from tests.cli.test_surface import day, places
from tests.conftest import DEMO, MINI, make_photo
from tests.e2e.test_window import PATIENCE, index, open_window
from tests.gui.watchdog import qapp_cls

__all__ = ["places", "qapp_cls"]

# Python says these before it looks up a name or opens a connection, whichever library asks.
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
tried: list[str] = []
watching = False


def refuse(event: str, arguments: tuple) -> None:
    if watching and event in NETWORK:
        tried.append(f"{event} {arguments[1:]}")
        raise ConnectionError("a test is watching that nobody uses the network")


sys.addaudithook(refuse)  # for good: Python has no way to take one back


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Also what is tried and caught again fails the test."""
    global watching
    tried.clear()
    watching = True
    yield
    watching = False
    assert tried == []


def run(*arguments: object) -> str:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], prog_name="mkt-tagger")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.output


def test_the_watch_notices(no_network: None):
    import socket

    with pytest.raises(ConnectionError):
        socket.create_connection(("localhost", 9))
    assert len(tried) == 1
    tried.clear()


@pytest.mark.slow
def test_no_command_uses_the_network(places: dict[str, str], colour_encoder, monkeypatch):
    """The day that shows every command; only that which fetches is sent for a model there is not"""
    assert "model fetch none" in day(places, as_json=False)


@pytest.mark.slow
def test_the_shipped_model_and_a_hostile_one_stay_off_the_network(paths: Paths, tmp_path: Path):
    photos = tmp_path / "photos"
    make_photo(photos / "red.jpg")
    shutil.copy(next(DEMO.glob("*.jpg")), photos)
    assert "2 photos found: 2 indexed" in run("index", photos)
    assert "problems" in run("doctor", "--full")
    assert "kitten" in run("search", "near:kitten", "--json")

    bad = shutil.copytree(MINI, tmp_path / "bad")
    facts = json.loads((bad / "config.json").read_text())
    for name in ("hf-hub:someone/something", "hf-hub:x/y.tf_efficientnet_lite2"):
        (bad / "config.json").write_text(json.dumps({**facts, "name": "bad", "architecture": name}))
        assert "is no name of a network" in run("model", "add", bad)
        shutil.copytree(bad, paths.models / "bad", dirs_exist_ok=True)  # put there by hand
        assert "is no name of a network" in run("model", "use", "bad")
        assert "is no name of a network" in run("model", "list")


@pytest.mark.slow
def test_the_window_uses_no_network(qtbot, paths: Paths, tmp_path: Path):
    make_photo(tmp_path / "photos" / "red.jpg")
    window = open_window(qtbot, paths_under(tmp_path / "window"), EMBEDDED_MODEL)
    index(qtbot, window, tmp_path / "photos")
    window.dialogs.show_settings("model")
    window.dialogs.show_about()
    qtbot.waitUntil(lambda: len(window.findChildren(QDialog)) == 2, timeout=PATIENCE)
    qtbot.wait(500)  # for what they ask the library
    for dialog in window.findChildren(QDialog):
        dialog.close()
    window.close()
