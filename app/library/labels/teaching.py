"""A label's learning as a whole: from its answers, kept, forgotten, and carried as a small file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.library.errors import LibraryError
from app.library.labels.learned_file import LearnedFile
from app.library.labels.telling import most_informative
from app.library.labels.tuning import learn
from app.library.labels.vocabulary import Labels
from app.library.records import TagKind
from app.library.scores.formulas import score_label
from app.library.scores.view import ModelView
from app.library.store.curves import Learned
from app.library.store.label_scores import LabelScores
from app.library.store.labels import Label


@dataclass(frozen=True)
class Taught:
    """What a label's answers changed: whether its embedding was tuned, and how many photos moved
    from one side of the line to the other."""

    label: str
    positives: int
    negatives: int
    tuned: bool
    moved: int


class Teaching:
    """What labels learn from their tags, by the labels' text."""

    def __init__(self, view: ModelView, labels: Labels) -> None:
        self.view, self.labels = view, labels

    def review(self, label: str, limit: int = 20) -> list[int]:
        """Photos nobody answered for yet, those first whose answers teach the label most."""
        known, view = self.labels.known(label), self.view
        combined = view.scores(known).combined
        line = np.clip(view.line(known), 0.01, 0.99)
        rows = most_informative(
            view.features.rows(0, len(combined)),
            view.calibration(known).log_odds(combined),
            float(np.log(line / (1 - line))),
            np.setdiff1d(view.encodings.at_hand(), self._answered(known)[0]),
            limit,
        )
        return view.encodings.photo_ids(rows.tolist())[:limit]

    def learn(self, label: str) -> Taught:
        """Fit the label to all its tags: its line moves, and from a few positives its embedding.

        Always from the original embedding, so the order in which answers came does not matter;
        without answers it is as if nothing had been learned.
        """
        known = self.labels.known(label)
        before = self._shown(known)
        rows, answers = self._answered(known)
        tuned = len(rows) > 0 and self._fit(known, rows, answers)
        if not len(rows):
            self._forget(known)
        yes = int((answers > 0).sum())
        moved = int((self._shown(known) != before).sum())
        return Taught(known.name, yes, len(answers) - yes, tuned, moved)

    def _answered(self, label: Label) -> tuple[np.ndarray, np.ndarray]:
        """(features rows (A,), +1 or -1 (A,)): the last that was said of the label, or of another
        name of it, on each content that the model has encoded."""
        names = self.view.store.families.read().names(label.id)
        tags = dict(self.view.encodings.tagged(names))
        said = [-1 if kind == TagKind.REJECTED else 1 for kind in tags.values()]
        return np.array(list(tags), np.int64), np.array(said, np.int64)

    def _fit(self, label: Label, answered: np.ndarray, answers: np.ndarray) -> bool:
        """Learn from these rows (A,) and answers (A,); returns whether the embedding was tuned."""
        view, original = self.view, self._original(label)
        rows = view.features.rows(0, len(original.combined))
        tuned = learn(rows, original, answered, answers, view.background(), view.info)
        yes = int((answers > 0).sum())
        learned = Learned(
            original.embedding,
            tuned.scores.embedding,
            tuned.calibration.answers_slope,
            tuned.calibration.answers_offset,
            yes,
            len(answers) - yes,
        )
        self._keep(label, learned, tuned.scores)
        return tuned.tuned

    def learned(self, label: str) -> Learned | None:
        """What the label has learned, as `restore` takes it; None for nothing."""
        return self.view.curves.learned(self.labels.known(label))

    def restore(self, label: str, learned: Learned | None) -> Learned | None:
        """Put back what the label had learned, None for nothing; returns what it had until now."""
        known, before = self.labels.known(label), self.learned(label)
        if learned is None:
            self._forget(known)
        else:
            self._keep(known, learned, self._scored(learned.embedding))
        return before

    def forget(self, label: str) -> None:
        """The label is again what its words say; its tags stay."""
        self._forget(self.labels.known(label))

    def _forget(self, label: Label) -> None:
        if self.view.curves.learned(label):
            self._keep(label, None, self._original(label))

    def _shown(self, label: Label) -> np.ndarray:
        """(N,) which features rows lie at or above the label's line."""
        confidence = self.view.confidence(label, self.view.scores(label).combined)
        return confidence >= self.view.line(label)

    def _original(self, label: Label) -> LabelScores:
        """The scores of the label's words, before anything was learned."""
        present, learned = self.view.scores(label), self.view.curves.learned(label)
        if learned is None or np.array_equal(learned.original, present.embedding):
            return present
        return self._scored(learned.original)

    def _scored(self, embedding: np.ndarray) -> LabelScores:
        rows = self.view.features.rows(0, self.view.rows)
        return score_label(rows, embedding, self.view.info)

    def _keep(self, label: Label, learned: Learned | None, scores: LabelScores) -> None:
        with self.view.store.transaction():
            self.view.curves.save_learned(label, learned)
            self.view.replace_scores(label, scores)

    def export(self, label: str, file: Path) -> None:
        """Write what a label learned, and its line, as JSON of a few kilobytes.

        Raises LibraryError where it learned nothing.
        """
        known, view = self.labels.known(label), self.view
        learned, line = view.curves.learned(known), view.curves.chosen_line(known)
        if learned is None:
            raise LibraryError(
                f"{known.name!r} has learned nothing with model {view.info.name} yet; answer yes or"
                " no for some of its photos first"
            )
        numbers = (learned.slope, learned.offset, learned.positives, learned.negatives)
        exported = LearnedFile(known.name, line, *numbers, learned.embedding)
        exported.write(file, view.info, view.model_id)

    def take_over(self, file: Path) -> str:
        """Take over an exported label, in place of what it learned here, and return its name.

        Raises LibraryError for any other file, and for one made with another model.
        """
        exported = LearnedFile.read(file, self.view.info, self.view.model_id)
        label, embedding = self.labels.known(exported.label), exported.embedding
        original = self._original(label).embedding
        numbers = (exported.slope, exported.offset, exported.positives, exported.negatives)
        self._keep(label, Learned(original, embedding, *numbers), self._scored(embedding))
        self.view.curves.choose_line(label, exported.line)
        return exported.label
