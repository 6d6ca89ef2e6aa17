"""The recipe of mkt-mini: python -m mkt_model.train mkt_model/runs/mini.toml

The backbones are frozen; the two heads and the text map learn from captions (the multi-modal
teacher) and from label sets, both streams alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from mkt_model import losses
from mkt_model.config import Preprocess
from mkt_model.data import (
    PhotoSet,
    backbone_features,
    read_set,
    read_words,
    vocabulary_of,
)
from mkt_model.image_tower import Heads, MiniImageTower
from mkt_model.mini import save_mini, starting_towers
from mkt_model.mini_report import EvaluationSet, combined_scores, fit_confidence, report, show
from mkt_model.text_tower import MiniTextTower


@dataclass(frozen=True)
class Run:
    """A training run; the learning rate falls to zero along a cosine.

    data: the folder of the .tar sets; background: the background vocabulary; out: the model folder
    to write, all as seen from where the command is run.
    patches_a_step: how many patches of a photo a step looks at; top_k: how many of all P patches
    count in the local stream (of the patches looked at, the same share); complete_set: the label
    set, complete over its vocabulary, whose held-out photos fit the curve from score to confidence.
    """

    name: str
    caption_sets: tuple[str, ...]
    label_sets: tuple[str, ...]
    complete_set: str
    data: Path
    background: Path
    out: Path
    preprocess: Preprocess
    dim: int = 384
    hidden: int = 1536
    local_hidden: int = 768
    top_k: int = 18
    patches_a_step: int = 27
    epochs: int = 10
    batch: int = 512
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    dropout: float = 0.0
    label_loss: Literal["softmax", "ranking"] = "softmax"
    margin: float = 0.2
    label_weight: float = 1.0
    caption_rounds: int = 1
    templates: tuple[str, ...] = ("{}",)
    comparison: Literal["standardise", "list_norm", "raw"] = "raw"
    local_weight: float = 0.5
    seed: int = 0


@dataclass(frozen=True)
class TrainingSet:
    """Frozen features of the photos to learn from, with what is said of them.

    patches (N, P, C) float16 of all photos of the set, pooled (N, C) their means, `rows` those to
    learn from; texts: caption embeddings (T, 384) with `text_rows` of each photo, or the
    vocabulary's (L, 384) with labels (N, L).
    """

    name: str
    patches: np.ndarray
    pooled: Tensor
    rows: np.ndarray
    texts: Tensor
    text_rows: list[list[int]] | None = None
    labels: Tensor | None = None


class Trainer:
    """Heads, text map and one temperature a stream, and the steps that train them."""

    def __init__(self, run: Run, heads: Heads, text: MiniTextTower, all_patches: int) -> None:
        self.run, self.heads, self.text, self.all_patches = run, heads, text, all_patches
        self.scales = nn.Parameter(torch.full((2,), np.log(1 / 0.07)))
        self.drop = nn.Dropout(run.dropout)
        self.parameters = [*heads.parameters(), *text.to_joint.parameters(), self.scales]
        self.rng = np.random.default_rng(run.seed)

    def batches(self, sets: Sequence[TrainingSet]) -> Iterator[tuple[TrainingSet, np.ndarray]]:
        """One epoch, batches of the sets in mixed order: every photo once, and a captioned photo
        `caption_rounds` times, since it has several captions."""
        epoch = [
            (s, part)
            for s in sets
            for _ in range(self.run.caption_rounds if s.text_rows else 1)
            for part in np.array_split(
                self.rng.permutation(s.rows), max(1, round(len(s.rows) / self.run.batch))
            )
        ]
        for i in self.rng.permutation(len(epoch)):
            yield epoch[i]

    def loss(self, data: TrainingSet, rows: np.ndarray) -> Tensor:
        """The loss of a batch: both streams, against captions or against the set's labels."""
        chosen = self.rng.permutation(self.all_patches)[: self.run.patches_a_step]
        some = torch.from_numpy(data.patches[rows[:, None], np.sort(chosen)])  # (B, P, C)
        with torch.autocast("cpu", torch.bfloat16):
            globals_ = self.heads.embed_global(self.drop(data.pooled[rows]))
            patches = self.heads.embed_patches(self.drop(some.float()))
        if data.text_rows is not None:
            chosen = [data.text_rows[row][self.rng.integers(len(data.text_rows[row]))]
                      for row in rows]  # fmt: skip
            texts = self.text.project(data.texts[chosen])
            return sum(losses.matched(s) for s in self._logits(globals_, patches, texts))
        labels, texts = data.labels[rows], self.text.project(data.texts)
        return self.run.label_weight * sum(
            self._label_loss(s, labels, scale)
            for s, scale in zip(self._logits(globals_, patches, texts), self.scales, strict=True)
        )

    def _logits(self, globals_: Tensor, patches: Tensor, texts: Tensor) -> tuple[Tensor, Tensor]:
        """Scaled global and local similarities, each (B, L)."""
        scales = self.scales.exp().clamp(max=100)
        share = min(1, self.run.top_k / self.all_patches)
        k = max(1, round(share * patches.shape[1]))
        with torch.autocast("cpu", torch.bfloat16):
            similar = patches @ texts.T  # (B, P, L)
        local = similar.float().topk(k, dim=1).values.mean(1)
        return scales[0] * (globals_.float() @ texts.T), scales[1] * local

    def _label_loss(self, logits: Tensor, labels: Tensor, scale: Tensor) -> Tensor:
        if self.run.label_loss == "softmax":
            return losses.set_softmax(logits, labels)
        return losses.ranking_loss(logits, 2 * labels - 1, self.run.margin * scale.exp().detach())

    def train(self, sets: Sequence[TrainingSet]) -> None:
        optimiser = torch.optim.AdamW(
            self.parameters, self.run.learning_rate, weight_decay=self.run.weight_decay
        )
        steps = self.run.epochs * sum(1 for _ in self.batches(sets))
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
        with tqdm(total=steps, unit="step") as bar:
            for _ in range(self.run.epochs):
                for data, rows in self.batches(sets):
                    loss = self.loss(data, rows)
                    if not torch.isfinite(loss):
                        raise FloatingPointError(f"the loss of set {data.name} is {loss.item()}")
                    optimiser.zero_grad()
                    loss.backward()
                    optimiser.step()
                    schedule.step()
                    bar.set_postfix_str(f"{data.name} {loss.item():.3f}")
                    bar.update()


