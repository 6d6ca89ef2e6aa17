"""How labels belong together, in SQLite: aliases (other names) and parents (animal > dog)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.library.store.database import LibraryDatabase


@dataclass(frozen=True)
class Families:
    """Label ids: alias -> the label it names, and child -> parent."""

    aliases: Mapping[int, int]
    parents: Mapping[int, int]

    def label(self, label_id: int) -> int:
        """The label that an alias names; any other label is itself."""
        while label_id in self.aliases:
            label_id = self.aliases[label_id]
        return label_id

    def names(self, label_id: int) -> list[int]:
        """A label and all its aliases."""
        return [label_id, *self._named.get(label_id, ())]

    def children(self, label_id: int) -> list[int]:
        """The labels right below this one."""
        return sorted(self._below.get(label_id, ()))

    @cached_property
    def _named(self) -> dict[int, list[int]]:
        """Label -> its aliases."""
        named: dict[int, list[int]] = {}
        for alias in self.aliases:
            named.setdefault(self.label(alias), []).append(alias)
        return named

    @cached_property
    def _below(self) -> dict[int, set[int]]:
        """Label -> the labels right below it."""
        below: dict[int, set[int]] = {}
        for name, parent in self.parents.items():
            child, above = self.label(name), self.label(parent)
            if child != above:
                below.setdefault(above, set()).add(child)
        return below

    def ancestors(self, label_id: int) -> Iterator[int]:
        """The labels above this one, nearest first. A parent given to any of a label's names is
        that of the label."""
        seen = {label_id}
        while parent := self._parent(label_id, seen):
            seen.add(parent)
            yield parent
            label_id = parent

    def _parent(self, label_id: int, seen: set[int]) -> int | None:
        above = (self.label(self.parents[n]) for n in self.names(label_id) if n in self.parents)
        return next((a for a in above if a not in seen), None)

    def descendants(self, label_id: int) -> set[int]:
        found: set[int] = set()
        waiting = [label_id]
        while waiting:
            fresh = set(self.children(waiting.pop())) - found - {label_id}
            found |= fresh
            waiting += fresh
        return found


class FamilyStore:
    """Part of a Store, on its connection."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def read(self) -> Families:
        rows = self.db.rows(
            "SELECT id, alias_of, parent_id FROM labels"
            " WHERE alias_of IS NOT NULL OR parent_id IS NOT NULL"
        )
        return Families(
            {i: alias for i, alias, _ in rows if alias is not None},
            {i: parent for i, _, parent in rows if parent is not None},
        )

    def set_alias(self, label_id: int, of: int | None) -> None:
        with self.db.transaction():
            self.db.write("UPDATE labels SET alias_of = ? WHERE id = ?", [of, label_id])

    def set_parent(self, label_id: int, parent_id: int | None) -> None:
        with self.db.transaction():
            self.db.write("UPDATE labels SET parent_id = ? WHERE id = ?", [parent_id, label_id])
