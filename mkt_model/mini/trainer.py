"""The two steps that train mkt-mini: over the frozen backbone, then its last stages with it.

B photos, P patches, C backbone channels, T texts, L labels, D joint embedding.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from mkt_model.data.words import read_words
from mkt_model.mini.settings import FineTune, MiniRun
from mkt_model.towers.mini_image import MiniImageTower
from mkt_model.towers.mini_text import MiniTextTower
from mkt_model.train import losses
from mkt_model.train.trainer import TrainingError

WARM_UP = 0.1  # of fine-tuning's steps


@dataclass(frozen=True)
class TrainingSet:
    """Photos to learn from, with what is said of them; `rows` are the photos not held out.

    maps: the frozen stages' output for every photo, an array a view; texts: all captions, with
    `text_rows` of each photo, or the vocabulary with labels (N, L); sentences (T, 384): the frozen
    text tower's embeddings of the texts.
    """

    name: str
    maps: Sequence[np.ndarray]
    rows: np.ndarray
    texts: Sequence[str]
    sentences: Tensor
    text_rows: list[list[int]] | None = None
    labels: Tensor | None = None

    def chosen_texts(self, rows: np.ndarray, rng: np.random.Generator) -> list[int]:
        """One caption of each photo, or the whole vocabulary."""
        if self.text_rows is None:
            return list(range(len(self.texts)))
        return [self.text_rows[row][rng.integers(len(self.text_rows[row]))] for row in rows]


@dataclass(frozen=True)
class HeldWords:
    """Words whose sentence embeddings (K, 384) fine-tuning is to leave as they were before it."""

    words: Sequence[str]
    sentences: Tensor
    tune: FineTune


class MiniTrainer:
    """Heads, text map and one temperature a stream, and the steps that train them."""

    def __init__(
        self, run: MiniRun, tower: MiniImageTower, text: MiniTextTower, all_patches: int
    ) -> None:
        self.run, self.tower, self.text, self.all_patches = run, tower, text, all_patches
        self.scales = nn.Parameter(torch.full((2,), np.log(1 / 0.07)))
        self.drop = nn.Dropout(run.dropout)
        self.rng = np.random.default_rng(run.seed)
        self._seen: dict[str, tuple[Tensor, np.ndarray]] = {}

    def batches(
        self, sets: Sequence[TrainingSet], batch: int, caption_rounds: int
    ) -> Iterator[tuple[TrainingSet, np.ndarray]]:
        """One epoch, batches of the sets in mixed order: every photo once, and a captioned photo
        `caption_rounds` times, since it has several captions."""
        epoch = [
            (s, part)
            for s in sets
            for _ in range(caption_rounds if s.text_rows else 1)
            for part in np.array_split(
                self.rng.permutation(s.rows), max(1, round(len(s.rows) / batch))
            )
        ]
        for i in self.rng.permutation(len(epoch)):
            yield epoch[i]

    def train(self, sets: Sequence[TrainingSet]) -> None:
        """The first step: over the frozen backbone's patches of the photos as they are."""
        self.see(sets)
        run = self.run
        optimiser = torch.optim.AdamW(
            self._shallow(), run.learning_rate, weight_decay=run.weight_decay
        )
        steps = run.epochs * sum(1 for _ in self.batches(sets, run.batch, run.caption_rounds))
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
        epochs = (self.batches(sets, run.batch, run.caption_rounds) for _ in range(run.epochs))
        self._steps(epochs, self.loss, optimiser, schedule, steps)
        self._seen = {}

    def _shallow(self) -> list[nn.Parameter]:
        return [*self.tower.heads.parameters(), *self.text.to_joint.parameters(), self.scales]

    def see(self, sets: Sequence[TrainingSet]) -> None:
        """MiniRun the photos of some sets, as they are, through the whole backbone once."""
        patches = {s.name: last_patches(self.tower, s.maps[0]) for s in sets}
        self._seen = {name: (pooled(values), values) for name, values in patches.items()}

    def fine_tune(self, sets: Sequence[TrainingSet], tune: FineTune) -> None:
        """The second step: with the backbone's last stages and the text tower's last layers."""
        layers = self.text.network.layers.layers
        last = list(layers[len(layers) - tune.text_layers :].parameters())
        learning = [self.tower.top_parameters(), last, self._shallow()]
        rates = [tune.learning_rate, tune.text_learning_rate, tune.head_learning_rate]
        for parameter in chain(*learning):
            parameter.requires_grad_(True)
        optimiser = torch.optim.AdamW(
            [{"params": group} for group in learning], weight_decay=self.run.weight_decay
        )
        epoch = sum(1 for _ in self.batches(sets, tune.batch, tune.caption_rounds))
        steps = tune.epochs * epoch
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, rates, steps, pct_start=WARM_UP, cycle_momentum=False
        )
        words = read_words(self.run.data / tune.hold_words)
        with torch.no_grad():
            held = HeldWords(words, self.text.sentences(words), tune)
        epochs = (self.batches(sets, tune.batch, tune.caption_rounds) for _ in range(tune.epochs))
        self._steps(epochs, partial(self.deep_loss, held), optimiser, schedule, steps)

    def _steps(
        self,
        epochs: Iterable[Iterable[tuple[TrainingSet, np.ndarray]]],
        loss_of: Callable[[TrainingSet, np.ndarray], Tensor],
        optimiser: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LRScheduler,
        steps: int,
    ) -> None:
        with tqdm(total=steps, unit="step") as bar:
            for batches in epochs:
                for data, rows in batches:
                    loss = loss_of(data, rows)
                    if not torch.isfinite(loss):
                        raise TrainingError(f"the loss of set {data.name} is {loss.item()}")
                    optimiser.zero_grad()
                    loss.backward()  # type: ignore[no-untyped-call]  # torch gives no types
                    optimiser.step()
                    schedule.step()
                    bar.set_postfix_str(f"{data.name} {loss.item():.3f}")
                    bar.update()

    def loss(self, data: TrainingSet, rows: np.ndarray) -> Tensor:
        """The first step's loss of a batch: both streams, against captions or the set's labels."""
        means, patches = self._seen[data.name]
        chosen = self._some_patches()
        some = torch.from_numpy(patches[rows[:, None], chosen])  # (B, P', C)
        texts = self.text.project(data.sentences[data.chosen_texts(rows, self.rng)])
        return self._compare(data, rows, means[rows], some.float(), texts)

    def deep_loss(self, held: HeldWords, data: TrainingSet, rows: np.ndarray) -> Tensor:
        """The second step's: from a view of each photo, and with the words that are held."""
        views = np.stack([self._view(data)[row] for row in rows])
        maps = torch.from_numpy(views.astype(np.float32))  # (B, W, h, w)
        with torch.autocast("cpu", torch.bfloat16):
            patches = self.tower.top(maps.contiguous(memory_format=torch.channels_last)).float()
            texts = self.text.encode([data.texts[i] for i in data.chosen_texts(rows, self.rng)])
            some = patches[:, self._some_patches()]
            chosen = self.rng.permutation(len(held.words))[: held.tune.hold_words_a_step]
            words = self.text.sentences([held.words[i] for i in chosen])
        moved = losses.distillation(words.float(), held.sentences[chosen])
        loss = self._compare(data, rows, patches.mean(1), some, texts.float())
        return loss + held.tune.hold * moved

    def _view(self, data: TrainingSet) -> np.ndarray:
        return data.maps[int(self.rng.integers(len(data.maps)))]

    def _some_patches(self) -> np.ndarray:
        return np.sort(self.rng.permutation(self.all_patches)[: self.run.patches_a_step])

    def _compare(
        self, data: TrainingSet, rows: np.ndarray, pooled: Tensor, some: Tensor, texts: Tensor
    ) -> Tensor:
        """The loss of pooled features (B, C) and patches (B, P', C) against texts (T, D)."""
        with torch.autocast("cpu", torch.bfloat16):
            globals_ = self.tower.heads.embed_global(self.drop(pooled))
            patches = self.tower.heads.embed_patches(self.drop(some))
        logits = self._logits(globals_, patches, texts)
        if data.labels is None:
            return losses.matched(logits[0]) + losses.matched(logits[1])
        labels = data.labels[rows]
        both = [
            self._label_loss(s, labels, scale) for s, scale in zip(logits, self.scales, strict=True)
        ]
        return self.run.label_weight * (both[0] + both[1])

    def _logits(self, globals_: Tensor, patches: Tensor, texts: Tensor) -> tuple[Tensor, Tensor]:
        """Scaled global and local similarities, each (B, T)."""
        scales = self.scales.exp().clamp(max=100)
        share = min(1, self.run.top_k / self.all_patches)
        k = max(1, round(share * patches.shape[1]))
        with torch.autocast("cpu", torch.bfloat16):
            similar = patches @ texts.T  # (B, P', T)
        local = similar.float().topk(k, dim=1).values.mean(1)
        return scales[0] * (globals_.float() @ texts.T), scales[1] * local

    def _label_loss(self, logits: Tensor, labels: Tensor, scale: Tensor) -> Tensor:
        if self.run.label_loss == "softmax":
            return losses.set_softmax(logits, labels)
        return losses.ranking_loss(logits, 2 * labels - 1, self.run.margin * scale.exp().detach())


@torch.no_grad()
def last_patches(tower: MiniImageTower, maps: np.ndarray, batch: int = 64) -> np.ndarray:
    """Maps (N, W, h, w) -> the backbone's patches (N, P, C) float16, a part at a time."""
    parts = []
    for start in range(0, len(maps), batch):
        part = torch.from_numpy(maps[start : start + batch].astype(np.float32))
        with torch.autocast("cpu", torch.bfloat16):
            parts.append(tower.top(part.contiguous(memory_format=torch.channels_last)).half())
    return torch.cat(parts).numpy()


def pooled(patches: np.ndarray) -> Tensor:
    """(N, P, C) float16 -> (N, C) float32, a part at a time."""
    parts = np.array_split(patches, max(1, len(patches) // 256))
    return torch.from_numpy(np.concatenate([p.mean(1, dtype=np.float32) for p in parts]))
