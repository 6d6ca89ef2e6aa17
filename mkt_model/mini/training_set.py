"""A set's photos and texts as training wants them.

N photos, W channels of a frozen map, h and w its sides, Q patches, C channels of the backbone's
last map, T texts, L labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from mkt_model.data.near_copies import Copies
from mkt_model.data.tar_sets import PhotoSet, vocabulary_of
from mkt_model.mini.settings import MiniRun
from mkt_model.towers.mini_text import MiniTextTower


@dataclass(frozen=True)
class Seen:
    """What the published backbone sees of a set's photos, kept on disk.

    maps: the frozen stages' output (N, W, h, w), an array a view; whole (N, 1 + Q, C): what the
    whole backbone makes of view 0, its mean and some of its patches.
    """

    maps: Sequence[np.ndarray]
    whole: np.ndarray

    def pooled(self, rows: np.ndarray) -> Tensor:
        """The mean features of some photos (B, C)."""
        return torch.from_numpy(self.whole[rows, 0].astype(np.float32))


@dataclass(frozen=True)
class TrainingSet:
    """Photos to learn from, with what is said of them; `rows` are the photos to learn from.

    texts: all captions, with `text_rows` of each photo, or the vocabulary with labels (N, L);
    sentences (T, 384): the frozen text tower's embeddings of the texts; unknown (N, L): where
    nobody said whether the label is there; complete: every other label is known.
    """

    name: str
    seen: Seen
    rows: np.ndarray
    texts: Sequence[str]
    sentences: Tensor
    text_rows: list[list[int]] | None = None
    labels: Tensor | None = None
    unknown: Tensor | None = None
    complete: bool = False

    def chosen_texts(self, rows: np.ndarray, rng: np.random.Generator) -> list[int]:
        """One caption of each photo, or the whole vocabulary."""
        if self.text_rows is None:
            return list(range(len(self.texts)))
        return [self.text_rows[row][rng.integers(len(self.text_rows[row]))] for row in rows]


def training_sets(
    photo_set: PhotoSet, copies: Copies, seen: Seen, text: MiniTextTower, run: MiniRun
) -> list[TrainingSet]:
    """What a set teaches: its captions, its labels or both.

    Photos that are held out, or near copies of one that is (`copies`), are left out.
    """
    near = {number for _, number in copies}
    rows = [i for i, e in enumerate(photo_set.examples) if not e.held_out and i not in near]
    sets = []
    if photo_set.name in run.caption_sets:
        sets.append(_captioned(photo_set, rows, seen, text))
    if photo_set.name in run.label_sets:
        sets.append(_labelled(photo_set, rows, seen, text, run))
    return sets


def _captioned(
    photo_set: PhotoSet, rows: Sequence[int], seen: Seen, text: MiniTextTower
) -> TrainingSet:
    captions = [c for e in photo_set.examples for c in e.captions]
    ends = np.cumsum([len(e.captions) for e in photo_set.examples]).tolist()
    spans = [list(range(start, stop)) for start, stop in zip([0, *ends], ends, strict=False)]
    chosen = np.array([r for r in rows if spans[r]], int)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):  # tens of thousands of texts
        sentences = text.sentences(captions)
    return TrainingSet(photo_set.name, seen, chosen, captions, sentences, spans)


def _labelled(
    photo_set: PhotoSet, rows: Sequence[int], seen: Seen, text: MiniTextTower, run: MiniRun
) -> TrainingSet:
    vocabulary = vocabulary_of([photo_set])
    column = {label: i for i, label in enumerate(vocabulary)}
    labels = torch.zeros(len(photo_set.examples), len(vocabulary))
    unknown = torch.zeros_like(labels, dtype=torch.bool)
    for row, example in enumerate(photo_set.examples):
        labels[row, [column[label] for label in example.labels]] = 1
        unknown[row, [column[label] for label in example.unsure if label in column]] = True
    texts = [run.templates[0].format(label) for label in vocabulary]
    return TrainingSet(
        photo_set.name,
        seen,
        np.array([r for r in rows if photo_set.examples[r].labels], int),
        texts,
        text.sentences(texts),
        labels=labels,
        unknown=unknown,
        complete=photo_set.name in run.complete_sets,
    )
