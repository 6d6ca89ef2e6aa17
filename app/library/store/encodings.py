"""Which content lies in which row of a model's features file, in SQLite."""

from collections.abc import Sequence

import numpy as np

from app.library.records import TagKind
from app.library.store.database import LISTED, LibraryDatabase, listed


class EncodingStore:
    """Part of a ModelStore, on its connection: of one model."""

    def __init__(self, database: LibraryDatabase, model_id: str) -> None:
        self.db, self._model = database, model_id

    def rows(self) -> dict[str, int]:
        """Content identity -> features row."""
        return dict(
            self.db.rows('SELECT identity, "row" FROM encodings WHERE model_id = ?', [self._model])
        )

    def row(self, identity: str) -> int | None:
        """The features row of a content."""
        row: int | None = self.db.value(
            'SELECT "row" FROM encodings WHERE model_id = ? AND identity = ?',
            [self._model, identity],
        )
        return row

    def count(self) -> int:
        """One more than the highest features row in use."""
        count: int = self.db.value(
            'SELECT coalesce(max("row") + 1, 0) FROM encodings WHERE model_id = ?', [self._model]
        )
        return count

    def add(self, first_row: int, identities: Sequence[str]) -> None:
        """Name the contents of rows from `first_row` on. The caller holds the transaction."""
        self.db.write_each(
            'INSERT INTO encodings (model_id, "row", identity) VALUES (?,?,?)',
            [(self._model, first_row + i, identity) for i, identity in enumerate(identities)],
        )

    def drop(self, from_row: int) -> None:
        """Forget the rows that the features file no longer has, with all scores of the model."""
        with self.db.transaction():
            for statement in (
                'DELETE FROM encodings WHERE model_id = ? AND "row" >= ?',
                "DELETE FROM label_scores WHERE model_id = ? AND rows > ?",
                "DELETE FROM calibrations WHERE model_id = ? AND rows > ?",
            ):
                self.db.write(statement, [self._model, from_row])

    def at_hand(self) -> np.ndarray:
        """The features rows (K,) of contents of which a photo's file is there, rising."""
        rows = self.db.rows(
            'SELECT "row" FROM encodings e WHERE model_id = ? AND EXISTS (SELECT 1 FROM photos p'
            ' WHERE p.identity = e.identity AND p.missing_since IS NULL) ORDER BY "row"',
            [self._model],
        )
        return np.array(rows, np.int64).reshape(-1)

    def photo_ids(self, rows: Sequence[int]) -> list[int]:
        """The photos at hand whose content lies in these features rows, in the order of `rows`,
        copies after each other."""
        found = self.db.rows(
            'SELECT e."row", p.id FROM encodings e JOIN photos p ON p.identity = e.identity'
            f' WHERE e.model_id = ? AND e."row" {LISTED} AND p.missing_since IS NULL'
            " ORDER BY p.id",
            [self._model, listed(rows)],
        )
        rank = {row: i for i, row in enumerate(rows)}
        return [photo_id for _, photo_id in sorted(found, key=lambda entry: rank[entry[0]])]

    def tagged(self, label_ids: Sequence[int]) -> list[tuple[int, TagKind]]:
        """(features row, kind) of every content of the model tagged with one of these labels,
        oldest word first."""
        rows = self.db.rows(
            'SELECT e."row", t.kind FROM tags t JOIN encodings e ON e.identity = t.identity'
            f" WHERE e.model_id = ? AND t.label_id {LISTED} ORDER BY t.set_at",
            [self._model, listed(label_ids)],
        )
        return [(row, TagKind(kind)) for row, kind in rows]
