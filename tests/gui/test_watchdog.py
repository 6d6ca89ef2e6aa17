"""The watch over the GUI thread sees what hangs the window, and only that."""

import time

from PySide6.QtCore import QEventLoop, QTimer

from tests.gui.watchdog import LONGEST, WatchedApplication


def work(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_slot_that_works_for_long_is_told(qtbot, qapp: WatchedApplication):
    QTimer.singleShot(0, lambda: work(2 * LONGEST))
    qtbot.waitUntil(lambda: bool(qapp.blocked))
    qapp.blocked.clear()


def test_many_short_slots_are_no_hang_even_inside_a_dialogs_loop(qtbot, qapp: WatchedApplication):
    loop = QEventLoop()

    def open_dialog() -> None:
        for _ in range(6):
            QTimer.singleShot(0, lambda: work(LONGEST / 5))
        QTimer.singleShot(20, loop.quit)
        loop.exec()

    with qtbot.waitCallback() as closed:
        QTimer.singleShot(0, lambda: (open_dialog(), closed()))
    assert not qapp.blocked
