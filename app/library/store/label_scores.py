"""The scores of labels by one model in SQLite: one row a label, packed arrays."""

from dataclasses import dataclass

import numpy as np

from app.library.store.database import LibraryDatabase
from app.library.store.labels import Label

TYPED_LABELS_KEPT = 500


@dataclass(frozen=True)
class LabelScores:
    """One label against N rows: combined (N,) float32, as float16 can hold it; embedding (D,).

    A thousand labels over 100,000 photos take 0.2 GB. The two streams are made anew for the few
    photos that are looked at.
    """

    embedding: np.ndarray
    combined: np.ndarray

    def pack(self) -> tuple[bytes, bytes]:
        """(embedding, combined) as little-endian bytes."""
        return self.embedding.astype("<f4").tobytes(), self.combined.astype("<f2").tobytes()

    @staticmethod
    def unpack(embedding: bytes, combined: bytes) -> "LabelScores":
        scores = np.frombuffer(combined, "<f2").astype(np.float32)
        return LabelScores(np.frombuffer(embedding, "<f4"), scores)

    def extended(self, tail: "LabelScores") -> "LabelScores":
        """These scores and then those of later rows."""
        return LabelScores(self.embedding, np.concatenate([self.combined, tail.combined]))


class LabelScoreStore:
    """Part of a ModelStore, on its connection: of one model."""

    def __init__(self, database: LibraryDatabase, model_id: str) -> None:
        self.db, self._model = database, model_id

    def of(self, label: Label) -> LabelScores | None:
        row = self.db.row(
            "SELECT embedding, combined FROM label_scores WHERE label_id = ? AND model_id = ?",
            [label.id, self._model],
        )
        return LabelScores.unpack(*row) if row else None

    def save(self, label: Label, scores: LabelScores) -> None:
        """Keep a label's scores; of labels only typed, the newest few hundred are kept."""
        with self.db.transaction():
            self.db.write(
                "INSERT OR REPLACE INTO label_scores"
                " (label_id, model_id, rows, embedding, combined) VALUES (?,?,?,?,?)",
                [label.id, self._model, len(scores.combined), *scores.pack()],
            )
            if not label.in_vocabulary:
                self._drop_old_typed()

    def _drop_old_typed(self) -> None:
        self.db.write(
            "DELETE FROM label_scores WHERE rowid IN (SELECT s.rowid FROM label_scores s"
            " JOIN labels l ON l.id = s.label_id WHERE l.in_vocabulary = 0"
            " ORDER BY s.rowid DESC LIMIT -1 OFFSET ?)",
            [TYPED_LABELS_KEPT],
        )

    def embeddings(self) -> dict[int, bytes]:
        """Label id -> embedding, of every vocabulary label that has one; packed float32."""
        return dict(
            self.db.rows(
                "SELECT s.label_id, s.embedding FROM label_scores s JOIN labels l"
                " ON l.id = s.label_id WHERE s.model_id = ? AND l.in_vocabulary = 1",
                [self._model],
            )
        )

    def stale(self, rows: int) -> list[Label]:
        """The vocabulary labels whose scores do not cover `rows` features rows yet."""
        found = self.db.rows(
            "SELECT l.id, l.name FROM labels l LEFT JOIN label_scores s"
            " ON s.label_id = l.id AND s.model_id = ?"
            " WHERE l.in_vocabulary = 1 AND l.alias_of IS NULL AND coalesce(s.rows, -1) < ?"
            " ORDER BY l.id",
            [self._model, rows],
        )
        return [Label(i, name, True) for i, name in found]
