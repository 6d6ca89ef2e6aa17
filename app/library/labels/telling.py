"""Which photos to ask about: those whose answers teach a label most. Numpy only."""

import numpy as np

from app.library.scores.features import Rows

CANDIDATES = 8  # times as many as asked for are looked at
ALIKE = 0.5  # how much a photo like one asked about already loses, in log odds


def most_informative(
    rows: Rows, log_odds: np.ndarray, line: float, open_rows: np.ndarray, limit: int
) -> np.ndarray:
    """`limit` of the rows `open_rows`: near the line and unlike each other, best first.

    log_odds (N,) of all rows; line: the log odds of the label's line. Each next photo is the one
    with the least distance to the line plus its likeness (0..1, the global embedding's cosine) to
    the nearest photo chosen before, weighed by ALIKE.
    """
    distance = np.abs(log_odds[open_rows] - line)
    near = open_rows[np.argsort(distance, kind="stable")[: limit * CANDIDATES]]
    cost = np.abs(log_odds[near] - line)
    directions = rows.vectors[near, 0].astype(np.float32)
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-6)
    likeness = np.zeros(len(near))
    chosen: list[int] = []
    while len(chosen) < min(limit, len(near)):
        worth = cost + ALIKE * likeness
        worth[chosen] = np.inf
        chosen.append(int(worth.argmin()))
        likeness = np.maximum(likeness, directions @ directions[chosen[-1]])
    return near[chosen]
