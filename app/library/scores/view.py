"""Label scores of one model: kept in the store, made from the features file when they are not."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.library.model.encoder import Encoder, ModelInfo
from app.library.scores.calibration import Background, Calibration, fit
from app.library.scores.features import FeaturesFile
from app.library.scores.formulas import score_label
from app.library.store.label_scores import LabelScores
from app.library.store.labels import Label
from app.library.store.store import Store

DEFAULT_LINE = 0.5  # the confidence from which on a label answers yes
BACKGROUND_ROWS = 2000  # so many photos, evenly spread, tell what the background scores


class ScoreCache:
    """Scores of labels over all encoded photos, always up to date when asked for."""

    def __init__(
        self,
        store: Store,
        features: FeaturesFile,
        info: ModelInfo,
        load_encoder: Callable[[], Encoder],
    ) -> None:
        """`load_encoder` is called only where a label has no stored embedding yet."""
        self.store, self.features, self.info = store, features, info
        self.load_encoder = load_encoder
        self.kept = store.with_model(info.model_id)
        self._vocabulary: tuple[int, list[Label], np.ndarray] | None = None
        self._background: tuple[int, Background] | None = None
        self._curves: dict[int, tuple[int, Calibration]] = {}  # label id -> (rows, curve)
        self._lines: dict[int, float] = {}
        self._revision = -1  # of what people chose and taught, for the two above

    def scores(self, label: Label) -> LabelScores:
        """One label against every photo encoded so far: from the store, the tail computed."""
        rows = self.kept.encodings.count()
        kept = self.kept.scores.of(label) or self._embedded([label])[0]
        if len(kept.combined) < rows:
            tail = self.features.rows(len(kept.combined), rows)
            kept = kept.extended(score_label(tail, kept.embedding, self.info))
            self.kept.scores.save(label, kept)
        return kept

    # Confidence: what a score means for one label

    def background(self) -> Background:
        """What the background vocabulary scores on the photos encoded so far."""
        rows = self.kept.encodings.count()
        if self._background is None or self._background[0] != rows:
            every = -(-rows // BACKGROUND_ROWS) or 1
            statistics = np.array(self.features.rows(0, rows).background[::every])
            self._background = rows, Background.of(statistics, self.info)
        return self._background[1]

    def calibration(self, label: Label) -> Calibration:
        """The label's curve from score to confidence, fitted to the photos encoded so far."""
        rows = self.kept.encodings.count()
        kept = self._latest_curve(label)
        if kept and kept[0] == rows:
            return kept[1]
        curve = fit(self.scores(label).combined, self.background())
        if learning := self.kept.curves.learning(label):
            curve = curve.answered(learning.slope, learning.offset)
        self.kept.curves.save_curve(label, rows, curve.numbers())
        self._curves[label.id] = rows, curve
        return curve

    def _latest_curve(self, label: Label) -> tuple[int, Calibration] | None:
        """(rows it was fitted to, curve), fitted to the photos of now or of an earlier run."""
        self._forget_if_changed()
        rows = self.kept.encodings.count()
        if self._curves.get(label.id, (-1,))[0] != rows and (kept := self.kept.curves.curve(label)):
            fitted_to, numbers = kept
            if curve := Calibration.of_numbers(numbers):
                self._curves[label.id] = fitted_to, curve
        return self._curves.get(label.id)

    def _forget_if_changed(self) -> None:
        """Another part of the program may have moved a line or taught a label."""
        revision = self.store.revisions.of("lines")
        if revision != self._revision:
            self._curves, self._lines, self._revision = {}, {}, revision

    def confidence(self, label: Label, scores: np.ndarray) -> np.ndarray:
        """P(label in photo) of a label's combined scores (N,): the one place that says it."""
        return self.calibration(label).probability(scores)

    def line(self, label: Label) -> float:
        """The confidence from which on the label answers yes."""
        self._forget_if_changed()
        if label.id not in self._lines:
            chosen = self.kept.curves.chosen_line(label)
            self._lines[label.id] = DEFAULT_LINE if chosen is None else chosen
        return self._lines[label.id]

    def replace_scores(self, label: Label, scores: LabelScores) -> None:
        """The label has another embedding now, with these scores."""
        self.kept.scores.save(label, scores)

    def _embedded(self, labels: Sequence[Label]) -> list[LabelScores]:
        """Embed labels and keep the embeddings, with no scores yet."""
        embeddings = self.load_encoder().encode_text([label.name for label in labels])
        for i, label in enumerate(labels):
            if learning := self.kept.curves.learning(label):
                embeddings[i] = learning.embedding
        none = np.zeros(0, np.float32)
        fresh = [LabelScores(e, none, none, none) for e in embeddings]
        with self.store.transaction():
            for label, scores in zip(labels, fresh, strict=True):
                self.kept.scores.save(label, scores)
        return fresh

    def vocabulary(self) -> tuple[list[Label], np.ndarray]:
        """The vocabulary's labels and their embeddings (L, D); kept until they change."""
        revision = self.store.revisions.of("labels")
        if self._vocabulary is None or self._vocabulary[0] != revision:
            labels = self.store.labels.vocabulary()
            kept = self.kept.scores.embeddings()
            if fresh := [label for label in labels if label.id not in kept]:
                self._embedded(fresh)
                kept = self.kept.scores.embeddings()
            packed = b"".join(kept[label.id] for label in labels)
            embeddings = np.frombuffer(packed, "<f4").reshape(len(labels), self.info.dim)
            revision = self.store.revisions.of("labels")
            self._vocabulary = revision, labels, embeddings
        return self._vocabulary[1:]

    def refresh_vocabulary(self) -> Iterator[int]:
        """Bring scores and curves of all vocabulary labels up to date; yields the number done."""
        rows = self.kept.encodings.count()
        stale = self.kept.scores.stale(rows)
        for number, label in enumerate(stale, 1):
            self.calibration(label)
            yield number
