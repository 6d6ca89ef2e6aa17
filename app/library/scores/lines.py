"""A label's line: its histogram, its presets, and the photos on either side of it."""

import numpy as np

from app.library.records import LibraryError, Line
from app.library.scores.view import DEFAULT_LINE, ModelView
from app.library.store.labels import Label

BINS = 50
STRICT, GENEROUS = 0.9, 0.5  # share of the shown photos expected to be right
STRICTEST, MOST_GENEROUS = 0.9, 0.1


def line_of(view: ModelView, label: Label) -> Line:
    """The line of a label with the histogram of its confidence over the photos at hand."""
    sure = at_hand(view, label)[1]
    counts = np.histogram(sure, BINS, (0, 1))[0]
    chosen = view.curves.chosen_line(label)
    value = DEFAULT_LINE if chosen is None else chosen
    return Line(label.name, value, tuple(counts.tolist()), presets(sure), chosen is not None)


def presets(sure: np.ndarray) -> dict[str, float]:
    """Lines by the precision they promise, from the confidences (N,) of a library.

    Confidence being a probability, its mean over the shown photos is the share of them expected to
    be right. strict: the lowest line that keeps this at 90 %; generous: at 50 %; balanced: the
    default line. Within bounds, so that a label without photos has sensible lines too.
    """
    return {
        "strict": float(np.clip(_lowest(sure, STRICT), DEFAULT_LINE, STRICTEST)),
        "balanced": DEFAULT_LINE,
        "generous": float(np.clip(_lowest(sure, GENEROUS), MOST_GENEROUS, DEFAULT_LINE)),
    }


def _lowest(sure: np.ndarray, precision: float) -> float:
    """The lowest line whose photos are expected to be right in this share; 1 where none is."""
    best_first = np.sort(sure)[::-1]
    expected = np.cumsum(best_first) / np.arange(1, len(sure) + 1)  # falls along the photos
    enough = int((expected >= precision).sum())
    return float(best_first[enough - 1]) if enough else 1.0


def set_line(view: ModelView, label: Label, value: float | None) -> float | None:
    """Choose a label's line (None: the default again). Returns what was chosen before.

    Raises LibraryError for a value outside 0..1.
    """
    if value is not None and not 0 <= value <= 1:
        raise LibraryError(f"a line is a confidence between 0 and 1, not {value}")
    before = view.curves.chosen_line(label)
    view.curves.choose_line(label, value)
    return before


def around(view: ModelView, label: Label, value: float, limit: int) -> tuple[list[int], list[int]]:
    """Photo ids just in (confidence at or above `value`) and just out, nearest first."""
    rows, sure = at_hand(view, label)
    order = np.argsort(sure, kind="stable")
    first_in = int(np.searchsorted(sure[order], value, "left"))
    just_in = order[first_in : first_in + limit]
    just_out = order[max(first_in - limit, 0) : first_in][::-1]
    return photos_of(view, rows[just_in], limit), photos_of(view, rows[just_out], limit)


def at_hand(view: ModelView, label: Label) -> tuple[np.ndarray, np.ndarray]:
    """(features rows (K,), confidences (K,)) of the contents whose photos are there."""
    rows = view.encodings.at_hand()
    return rows, view.confidence(label, view.scores(label).combined[rows])


def photos_of(view: ModelView, rows: np.ndarray, limit: int) -> list[int]:
    """The photo ids of some features rows in their order, copies after each other."""
    return view.encodings.photo_ids(rows.tolist())[:limit]
