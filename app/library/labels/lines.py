"""A label's line: its histogram, its presets, and the photos on either side of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.library.errors import LibraryError
from app.library.labels.vocabulary import Labels
from app.library.scores.view import DEFAULT_LINE, ModelView
from app.library.store.labels import Label

BINS = 50
STRICT, GENEROUS = 0.9, 0.5  # share of the shown photos expected to be right
STRICTEST, MOST_GENEROUS = 0.9, 0.1


@dataclass(frozen=True)
class Line:
    """From which confidence on a label answers yes. counts: photos in 50 equal bins of confidence
    over 0..1; presets: values for "strict", "balanced" and "generous"; chosen: by the user."""

    label: str
    value: float
    counts: tuple[int, ...]
    presets: Mapping[str, float]
    chosen: bool


class Lines:
    """The lines of all labels, by their text."""

    def __init__(self, view: ModelView, labels: Labels) -> None:
        self.view, self.labels = view, labels

    def of(self, label: str) -> Line:
        """The line of a label with the histogram of its confidence over the photos at hand."""
        known = self.labels.known(label)
        confidences = self._at_hand(known)[1]
        counts = np.histogram(confidences, BINS, (0, 1))[0]
        chosen = self.view.curves.chosen_line(known)
        value = DEFAULT_LINE if chosen is None else chosen
        return Line(
            known.name, value, tuple(counts.tolist()), presets(confidences), chosen is not None
        )

    def set(self, label: str, value: float | None) -> float | None:
        """Choose a label's line; None is the default again. Returns the line chosen before (undo).

        Raises LibraryError for a value outside 0..1.
        """
        if value is not None and not 0 <= value <= 1:
            raise LibraryError(f"a line is a confidence between 0 and 1, not {value}")
        known = self.labels.known(label)
        before = self.view.curves.chosen_line(known)
        self.view.curves.choose_line(known, value)
        return before

    def confidences(self, label: str) -> np.ndarray:
        """(N,) the label's confidence of every photo at hand, in no order that means anything."""
        return self._at_hand(self.labels.known(label))[1]

    def around(self, label: str, value: float, limit: int = 12) -> tuple[list[int], list[int]]:
        """Photo ids just in (confidence at or above `value`) and just out, nearest first."""
        rows, confidences = self._at_hand(self.labels.known(label))
        order = np.argsort(confidences, kind="stable")
        first_in = int(np.searchsorted(confidences[order], value, "left"))
        just_in = order[first_in : first_in + limit]
        just_out = order[max(first_in - limit, 0) : first_in][::-1]
        return self._photos(rows[just_in])[:limit], self._photos(rows[just_out])[:limit]

    def _at_hand(self, label: Label) -> tuple[np.ndarray, np.ndarray]:
        """(features rows (K,), confidences (K,)) of the contents whose photos are there."""
        rows = self.view.encodings.at_hand()
        return rows, self.view.confidence(label, self.view.scores(label).combined[rows])

    def _photos(self, rows: np.ndarray) -> list[int]:
        return self.view.encodings.photo_ids(rows.tolist())


def presets(confidences: np.ndarray) -> dict[str, float]:
    """Lines by the precision they promise, from the confidences (N,) of a library.

    Confidence being a probability, its mean over the shown photos is the share of them expected to
    be right. strict: the lowest line that keeps this at 90 %; generous: at 50 %; balanced: the
    default line. Within bounds, so that a label without photos has sensible lines too.
    """
    return {
        "strict": float(np.clip(_lowest(confidences, STRICT), DEFAULT_LINE, STRICTEST)),
        "balanced": DEFAULT_LINE,
        "generous": float(np.clip(_lowest(confidences, GENEROUS), MOST_GENEROUS, DEFAULT_LINE)),
    }


def _lowest(confidences: np.ndarray, precision: float) -> float:
    """The lowest line whose photos are expected to be right in this share; 1 where none is."""
    best_first = np.sort(confidences)[::-1]
    expected = np.cumsum(best_first) / np.arange(1, len(best_first) + 1)  # falls along the photos
    enough = int((expected >= precision).sum())
    return float(best_first[enough - 1]) if enough else 1.0
