"""What is kept of each label's yes-or-no in SQLite: its curve, its chosen line, what it learned."""

import json
from dataclasses import asdict, dataclass

import numpy as np

from app.library.scores.calibration import PRIOR, Background, Calibration
from app.library.store.database import LibraryDatabase, now
from app.library.store.label_store import Label


@dataclass(frozen=True)
class Learning:
    """What answers made of a label, for one model: the embeddings (D,) before and after (the same
    where it was not tuned) and the curve's slope and offset."""

    original: np.ndarray
    embedding: np.ndarray
    slope: float
    offset: float
    positives: int
    negatives: int


class LineStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def curve(self, label: Label, model_id: str) -> tuple[int, Calibration] | None:
        """(features rows it was fitted to, curve), where the present prior made it."""
        row = self.db.row(
            "SELECT rows, curve FROM calibrations WHERE label_id = ? AND model_id = ?",
            [label.id, model_id],
        )
        kept = json.loads(row[1]) if row else None
        if kept is None or kept.pop("prior") != asdict(PRIOR):
            return None
        return row[0], Calibration(Background(**kept.pop("background")), **kept)

    def save_curve(self, label: Label, model_id: str, rows: int, curve: Calibration) -> None:
        with self.db.transaction():
            self.db.write(
                "INSERT OR REPLACE INTO calibrations (label_id, model_id, rows, curve)"
                " VALUES (?,?,?,?)",
                [label.id, model_id, rows, json.dumps(asdict(curve))],
            )

    def chosen_line(self, label: Label, model_id: str) -> float | None:
        value: float | None = self.db.value(
            "SELECT value FROM lines WHERE label_id = ? AND model_id = ?", [label.id, model_id]
        )
        return value

    def choose_line(self, label: Label, model_id: str, value: float | None) -> None:
        """Keep the user's line, a confidence; None goes back to the default."""
        with self.db.transaction():
            self.db.write(
                "DELETE FROM lines WHERE label_id = ? AND model_id = ?", [label.id, model_id]
            )
            if value is not None:
                self.db.write(
                    "INSERT INTO lines (label_id, model_id, value) VALUES (?,?,?)",
                    [label.id, model_id, value],
                )

    def rows_at_hand(self, model_id: str) -> np.ndarray:
        """The features rows (K,) of contents of which a photo's file is there, rising."""
        rows = self.db.rows(
            'SELECT "row" FROM encodings e WHERE model_id = ? AND EXISTS (SELECT 1 FROM photos p'
            ' WHERE p.identity = e.identity AND p.missing_since IS NULL) ORDER BY "row"',
            [model_id],
        )
        return np.array(rows, np.int64).reshape(-1)

    def learning(self, label: Label, model_id: str) -> Learning | None:
        row = self.db.row(
            "SELECT original, embedding, slope, offset, positives, negatives FROM learned"
            " WHERE label_id = ? AND model_id = ?",
            [label.id, model_id],
        )
        if row is None:
            return None
        original, embedding = (np.frombuffer(part, "<f4") for part in row[:2])
        return Learning(original, embedding, *row[2:])

    def save_learning(self, label: Label, model_id: str, learning: Learning | None) -> None:
        """Keep or (None) forget what a label learned; its curve is to be fitted anew."""
        key = [label.id, model_id]
        with self.db.transaction():
            for table in ("learned", "calibrations"):
                self.db.write(f"DELETE FROM {table} WHERE label_id = ? AND model_id = ?", key)
            if learning is not None:
                self.db.write(
                    "INSERT INTO learned (label_id, model_id, original, embedding, slope, offset,"
                    " positives, negatives, learned_at) VALUES (?,?,?,?,?,?,?,?,?)",
                    [*key, learning.original.astype("<f4").tobytes(),
                     learning.embedding.astype("<f4").tobytes(), learning.slope, learning.offset,
                     learning.positives, learning.negatives, now()],
                )  # fmt: skip
