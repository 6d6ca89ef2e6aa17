"""Content that changed places between known paths: its photo's id goes along.

While a run goes on, a path keeps its photo. At its end this gives each content that left its path
for another known one the id that it had there.
"""

from collections.abc import Container, Sequence

from app.library.store.store import Store


class ContentMoves:
    """Of one run: which known paths hold another content now."""

    def __init__(self) -> None:
        self._before: dict[int, str] = {}
        self._after: dict[int, str] = {}

    def note(self, photo_id: int, before: str | None, after: str) -> None:
        """A photo's content identity before (None for a new path) and after."""
        if before == after:
            return
        self._after[photo_id] = after
        if before is not None:
            self._before[photo_id] = before

    def settle(self, store: Store, gone: Container[int]) -> set[int]:
        """Give every content its id back; returns the ids that were found again among `gone`."""
        leaving: dict[str, list[int]] = {}
        for photo_id, identity in self._before.items():
            leaving.setdefault(identity, []).append(photo_id)
        wanted: dict[int, int] = {}
        found: set[int] = set()
        for photo_id, identity in self._after.items():
            if leaving.get(identity):
                wanted[photo_id] = leaving[identity].pop(0)
            elif photo_id in self._before and (old := _first_gone(store, identity, gone, found)):
                wanted[photo_id] = old
                found.add(old)
        store.photos.renumber(wanted, sorted(found))
        return found


def _first_gone(
    store: Store, identity: str, gone: Container[int], taken: Container[int]
) -> int | None:
    ids: Sequence[int] = [i for i, _, _ in store.photos.of_identity(identity)]
    return next((i for i in ids if i in gone and i not in taken), None)
