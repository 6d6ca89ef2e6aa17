"""The library seen with one model: its features, and what it says of any label."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.library.model.encoder import ModelInfo, SharedEncoder
from app.library.scores.calibration import Background, Calibration, fit
from app.library.scores.features import FeaturesFile, RowFormat, open_features
from app.library.scores.formulas import score_label, streams_of_label
from app.library.store.label_scores import LabelScores
from app.library.store.labels import Label
from app.library.store.photo_table import PhotoTable
from app.library.store.store import Store

DEFAULT_LINE = 0.5  # the confidence from which on a label answers yes
BACKGROUND_ROWS = 2000  # so many photos, evenly spread, tell what the background scores


class ModelView:
    """Whatever is asked for is true of the photos encoded so far: kept in the store, made from the
    features file where it is not. The one place that knows the model's id.

    info: the model; encoder: loads it, only where something needs it; encodings, curves: what the
    store keeps of it; features: its features file.
    """

    def __init__(
        self, store: Store, info: ModelInfo, encoder: SharedEncoder, features: Path
    ) -> None:
        """`features`: the folder of the features files."""
        self.store, self.info, self.encoder, self.model_id = store, info, encoder, info.model_id
        self._kept = store.with_model(self.model_id)
        self.encodings, self.curves = self._kept.encodings, self._kept.curves
        self.features = self._opened(features)
        self._table: tuple[int, PhotoTable] | None = None
        self._vocabulary: tuple[int, list[Label], np.ndarray] | None = None
        self._background: tuple[int, Background] | None = None
        self._curves: dict[int, tuple[int, Calibration]] = {}  # label id -> (rows, curve)
        self._lines: dict[int, float] = {}
        self._revision = -1  # of what people chose and taught, for the two above

    def _opened(self, folder: Path) -> FeaturesFile:
        """The features file, brought in line with the database after damage or loss."""
        features = open_features(folder, self.model_id, RowFormat(self.info.dim, self.info.tokens))
        if len(features) < self.rows:
            self.encodings.drop(len(features))
        return features

    @property
    def rows(self) -> int:
        """How many rows of the features file hold photos encoded so far."""
        return self.encodings.count()

    def table(self) -> PhotoTable:
        """The photos at hand, as of now."""
        revision = self.store.revisions.of("photos")
        if self._table is None or self._table[0] != revision:
            self._table = revision, self._kept.photo_table()
        return self._table[1]

    # Scores

    def scores(self, label: Label) -> LabelScores:
        """One label against every photo encoded so far: from the store, the tail computed."""
        rows = self.rows
        kept = self._kept.scores.of(label) or self._embedded([label])[0]
        if len(kept.combined) < rows:
            tail = self.features.rows(len(kept.combined), rows)
            kept = kept.extended(score_label(tail, kept.embedding, self.info))
            self._kept.scores.save(label, kept)
        return kept

    def streams(self, label: Label, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the global and the local stream say of features rows (K,), each (K,) float32."""
        chosen = self.features.rows(0, self.rows).chosen(rows)
        _, globals_, locals_ = streams_of_label(chosen, self.scores(label).embedding, self.info)
        return globals_, locals_

    def replace_scores(self, label: Label, scores: LabelScores) -> None:
        """The label has another embedding now, with these scores."""
        self._kept.scores.save(label, scores)

    def _embedded(self, labels: Sequence[Label]) -> list[LabelScores]:
        """Embed labels and keep the embeddings, with no scores yet."""
        embeddings = self.encoder.load().encode_text([label.name for label in labels])
        for i, label in enumerate(labels):
            if learned := self.curves.learned(label):
                embeddings[i] = learned.embedding
        fresh = [LabelScores(e, np.zeros(0, np.float32)) for e in embeddings]
        with self.store.transaction():
            for label, scores in zip(labels, fresh, strict=True):
                self._kept.scores.save(label, scores)
        return fresh

    # Confidence: what a score means for one label

    def background(self) -> Background:
        """What the background vocabulary scores on the photos encoded so far."""
        rows = self.rows
        if self._background is None or self._background[0] != rows:
            every = -(-rows // BACKGROUND_ROWS) or 1
            statistics = np.array(self.features.rows(0, rows).background[::every])
            self._background = rows, Background.of(statistics, self.info)
        return self._background[1]

    def calibration(self, label: Label) -> Calibration:
        """The label's curve from score to confidence, fitted to the photos encoded so far."""
        rows = self.rows
        kept = self._latest_curve(label, rows)
        if kept and kept[0] == rows:
            return kept[1]
        curve = fit(self.scores(label).combined, self.background())
        if learned := self.curves.learned(label):
            curve = curve.answered(learned.slope, learned.offset)
        self.curves.save_curve(label, rows, curve.numbers())
        self._curves[label.id] = rows, curve
        return curve

    def _latest_curve(self, label: Label, rows: int) -> tuple[int, Calibration] | None:
        """(rows it was fitted to, curve), fitted to the photos of now or of an earlier run."""
        self._forget_if_changed()
        if self._curves.get(label.id, (-1,))[0] != rows and (kept := self.curves.curve(label)):
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
            chosen = self.curves.chosen_line(label)
            self._lines[label.id] = DEFAULT_LINE if chosen is None else chosen
        return self._lines[label.id]

    # The vocabulary

    def vocabulary(self) -> tuple[list[Label], np.ndarray]:
        """The vocabulary's labels and their embeddings (L, D); kept until they change."""
        revision = self.store.revisions.of("labels")
        if self._vocabulary is None or self._vocabulary[0] != revision:
            labels = self.store.labels.vocabulary()
            kept = self._kept.scores.embeddings()
            if fresh := [label for label in labels if label.id not in kept]:
                self._embedded(fresh)
                kept = self._kept.scores.embeddings()
            packed = b"".join(kept[label.id] for label in labels)
            embeddings = np.frombuffer(packed, "<f4").reshape(len(labels), self.info.dim)
            revision = self.store.revisions.of("labels")
            self._vocabulary = revision, labels, embeddings
        return self._vocabulary[1:]

    def stale_vocabulary(self) -> list[Label]:
        """The vocabulary labels whose scores do not cover all photos encoded so far."""
        return self._kept.scores.stale(self.rows)

    def refresh_vocabulary(self) -> Iterator[int]:
        """Bring scores and curves of all vocabulary labels up to date; yields the number done."""
        for number, label in enumerate(self.stale_vocabulary(), 1):
            self.calibration(label)
            yield number
