"""The labels of the library in SQLite: the vocabulary, and every other that was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.library import default_words
from app.library.store.database import LISTED, LibraryDatabase, listed, now


@dataclass(frozen=True)
class Label:
    """Any word or phrase that was added or typed, in the one form it is stored under."""

    id: int
    name: str
    in_vocabulary: bool


class LabelStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase, language: str = "") -> None:
        """language: of the program, a code like de or zh_CN, whose names come before others'."""
        self.db, self.language = database, language

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

    def in_use(self) -> set[str]:
        """The names with a use of their own: in the vocabulary, tagged, an alias, or with one."""
        rows = self.db.rows(
            "SELECT name FROM labels l WHERE in_vocabulary = 1 OR alias_of IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM tags WHERE label_id = l.id)"
            " OR EXISTS (SELECT 1 FROM labels a WHERE a.alias_of = l.id)"
        )
        return {row[0] for row in rows}

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

    def meant(self, name: str) -> str:
        """The English label that a name in another language means; any other name is itself.

        What the user made of a word comes first: put it into the vocabulary, tagged photos with it
        or made it an alias.
        """
        meant = default_words.default_vocabulary().meant(name, self.language)
        return name if meant is None or name in self.in_use() else meant

    def known(self, name: str) -> Label:
        """The label that this name means, made where there is none; an alias gives the label it is
        of, and a name of the default vocabulary in another language the label it names."""
        name = self.meant(name)
        columns = "SELECT id, name, in_vocabulary, alias_of FROM labels"
        row = self.db.row(f"{columns} WHERE name = ?", [name])
        if row is None:
            return self.named(name)
        while row[3] is not None:
            row = self.db.rows(f"{columns} WHERE id = ?", [row[3]])[0]
        return Label(row[0], row[1], bool(row[2]))

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
