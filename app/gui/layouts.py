"""Emptying a layout that is filled anew."""

from PySide6.QtWidgets import QLayout


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.deleteLater()
