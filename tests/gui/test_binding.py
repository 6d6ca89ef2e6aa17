"""Qt's Python binding counts references: some versions did not on Python before 3.12."""

import sys

from PySide6.QtCore import QObject


def test_a_call_that_returns_nothing_takes_no_reference_away(qapp):
    """PySide6 6.12.0 did, and the window crashed after a minute of scrolling."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 500
