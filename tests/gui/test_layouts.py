"""Emptying a layout."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.gui.layouts import clear


def test_widgets_and_gaps_leave_a_layout(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(QLabel("one"))
    layout.addStretch()
    layout.addWidget(QLabel("two"))
    clear(layout)
    assert layout.count() == 0
    qtbot.waitUntil(lambda: page.findChildren(QLabel) == [])
