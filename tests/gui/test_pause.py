"""A pause: once, after the last start."""

from PySide6.QtCore import QObject

from app.gui.pause import Pause


def test_many_starts_are_one_call(qtbot):
    called, owner = [], QObject()
    pause = Pause(20, lambda: called.append(1), owner)
    for _ in range(5):
        pause.start()
    qtbot.waitUntil(lambda: called == [1])
    qtbot.wait(60)
    assert called == [1]
    pause.start()  # and again another time
    qtbot.waitUntil(lambda: called == [1, 1])


def test_a_stopped_pause_calls_nothing(qtbot):
    called, owner = [], QObject()
    pause = Pause(10, lambda: called.append(1), owner)
    pause.start()
    pause.stop()
    qtbot.wait(40)
    assert called == []
