"""The tags of the library in SQLite: what humans say of photos, by content identity and label.

A tag belongs to a content and not to a file, so it outlives moves and forgotten roots, and copies
share it. No model run writes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.library.records import TagKind
from app.library.store.database import LISTED, LibraryDatabase, listed, now


@dataclass(frozen=True)
class Tag:
    """A human's word on (photo, label); it outranks every score. set_at: ISO 8601, UTC; model_id:
    the model in use when it was said."""

    photo_id: int
    label: str
    kind: TagKind
    set_at: str
    model_id: str


class TagStore:
    """Part of a Store, on its connection. Labels come and go by id."""

    def __init__(self, database: LibraryDatabase) -> None:
        self.db = database

    def set(
        self, names: Sequence[int], kinds: Mapping[int, TagKind | None], model_id: str
    ) -> dict[int, TagKind | None]:
        """Set or clear (None) a label's tags of photos by id; returns what they were before.

        `names`: the label, then its aliases; what was said under any of them is replaced. One
        transaction. Unknown photos are left out.
        """
        label_id = names[0]
        with self.db.transaction():
            contents = self._identities(list(kinds))
            before = self._kinds(names, contents)
            self.db.write_each(
                "DELETE FROM tags WHERE label_id = ? AND identity = ?",
                [(name, contents[i]) for i in contents for name in names],
            )
            self.db.write_each(
                "INSERT OR REPLACE INTO tags (label_id, identity, kind, set_at, model_id)"
                " VALUES (?,?,?,?,?)",
                [
                    (label_id, contents[i], kind.value, now(), model_id)
                    for i, kind in kinds.items()
                    if kind and i in contents
                ],
            )
        return before

    def _identities(self, photo_ids: Sequence[int]) -> dict[int, str]:
        """Photo id -> content identity."""
        return dict(
            self.db.rows(f"SELECT id, identity FROM photos WHERE id {LISTED}", [listed(photo_ids)])
        )

    def _kinds(
        self, names: Sequence[int], contents: Mapping[int, str]
    ) -> dict[int, TagKind | None]:
        kinds: dict[str, str] = dict(
            self.db.rows(
                f"SELECT identity, kind FROM tags WHERE label_id {LISTED} ORDER BY set_at",
                [listed(names)],
            )
        )
        return {i: TagKind(kinds[c]) if c in kinds else None for i, c in contents.items()}

    def of_photo(self, photo_id: int) -> list[Tag]:
        """The tags of a photo under the names they were given, oldest first."""
        rows = self.db.rows(
            "SELECT l.name, t.kind, t.set_at, t.model_id FROM photos p"
            " JOIN tags t ON t.identity = p.identity JOIN labels l ON l.id = t.label_id"
            " WHERE p.id = ? ORDER BY t.set_at, l.name",
            [photo_id],
        )
        return [Tag(photo_id, name, TagKind(kind), at, model) for name, kind, at, model in rows]

    def of_labels(self, label_ids: Sequence[int]) -> list[tuple[int, TagKind]]:
        """(photo id, kind) of every photo at hand tagged with one of these labels, oldest word
        first: a later one outranks it."""
        rows = self.db.rows(
            "SELECT p.id, t.kind FROM tags t JOIN photos p ON p.identity = t.identity"
            f" WHERE t.label_id {LISTED} AND p.missing_since IS NULL ORDER BY t.set_at, p.id",
            [listed(label_ids)],
        )
        return [(photo_id, TagKind(kind)) for photo_id, kind in rows]

    def tagged_photo_ids(self) -> list[int]:
        """Every photo at hand that someone said yes to any label of."""
        rows = self.db.rows(
            "SELECT DISTINCT p.id FROM tags t JOIN photos p ON p.identity = t.identity"
            " WHERE t.kind != 'rejected' AND p.missing_since IS NULL"
        )
        return [row[0] for row in rows]