def training_set(
    photo_set: PhotoSet, patches: np.ndarray, text: MiniTextTower, run: Run
) -> TrainingSet:
    """A set's photos that are not held out; captions where it has them, else labels."""
    rows = np.array([i for i, e in enumerate(photo_set.examples) if not e.held_out])
    means = pooled(patches)
    if photo_set.name in run.caption_sets:
        captions = [c for e in photo_set.examples for c in e.captions]
        ends = np.cumsum([len(e.captions) for e in photo_set.examples]).tolist()
        spans = [list(range(start, stop)) for start, stop in zip([0, *ends], ends, strict=False)]
        rows = np.array([r for r in rows if spans[r]])
        return TrainingSet(photo_set.name, patches, means, rows, sentences(text, captions), spans)
    vocabulary = vocabulary_of([photo_set])
    column = {label: i for i, label in enumerate(vocabulary)}
    labels = torch.zeros(len(photo_set.examples), len(vocabulary))
    for row, example in enumerate(photo_set.examples):
        labels[row, [column[label] for label in example.labels]] = 1
    rows = np.array([r for r in rows if photo_set.examples[r].labels])
    texts = sentences(text, [run.templates[0].format(label) for label in vocabulary])
    return TrainingSet(photo_set.name, patches, means, rows, texts, labels=labels)


def pooled(patches: np.ndarray) -> Tensor:
    """(N, P, C) float16 -> (N, C) float32, a part at a time."""
    parts = np.array_split(patches, max(1, len(patches) // 256))
    return torch.from_numpy(np.concatenate([p.mean(1, dtype=np.float32) for p in parts]))


@torch.no_grad()
def sentences(text: MiniTextTower, texts: Sequence[str]) -> Tensor:
    """Frozen sentence embeddings (T, 384)."""
    return text.sentences(texts)


def train_mini(run: Run, cache: Path) -> dict[str, dict[str, float]]:
    """Train, save the model folder and return the report on the held-out photos."""
    background = read_words(run.background)
    torch.manual_seed(run.seed)
    backbone, text, tokenizer = starting_towers(run.dim)
    heads = Heads(backbone.num_features, run.dim, run.hidden, run.local_hidden)
    tower = MiniImageTower(backbone, heads)
    learned = dict.fromkeys((*run.caption_sets, *run.label_sets))
    read = {name: read_set(run.data, name) for name in (*learned, run.complete_set)}
    patches = {n: backbone_features(s, tower, run.preprocess, cache) for n, s in read.items()}
    trainer = Trainer(run, heads, text, patches[run.caption_sets[0]].shape[1])
    trainer.train([training_set(read[n], patches[n], text, run) for n in learned])
    held_out = held_out_sets(heads.eval(), read, patches)
    complete = next(s for s in held_out if s.name == run.complete_set)
    confidence = fit_confidence(*combined_scores(complete, text.encode, run, background))
    save_mini(run, tower, text, tokenizer, trainer.all_patches, confidence, run.out)
    return report(held_out, text.encode, run.top_k, run.local_weight, background)


@torch.no_grad()
def held_out_sets(
    heads: Heads, read: dict[str, PhotoSet], patches: dict[str, np.ndarray]
) -> list[EvaluationSet]:
    """The held-out photos of all sets, from the cached features."""
    sets = []
    for name, photo_set in read.items():
        rows = [i for i, e in enumerate(photo_set.examples) if e.held_out]
        features = torch.from_numpy(patches[name][rows]).float()
        sets.append(
            EvaluationSet(
                name,
                [photo_set.examples[i] for i in rows],
                heads.embed_global(features.mean(1)),
                heads.embed_patches(features),
                vocabulary_of([photo_set]),
            )
        )
    return sets


def main(run: Run, cache: Path) -> None:
    """Train and print the report."""
    print(show(train_mini(run, cache)))
