"""Label scores of one model: kept in the store, made from the features file when they are not."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.library.encoder import Encoder, ModelInfo
from app.library.features import FeaturesFile
from app.library.label_store import Label
from app.library.scoring import LabelScores, confidence, score_block, score_label
from app.library.store import Store

SUGGESTIONS_A_PHOTO = 12
LEAST_CONFIDENCE = 0.25  # most photos have a few labels above it, and few have a dozen
DEFAULT_LINE = 0.5  # the confidence from which on a label answers yes


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
        self._vocabulary: tuple[int, list[Label], np.ndarray] | None = None

    def scores(self, label: Label) -> LabelScores:
        """One label against every photo encoded so far: from the store, the tail computed."""
        rows = self.store.encoded_count(self.info.model_id)
        kept = self.store.labels.scores(label, self.info.model_id) or self._embedded([label])[0]
        if len(kept.combined) < rows:
            tail = self.features.rows(len(kept.combined), rows)
            kept = kept.extended(score_label(tail, kept.embedding, self.info))
            self.store.labels.save_scores(label, self.info.model_id, kept)
        return kept

    def _embedded(self, labels: Sequence[Label]) -> list[LabelScores]:
        """Embed labels and keep the embeddings, with no scores yet."""
        embeddings = self.load_encoder().encode_text([label.name for label in labels])
        none = np.zeros(0, np.float32)
        fresh = [LabelScores(e, none, none, none) for e in embeddings]
        with self.store.transaction():
            for label, scores in zip(labels, fresh, strict=True):
                self.store.labels.save_scores(label, self.info.model_id, scores)
        return fresh

    def confidence(self, label: Label, scores: np.ndarray) -> np.ndarray:
        """P(label in photo) of a label's combined scores (N,): the one place that says it."""
        return confidence(scores, self.info)

    def line(self, label: Label) -> float:
        """The confidence from which on the label answers yes."""
        return DEFAULT_LINE

    def vocabulary(self) -> tuple[list[Label], np.ndarray]:
        """The vocabulary's labels and their embeddings (L, D); kept until they change."""
        revision = self.store.searches.revision("labels")
        if self._vocabulary is None or self._vocabulary[0] != revision:
            labels = self.store.labels.vocabulary()
            kept = self.store.labels.embeddings(self.info.model_id)
            if fresh := [label for label in labels if label.id not in kept]:
                self._embedded(fresh)
                kept = self.store.labels.embeddings(self.info.model_id)
            packed = b"".join(kept[label.id] for label in labels)
            embeddings = np.frombuffer(packed, "<f4").reshape(len(labels), self.info.dim)
            revision = self.store.searches.revision("labels")
            self._vocabulary = revision, labels, embeddings
        return self._vocabulary[1:]

    def suggest(self, start: int, stop: int) -> None:
        """Store the suggestions of freshly encoded rows; the caller holds the transaction."""
        labels, embeddings = self.vocabulary()
        if start == stop or not labels:
            return
        combined, _, _ = score_block(self.features.rows(start, stop), embeddings, self.info)
        sure = confidence(combined, self.info)  # (L, N)
        best = np.argsort(-sure, axis=0, kind="stable")[:SUGGESTIONS_A_PHOTO]
        self.store.labels.add_suggestions(
            self.info.model_id,
            [
                (start + row, labels[i].id, float(sure[i, row]))
                for row in range(stop - start)
                for i in best[:, row]
                if sure[i, row] >= LEAST_CONFIDENCE
            ],
        )

    def suggest_label(self, label: Label) -> None:
        """Suggest a label that has just joined the vocabulary, wherever the model sees it."""
        sure = confidence(self.scores(label).combined, self.info)
        rows = np.flatnonzero(sure >= LEAST_CONFIDENCE)
        with self.store.transaction():
            self.store.labels.add_suggestions(
                self.info.model_id, [(int(row), label.id, float(sure[row])) for row in rows]
            )

    def refresh_vocabulary(self) -> Iterator[int]:
        """Bring the scores of all vocabulary labels up to date; yields the number done."""
        rows = self.store.encoded_count(self.info.model_id)
        stale = self.store.labels.stale(self.info.model_id, rows)
        for number, label in enumerate(stale, 1):
            self.scores(label)
            yield number
