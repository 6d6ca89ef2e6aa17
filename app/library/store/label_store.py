"""The labels of the library in SQLite: the vocabulary, and scores by model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.library.scores.formulas import LabelScores
from app.library.store.database import LISTED, LibraryDatabase, listed, now

TYPED_LABELS_KEPT = 500


@dataclass(frozen=True)
class Label:
    id: int
    name: str
    in_vocabulary: bool


class LabelStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def all(self) -> list[Label]:
        rows = self.db.rows("SELECT id, name, in_vocabulary FROM labels ORDER BY name")
        return [Label(i, name, bool(inside)) for i, name, inside in rows]

    def vocabulary(self) -> list[Label]:
        """The labels scored for every photo; an alias is no label of its own."""
        rows = self.db.rows(
            "SELECT id, name FROM labels WHERE in_vocabulary = 1 AND alias_of IS NULL ORDER BY name"
        )
        return [Label(i, name, True) for i, name in rows]

    def find(self, name: str) -> Label | None:
        row = self.db.row("SELECT id, name, in_vocabulary FROM labels WHERE name = ?", [name])
        return Label(row[0], row[1], bool(row[2])) if row else None

    def by_ids(self, ids: Sequence[int]) -> list[Label]:
        """The labels of `ids`, by name."""
        rows = self.db.rows(
            f"SELECT id, name, in_vocabulary FROM labels WHERE id {LISTED} ORDER BY name",
            [listed(ids)],
        )
        return [Label(i, name, bool(inside)) for i, name, inside in rows]

    def offered(self) -> list[str]:
        """The names worth offering while one types: the vocabulary's, aliases and tagged ones."""
        rows = self.db.rows(
            "SELECT name FROM labels WHERE in_vocabulary = 1 OR alias_of IS NOT NULL"
            " OR id IN (SELECT label_id FROM tags) ORDER BY name"
        )
        return [row[0] for row in rows]

    def known(self, name: str) -> Label:
        """The label of this name, made where there is none; an alias gives the label it is of."""
        if (label := self._meant(name)) is None:
            self.add([name], in_vocabulary=False)
            label = self._meant(name)
        assert label is not None
        return label

    def _meant(self, name: str) -> Label | None:
        row = self.db.row(
            "WITH RECURSIVE named(id, alias_of) AS ("
            " SELECT id, alias_of FROM labels WHERE name = ?"
            " UNION SELECT l.id, l.alias_of FROM labels l JOIN named n ON l.id = n.alias_of)"
            " SELECT id, name, in_vocabulary FROM labels"
            " WHERE id IN (SELECT id FROM named WHERE alias_of IS NULL)",
            [name],
        )
        return Label(row[0], row[1], bool(row[2])) if row else None

    def add(self, names: Iterable[str], in_vocabulary: bool) -> None:
        """Make labels; those known already join the vocabulary but never leave it by this."""
        with self.db.transaction():
            self.db.write_each(
                "INSERT INTO labels (name, in_vocabulary, added_at) VALUES (?,?,?)"
                " ON CONFLICT (name) DO UPDATE"
                " SET in_vocabulary = max(in_vocabulary, excluded.in_vocabulary)",
                [(name, in_vocabulary, now()) for name in names],
            )

    def remove(self, label: Label) -> None:
        """Take a label out of the vocabulary; it can still be typed."""
        with self.db.transaction():
            self.db.write("UPDATE labels SET in_vocabulary = 0 WHERE id = ?", [label.id])

    def embeddings(self, model_id: str) -> dict[int, bytes]:
        """Label id -> embedding, of every vocabulary label that has one; packed float32."""
        return dict(
            self.db.rows(
                "SELECT s.label_id, s.embedding FROM label_scores s JOIN labels l"
                " ON l.id = s.label_id WHERE s.model_id = ? AND l.in_vocabulary = 1",
                [model_id],
            )
        )

    def scores(self, label: Label, model_id: str) -> LabelScores | None:
        row = self.db.row(
            "SELECT embedding, combined, global_scores, local_scores FROM label_scores"
            " WHERE label_id = ? AND model_id = ?",
            [label.id, model_id],
        )
        return LabelScores.unpack(*row) if row else None

    def save_scores(self, label: Label, model_id: str, scores: LabelScores) -> None:
        """Keep a label's scores; of labels only typed, the newest few hundred are kept."""
        with self.db.transaction():
            self.db.write(
                "INSERT OR REPLACE INTO label_scores (label_id, model_id, rows, embedding,"
                " combined, global_scores, local_scores) VALUES (?,?,?,?,?,?,?)",
                [label.id, model_id, len(scores.combined), *scores.pack()],
            )
            if not label.in_vocabulary:
                self._drop_old_typed_scores()

    def _drop_old_typed_scores(self) -> None:
        self.db.write(
            "DELETE FROM label_scores WHERE rowid IN (SELECT s.rowid FROM label_scores s"
            " JOIN labels l ON l.id = s.label_id WHERE l.in_vocabulary = 0"
            " ORDER BY s.rowid DESC LIMIT -1 OFFSET ?)",
            [TYPED_LABELS_KEPT],
        )

    def stale(self, model_id: str, rows: int) -> list[Label]:
        """The vocabulary labels whose scores do not cover `rows` features rows yet."""
        found = self.db.rows(
            "SELECT l.id, l.name FROM labels l LEFT JOIN label_scores s"
            " ON s.label_id = l.id AND s.model_id = ?"
            " WHERE l.in_vocabulary = 1 AND l.alias_of IS NULL AND coalesce(s.rows, -1) < ?"
            " ORDER BY l.id",
            [model_id, rows],
        )
        return [Label(i, name, True) for i, name in found]
