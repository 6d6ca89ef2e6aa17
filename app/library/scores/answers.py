"""What the library answers for one label and every photo: tags over scores, children included."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from app.library.records import TagKind
from app.library.scores.view import ModelView
from app.library.store.families import Families
from app.library.store.labels import Label
from app.library.store.photo_table import PhotoTable

ANSWERS_KEPT = 16  # about 1 MB each at 100,000 photos


@dataclass(frozen=True)
class Answer:
    """One label over N photos: yes (N,) bool, confidence (N,) float32; said (N,) int8: 1 where a
    human said yes, -1 for no, 0 for nothing; score (N,) float32 by the model alone."""

    yes: np.ndarray
    confidence: np.ndarray
    said: np.ndarray
    score: np.ndarray


class Answers:
    """Asks the model and the tags. Keeps the last few labels' answers as long as they are true."""

    def __init__(self, view: ModelView) -> None:
        self.view, self.store = view, view.store
        self._kept: dict[int, Answer] = {}
        self._stamp: tuple[int, ...] = ()

    def recent(self, label: Label, table: PhotoTable, families: Families) -> Answer:
        """The same as `of`, from memory where nothing it rests on has changed."""
        stamp = self.store.revisions.all()
        if stamp != self._stamp:
            self._kept, self._stamp = {}, stamp
        if label.id in self._kept:
            return self._kept[label.id]
        answer = self.of(label, table, families)
        # Not kept where the label was only now scored, or someone changed something meanwhile.
        if self.store.revisions.all() == stamp and self.view.table() is table:
            if len(self._kept) >= ANSWERS_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[label.id] = answer
        return answer

    def forget(self) -> None:
        """Ask for every label anew."""
        self._stamp = ()

    def of(self, label: Label, table: PhotoTable, families: Families) -> Answer:
        """A human's word comes first, then the label's own score or its children's answers,
        whichever is surer."""
        return self._of(label, table, families, frozenset(), {})

    def _of(
        self,
        label: Label,
        table: PhotoTable,
        families: Families,
        left_out: Set[int],
        counted: dict[int, int],
    ) -> Answer:
        """The answer without the children left out (ids); how many photos say yes to it and to each
        label below it is written into `counted`."""
        scores = self.view.scores(label).combined
        confidence = table.spread(self.view.confidence(label, scores).astype(np.float32))
        yes = table.encoded & (confidence >= self.view.line(label))
        children = [child for child in families.children(label.id) if child not in left_out]
        for child in self.store.labels.by_ids(children):
            answer = self._of(child, table, families, left_out, counted)
            confidence = np.maximum(confidence, answer.confidence)
            yes = yes | answer.yes
        said = self.said(families.names(label.id), table)
        yes = (yes | (said > 0)) & (said >= 0)
        confidence = np.where(said == 0, confidence, (said > 0).astype(np.float32))
        counted[label.id] = int(yes.sum())
        return Answer(yes, confidence, said, table.spread(scores))

    def said(self, names: Sequence[int], table: PhotoTable) -> np.ndarray:
        """(N,) int8: the last word of a human on each photo, under any of these label ids."""
        last = dict(self.store.tags.of_labels(names))
        said = np.zeros(len(table), np.int8)
        if last:
            ids = np.array(sorted(last), np.int64)
            said[table.places(ids)] = [
                -1 if last[i] == TagKind.REJECTED else 1 for i in sorted(last)
            ]
        return said

    def counts(self) -> dict[str, int]:
        """For each vocabulary label whose scores are kept, how many photos are the label's; a child
        whose scores are not kept yet counts for none."""
        table, families = self.view.table(), self.store.families.read()
        stale = {label.id for label in self.view.stale_vocabulary()}
        labels = [label for label in self.store.labels.vocabulary() if label.id not in stale]
        counted: dict[int, int] = {}
        # From the top of the tree, so that each label is asked once.
        for label in sorted(labels, key=lambda label: len(list(families.ancestors(label.id)))):
            if label.id not in counted:
                self._of(label, table, families, stale, counted)
        return {label.name: counted[label.id] for label in labels}
