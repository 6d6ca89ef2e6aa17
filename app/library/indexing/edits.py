"""Photos that were edited in place: what was said of them goes along, and can be taken back."""

import os
from collections.abc import Container, Sequence
from pathlib import Path

from app.library.errors import LibraryError
from app.library.store.edits import Edit
from app.library.store.store import Store


class Edits:
    """The edited photos that took their tags along."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def all(self) -> list[Edit]:
        """Those at hand, the latest first."""
        return self.store.edits.all()

    def take_back(self, paths: Sequence[Path]) -> int:
        """These photos are others than those they replaced: take from them the tags that came
        along, but none that someone changed since. Returns how many photos lost some.

        Raises LibraryError for a photo that took none along.
        """
        by_path: dict[Path, list[Edit]] = {}
        for edit in self.all():
            by_path.setdefault(edit.path, []).append(edit)
        wanted = []
        for path in paths:
            photo = self.store.photo_at(path)
            if photo.path not in by_path:
                raise LibraryError(f"{path} took no tags along; see: mkt-tagger folder edits")
            wanted += by_path[photo.path]
        return self.store.edits.take_back(wanted)


def carry_tags(store: Store) -> int:
    """At the end of a run: give each content that took another's place at its path what was said
    of that one. Returns how many photos took tags along.

    Not where the old content lies elsewhere now (it was moved, and its tags with it), nor where
    the new one was known from elsewhere (it was moved or copied here).
    """
    noted = store.edits.noted()
    places: dict[str, set[int]] = {}
    for change in noted:
        places.setdefault(change.after, set()).add(change.photo_id)
    edited: set[int] = set()
    with store.transaction():
        for change in noted:
            if _is_somewhere(store, change.before) or _is_known(
                store, change.after, places[change.after]
            ):
                continue
            if store.edits.carry(change.before, change.after):
                edited.add(change.photo_id)
        store.edits.forget_noted()
    return len(edited)


def _is_somewhere(store: Store, identity: str) -> bool:
    files = store.photos.of_identity(identity)
    return any(os.path.lexists(os.path.join(root, path)) for _, root, path in files)  # noqa: PTH118


def _is_known(store: Store, identity: str, edited: Container[int]) -> bool:
    """Whether another photo than those edited has, or had, this content."""
    return any(photo_id not in edited for photo_id, _, _ in store.photos.of_identity(identity))
