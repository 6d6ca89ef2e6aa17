"""The labels of the library in SQLite: the vocabulary, and every other that was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.library.store.database import LISTED, LibraryDatabase, listed, now


@dataclass(frozen=True)
class Label:
    """Any word or phrase that was added or typed, in the one form it is stored under."""

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

    def named(self, name: str, in_vocabulary: bool = False) -> Label:
        """The label of this very name, made where there is none, and put into the vocabulary where
        that is asked for."""
        label = self.find(name)
        if label is None or (in_vocabulary and not label.in_vocabulary):
            self.add([name], in_vocabulary)
            label = self.find(name)
        assert label is not None
        return label

    def known(self, name: str) -> Label:
        """The label of this name, made where there is none; an alias gives the label it is of."""
        label = self.named(name)
        row = self.db.row(
            "WITH RECURSIVE named(id, alias_of) AS ("
            " SELECT id, alias_of FROM labels WHERE name = ?"
            " UNION SELECT l.id, l.alias_of FROM labels l JOIN named n ON l.id = n.alias_of)"
            " SELECT id, name, in_vocabulary FROM labels"
            " WHERE id IN (SELECT id FROM named WHERE alias_of IS NULL)",
            [name],
        )
        return Label(row[0], row[1], bool(row[2])) if row else label

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
