"""What is kept of each label's yes-or-no in SQLite: its curve, its chosen line, what it learned."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.library.store.database import LibraryDatabase, now
from app.library.store.labels import Label


@dataclass(frozen=True)
class Learned:
    """What answers made of a label, for one model: the embeddings (D,) before and after (the same
    where it was not tuned) and the curve's slope and offset."""

    original: np.ndarray
    embedding: np.ndarray
    slope: float
    offset: float
    positives: int
    negatives: int


class CurveStore:
    """Part of a ModelStore, on its connection: of one model."""

    def __init__(self, database: LibraryDatabase, model_id: str) -> None:
        self.db, self._model = database, model_id

    def curve(self, label: Label) -> tuple[int, dict[str, Any]] | None:
        """(features rows it was fitted to, the curve's numbers by name)."""
        row = self.db.row(
            "SELECT rows, curve FROM calibrations WHERE label_id = ? AND model_id = ?",
            [label.id, self._model],
        )
        return (row[0], json.loads(row[1])) if row else None

    def save_curve(self, label: Label, rows: int, curve: Mapping[str, Any]) -> None:
        self.db.write(
            "INSERT OR REPLACE INTO calibrations (label_id, model_id, rows, curve)"
            " VALUES (?,?,?,?)",
            [label.id, self._model, rows, json.dumps(curve)],
        )

    def chosen_line(self, label: Label) -> float | None:
        value: float | None = self.db.value(
            "SELECT value FROM lines WHERE label_id = ? AND model_id = ?", [label.id, self._model]
        )
        return value

    def choose_line(self, label: Label, value: float | None) -> None:
        """Keep the user's line, a confidence; None goes back to the default."""
        with self.db.transaction():
            self.db.write(
                "DELETE FROM lines WHERE label_id = ? AND model_id = ?", [label.id, self._model]
            )
            if value is not None:
                self.db.write(
                    "INSERT INTO lines (label_id, model_id, value) VALUES (?,?,?)",
                    [label.id, self._model, value],
                )

    def learned(self, label: Label) -> Learned | None:
        row = self.db.row(
            "SELECT original, embedding, slope, offset, positives, negatives FROM learned"
            " WHERE label_id = ? AND model_id = ?",
            [label.id, self._model],
        )
        if row is None:
            return None
        original, embedding = (np.frombuffer(part, "<f4") for part in row[:2])
        return Learned(original, embedding, *row[2:])

    def save_learned(self, label: Label, learned: Learned | None) -> None:
        """Keep or (None) forget what a label learned; its curve is to be fitted anew."""
        key = [label.id, self._model]
        with self.db.transaction():
            for table in ("learned", "calibrations"):
                self.db.write(f"DELETE FROM {table} WHERE label_id = ? AND model_id = ?", key)
            if learned is not None:
                self.db.write(
                    "INSERT INTO learned (label_id, model_id, original, embedding, slope, offset,"
                    " positives, negatives, learned_at) VALUES (?,?,?,?,?,?,?,?,?)",
                    [
                        *key,
                        learned.original.astype("<f4").tobytes(),
                        learned.embedding.astype("<f4").tobytes(),
                        learned.slope,
                        learned.offset,
                        learned.positives,
                        learned.negatives,
                        now(),
                    ],
                )
