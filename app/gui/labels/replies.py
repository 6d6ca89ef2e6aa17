"""What was answered in one review, and which of it still stands."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.gui.changes import Change
from app.library.labels.tagging import TagChange
from app.library.records import Photo, TagKind


@dataclass(eq=False)
class Reply:
    """Yes or no to one photo; `stands` as long as it is not taken back."""

    photo: Photo
    kind: TagKind
    change: Change[TagChange]
    stands: bool = True


class Replies:
    """All answers of a review, in their order, those taken back too: redo may bring them back."""

    def __init__(self) -> None:
        self._all: list[Reply] = []

    def __contains__(self, reply: object) -> bool:
        return reply in self._all

    def add(self, reply: Reply) -> None:
        self._all.append(reply)

    def clear(self) -> None:
        self._all.clear()

    def last(self) -> Reply | None:
        """The last answer that stands."""
        return next((reply for reply in reversed(self._all) if reply.stands), None)

    def photo_ids(self) -> set[int]:
        """The photos that have an answer."""
        return {reply.photo.id for reply in self._all if reply.stands}

    def count(self, kind: TagKind) -> int:
        return sum(reply.stands and reply.kind == kind for reply in self._all)

    def gone(self, standing: Collection[Change[Any]]) -> list[Reply]:
        """Answers that stand here and not among the changes that do, the last one first."""
        return [r for r in reversed(self._all) if r.stands and r.change not in standing]

    def back(self, standing: Collection[Change[Any]]) -> list[Reply]:
        """Answers taken back whose changes stand again, the first one first."""
        return [r for r in self._all if not r.stands and r.change in standing]
