"""What the grid shows: every photo, or the answer to a query, in the order chosen."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.gui.changes import ANSWERS, Changed, Changes
from app.gui.grid.photo_model import PhotoModel
from app.gui.jobs import Job, Jobs, LibraryCall
from app.gui.pause import Pause
from app.gui.search.search_bar import SearchBar
from app.library.errors import QueryError
from app.library.library import Library
from app.library.search.ranking import Ranking

HINT_MS = 200
BY_SCORE = "score"
Sorted = tuple[Ranking, list[int], dict[int, float]]  # ids in their order, confidence by id


class SearchControl(QObject):
    """Signals: shown(number of photos, query or "", what else to type or "") when the grid has its
    answer; divided(sure photos, photos below the line, whether these are shown, query, a word it
    may have meant or "")."""

    shown = Signal(int, str, str)
    divided = Signal(int, int, bool, str, str)

    def __init__(
        self,
        jobs: Jobs,
        changes: Changes,
        photos: PhotoModel,
        bar: SearchBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.jobs, self.photos, self.bar = jobs, photos, bar
        self.order = BY_SCORE
        self._asked: Job | None = None
        self._query = ""
        self._answer: tuple[Sorted, str] | None = None  # what is on show, and its title
        self.expanded = False  # whether the photos below the line are shown after the sure ones
        self._shown: tuple[str, str] | None = None  # the question and order of what is on show
        self._hint = Pause(
            HINT_MS, lambda: bar.show_count(self.tr("Looking through your photos…")), self
        )
        changes.done.connect(self._follow)
        bar.searched.connect(self.search)
        bar.cleared.connect(self.show_all)
        bar.completion_wanted.connect(self._complete)

    @property
    def query(self) -> str:
        """What the grid answers now; empty for every photo."""
        return self._query

    def _follow(self, changed: Changed) -> None:
        """What people say of photos changes the answer to a query, not which photos there are."""
        if changed & (Changed.PHOTOS | ANSWERS if self._query else Changed.PHOTOS):
            self.refresh()

    def with_label(self, do: Callable[[str], None]) -> None:
        """Do something with the label on show; where there is none, say that under the box."""
        if label := self.photos.label:
            do(label)
        else:
            self.bar.say(self.tr("Search for one label first."))

    def refresh(self) -> None:
        """Ask again."""
        if self._query:
            self.search(self._query)
        else:
            self.show_all()

    def show_all(self) -> None:
        """Show every photo, the last indexed first."""
        order = self.order

        def everything(library: Library) -> list[int]:
            ids = library.photos.ids()
            return ids if order == BY_SCORE else library.photos.ordered(ids, order)

        self._query = ""
        self._ask(everything, self._show_ids)

    def search(self, text: str) -> None:
        """Show the answer to a query; a newer search takes the place of this one."""
        order, self._query = self.order, text

        def answer(library: Library) -> Sorted:
            ranking = library.photos.rank(text)
            ids = ranking.ids.tolist()
            confidence = dict(zip(ids, ranking.confidence.tolist(), strict=True))
            ordered = ids if order == BY_SCORE else library.photos.ordered(ids, order)
            return ranking, ordered, confidence

        self._ask(answer, self._show_answer)

    def show_similar(self, photo_id: int) -> None:
        """Show all other photos, the most similar to one first."""

        def answer(library: Library) -> Sorted:
            ranking = library.photos.rank_similar(photo_id)
            ids = ranking.ids.tolist()
            return ranking, ids, dict(zip(ids, ranking.confidence.tolist(), strict=True))

        self._query = ""
        title = self.tr("similar")
        self._ask(answer, lambda found: self._show_answer(found, title))

    def sort(self, order: str) -> None:
        """BY_SCORE, or one of app.library.search.ordering.ORDERS."""
        if order != self.order:
            self.order = order
            self.refresh()

    def append(self, ids: Sequence[int]) -> None:
        """Photos just indexed join the end, where every photo is shown."""
        if not self._query:
            self.photos.append(ids)
            self.shown.emit(self.photos.rowCount(), "", "")

    def _ask(self, question: LibraryCall, answered: Callable[[Any], None]) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._hint.start()
        self._asked = self.jobs.ask(question, answered, self._failed)

    def _show_ids(self, ids: list[int]) -> None:
        self._hint.stop()
        self._answer = None
        self.photos.show(ids, again=self._again(""))
        self.bar.show_parts(())
        self._count(len(ids) or None)
        self.divided.emit(len(ids), 0, False, "", "")
        self.shown.emit(len(ids), "", "")

    def _show_answer(self, answer: Sorted, title: str = "") -> None:
        self._hint.stop()
        ranking, ids, _ = answer
        again = self._again(ranking.query.text)
        self._answer, self.expanded = (answer, title), again and self.expanded
        self._fill(again)
        self.bar.show_parts(ranking.query.parts)
        self._count(len(ids))
        if ids and not title:
            self.bar.remember(ranking.query.text)

    def show_below(self, wanted: bool = True) -> None:
        """Show the photos below the line too, after the others, or no longer."""
        if self._answer is not None and len(self._answer[0][0].below) and wanted != self.expanded:
            self.expanded = wanted
            self._fill(again=True)

    def _fill(self, again: bool) -> None:
        """The sure photos, and the rest of the ranking where it is wanted or all there is."""
        assert self._answer is not None
        (ranking, sure, confidence), title = self._answer
        below = ranking.below.tolist() if self.expanded or not sure else []
        if below:
            more = zip(below, ranking.below_confidence.tolist(), strict=True)
            confidence = confidence | dict(more)
        text = title or ranking.query.text
        label = title or ranking.label or ranking.query.text
        self.photos.show(sure + below, confidence, label, again, len(sure))
        self.divided.emit(len(sure), len(ranking.below), bool(below), text, ranking.meant)
        self.shown.emit(len(sure) + len(below), text, ranking.instead)

    def _again(self, asked: str) -> bool:
        """Whether the grid shows the answer to the same question, in the same order, already."""
        before, self._shown = self._shown, (asked, self.order)
        return before == self._shown

    def _count(self, photos: int | None) -> None:
        if photos is None:
            self.bar.show_count("")
        elif photos == 1:
            self.bar.show_count(self.tr("1 photo"))
        else:
            self.bar.show_count(self.tr("{0} photos").format(f"{photos:,}"))

    def _failed(self, error: Exception) -> None:
        self._hint.stop()
        self.bar.show_count("")
        position = error.position if isinstance(error, QueryError) else None
        self.bar.say(str(error), position)

    def _complete(self, text: str) -> None:
        self.jobs.ask(lambda library: library.searches.complete(text), self.bar.offer, self._failed)
