"""Shows what comes from files, labels and models as it is written, never as HTML or a shortcut key.

Qt takes a text that looks like HTML for HTML: a photo called <h1> would be a headline, and one
called <img src=x.png> would open that file.
"""

import re
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QLabel, QWidget

NARROWEST = 200  # pixels below which a label's text is cut off, so that no name widens the window
WIDEST = 1000
LONGEST_CAPTION = 60


class PlainLabel(QLabel):
    """A label of the window; every text in it is plain."""

    def __init__(self, text: str | QWidget | None = "", parent: QWidget | None = None) -> None:
        """A text and a parent, or a parent alone, as QLabel has it."""
        words, above = (text, parent) if isinstance(text, str) else ("", text)
        super().__init__(above)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), NARROWEST), hint.height())

    def sizeHint(self) -> QSize:  # noqa: N802
        hint = super().sizeHint()
        return QSize(min(hint.width(), WIDEST), hint.height())


def plain(text: str) -> str:
    """A text for a tooltip or the question of a dialog, where Qt decides by itself what it is."""
    if not Text.mightBeRichText(text):
        return text
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>'


def caption(text: str) -> str:
    """A text for a button or a menu: on one line, cut where it is long, each & shown as one."""
    line = " ".join(text.split())
    if len(line) > LONGEST_CAPTION:
        line = line[: LONGEST_CAPTION - 1] + "…"
    return line.replace("&", "&&")


def in_markdown(text: str) -> str:
    """A text to stand within Markdown, where no character of it means anything."""
    return re.sub(r"([^\w\s])", r"\\\1", " ".join(text.split()))
