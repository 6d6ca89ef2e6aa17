"""Opening the window from the command line; tests/e2e and tests/gui do open it."""

import pytest

from tests.cli.conftest import run


def test_without_a_screen_the_window_says_so(monkeypatch: pytest.MonkeyPatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert "there is no screen" in run(code=2).stderr
