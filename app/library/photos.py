"""The photos of the library: looked up, ordered, searched and compared."""

from collections.abc import Sequence
from pathlib import Path

from app.library.records import NEAR_DUPLICATE, DuplicateGroup, Photo
from app.library.scores.answers import Answers
from app.library.scores.duplicates import duplicates
from app.library.scores.explain import Explanation, explain
from app.library.search.ordering import ordered
from app.library.search.parser import parse_label
from app.library.search.ranking import Ranking, rank, rank_similar, with_hits


class Photos:
    """Photos by their ids. A photo is at hand while its file is there."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.view, self.store = answers, answers.view, answers.store

    def ids(self) -> list[int]:
        """Every photo at hand, newest first by the time it was taken."""
        return self.store.photos.ids()

    def get(self, ids: Sequence[int]) -> list[Photo]:
        """The photos of `ids`, in their order; unknown ids are left out."""
        return self.store.photos.get(ids)

    def at(self, path: Path) -> Photo:
        """The photo of a file. Raises LibraryError where it is not indexed."""
        return self.store.photo_at(path)

    def ordered(self, ids: Sequence[int], by: str) -> list[int]:
        """Photo ids in another order: "date" (newest first), "name" or "path"."""
        return ordered(self.view.table(), ids, by)

    def rank(self, query: str) -> Ranking:
        """Every photo of a query, best first, none of them looked up; see docs/searching.md.
        Raises QueryError."""
        return rank(self.answers, query)

    def search(self, query: str, limit: int = 50, all_photos: bool = False) -> Ranking:
        """The ranking of a query with its first `limit` photos (0: all) looked up. `all_photos`:
        labels only rank and cut nothing off. Raises QueryError."""
        return with_hits(self.answers, rank(self.answers, query, all_photos), limit)

    def rank_similar(self, photo_id: int) -> Ranking:
        """The photos most similar to one, itself left out, best first.

        Raises LibraryError where it is not at hand or the model has not seen it.
        """
        return rank_similar(self.answers, photo_id)

    def similar(self, photo_id: int, limit: int = 50) -> Ranking:
        """The same with the first `limit` photos (0: all) looked up."""
        return with_hits(self.answers, rank_similar(self.answers, photo_id), limit)

    def duplicates(self, threshold: float = NEAR_DUPLICATE) -> list[DuplicateGroup]:
        """Groups of photos with the same content, then of nearly the same pictures."""
        return duplicates(self.view, threshold)

    def explain(self, photo_id: int, label: str) -> Explanation:
        """Where in a photo the model sees a label; reads the file. Raises LibraryError."""
        return explain(self.view, photo_id, parse_label(label))
