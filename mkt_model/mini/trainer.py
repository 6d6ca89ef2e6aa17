"""The two steps that train mkt-mini: over the frozen backbone, then its last stages with it.

B photos, P patches, C backbone channels, W, h, w a frozen map's channels and sides.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from mkt_model.data.words import read_words
from mkt_model.mini.classes import ClassTeacher
from mkt_model.mini.objective import Objective, teacher_texts
from mkt_model.mini.progress import Parts, Progress
from mkt_model.mini.settings import FineTune, MiniRun
from mkt_model.mini.training_set import TrainingSet
from mkt_model.towers.mini_image import MiniImageTower
from mkt_model.towers.mini_text import MiniTextTower
from mkt_model.train import losses
from mkt_model.train.trainer import TrainingError

WARM_UP = 0.1  # of fine-tuning's steps
KEPT_EVERY = 25  # steps; a multiple of `every`, or a run taken up again differs a little
LEAST_PART = 0.7  # of a map's side, where a batch sees but a part
HEADS, TOWERS = "heads", "towers"  # the two steps


@dataclass(frozen=True)
class HeldWords:
    """Words whose sentence embeddings (K, 384) fine-tuning is to leave as they were before it."""

    words: Sequence[str]
    sentences: Tensor
    tune: FineTune


@dataclass(frozen=True)
class Epochs:
    """How one of the two goes over the sets: every photo once an epoch, and a captioned photo
    `caption_rounds` times, since it has several captions; batches in mixed order."""

    sets: Sequence[TrainingSet]
    batch: int
    caption_rounds: int
    count: int

    def all_batches(
        self, seed: int, done: int
    ) -> Iterator[tuple[int, tuple[TrainingSet, np.ndarray]]]:
        """Every step's number and batch, but for those that are done."""
        epochs = (self._epoch(np.random.default_rng([seed, n])) for n in range(self.count))
        return islice(enumerate(chain.from_iterable(epochs)), done, None)

    def _epoch(self, rng: np.random.Generator) -> list[tuple[TrainingSet, np.ndarray]]:
        epoch = [
            (s, part)
            for s in self.sets
            for _ in range(self.caption_rounds if s.text_rows else 1)
            for part in np.array_split(rng.permutation(s.rows), self._parts(s))
        ]
        return [epoch[i] for i in rng.permutation(len(epoch))]

    def _parts(self, data: TrainingSet) -> int:
        return max(1, round(len(data.rows) / self.batch))

    @property
    def steps(self) -> int:
        """Of all epochs."""
        rounds = [self.caption_rounds if s.text_rows else 1 for s in self.sets]
        return self.count * sum(n * self._parts(s) for n, s in zip(rounds, self.sets, strict=True))


class MiniTrainer:
    """Heads, text map and one temperature a stream, and the steps that train them.

    progress: where the state is kept every few steps, and taken up again.
    """

    def __init__(
        self,
        run: MiniRun,
        tower: MiniImageTower,
        text: MiniTextTower,
        all_patches: int,
        teacher: ClassTeacher | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.run, self.tower, self.text = run, tower, text
        self.teacher, self.progress = teacher, progress
        self.objective = Objective(run, tower.heads, all_patches, teacher)
        self.rng = np.random.default_rng(run.seed)
        self._classes: Tensor | None = None  # the teacher's texts, as sentences or in joint space
        self._step = 0  # its number

    def train(self, sets: Sequence[TrainingSet]) -> None:
        """The first step: over what the published backbone sees of the photos as they are."""
        if self.progress and self.progress.is_past(HEADS):
            return
        run = self.run
        epochs = Epochs(sets, run.batch, run.caption_rounds, run.epochs)
        optimiser = torch.optim.AdamW(
            self._shallow(), run.learning_rate, weight_decay=run.weight_decay
        )
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs.steps)
        self._classes = teacher_texts(self.teacher, self.text) if self.teacher else None
        self._steps(HEADS, epochs, self.loss, optimiser, schedule)

    def _shallow(self) -> list[nn.Parameter]:
        heads, to_joint = self.tower.heads, self.text.to_joint
        return [*heads.parameters(), *to_joint.parameters(), self.objective.scales]

    def fine_tune(self, sets: Sequence[TrainingSet], tune: FineTune) -> None:
        """The second step: with the backbone's last stages and the text tower's last layers."""
        layers = self.text.network.layers.layers
        last = list(layers[len(layers) - tune.text_layers :].parameters())
        learning = [self.tower.top_parameters(tune.depthwise), last, self._shallow()]
        rates = [tune.learning_rate, tune.text_learning_rate, tune.head_learning_rate]
        words = read_words(self.run.data / tune.hold_words)
        with torch.no_grad():
            held = HeldWords(words, self.text.sentences(words), tune)
        for group in learning:
            for parameter in group:
                parameter.requires_grad_(True)
        epochs = Epochs(sets, tune.batch, tune.caption_rounds, tune.epochs)
        optimiser = torch.optim.AdamW(
            [{"params": group} for group in learning], weight_decay=self.run.weight_decay
        )
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, rates, epochs.steps, pct_start=WARM_UP, cycle_momentum=False
        )
        self._steps(TOWERS, epochs, partial(self.deep_loss, held), optimiser, schedule)

    def _steps(
        self,
        stage: str,
        epochs: Epochs,
        loss_of: Callable[[TrainingSet, np.ndarray], Tensor],
        optimiser: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LRScheduler,
    ) -> None:
        learning = self._learning()
        parts: Parts = {"optimiser": optimiser, "schedule": schedule}
        done = self.progress.restore(stage, learning, parts) if self.progress else 0
        with tqdm(total=epochs.steps, initial=done, unit="step") as bar:
            for step, (data, rows) in epochs.all_batches(self.run.seed, done):
                # By the step's number, so that a run taken up again goes on as it would have.
                self._step, self.rng = step, np.random.default_rng([self.run.seed, step])
                torch.manual_seed(int(self.rng.integers(2**31)))
                loss = loss_of(data, rows)
                if not torch.isfinite(loss):
                    raise TrainingError(f"the loss of set {data.name} is {loss.item()}")
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]  # torch gives no types
                optimiser.step()
                schedule.step()
                if self.progress and (step + 1) % KEPT_EVERY == 0:
                    self.progress.keep(stage, step + 1, learning, parts)
                bar.set_postfix_str(f"{data.name} {loss.item():.3f}")
                bar.update()
        if self.progress:
            self.progress.keep(stage, epochs.steps, learning, parts)

    def _learning(self) -> dict[str, nn.Parameter]:
        """All that learns, by name."""
        towers = nn.ModuleDict({"tower": self.tower, "text": self.text})
        named = {**dict(towers.named_parameters()), "scales": self.objective.scales}
        return {name: parameter for name, parameter in named.items() if parameter.requires_grad}

    def loss(self, data: TrainingSet, rows: np.ndarray) -> Tensor:
        """The first step's loss of a batch: both streams, against captions or the set's labels."""
        rows = np.sort(rows)  # so that the disk is read in one direction
        kept = data.seen.whole[rows]
        chosen = self._some_patches(kept.shape[1] - 1) + 1
        some = torch.from_numpy(kept[:, chosen].astype(np.float32))  # (B, P', C)
        pooled = torch.from_numpy(kept[:, 0].astype(np.float32))
        texts = self.text.project(data.sentences[data.chosen_texts(rows, self.rng)])
        classes = None if self._classes is None else self.text.project(self._classes)
        return self._loss(data, rows, (pooled, some), texts, classes)

    def deep_loss(self, held: HeldWords, data: TrainingSet, rows: np.ndarray) -> Tensor:
        """The second step's: from a view of each photo, and with the words that are held."""
        maps = torch.from_numpy(self._view(data, rows, held.tune))  # (B, W, h, w)
        with torch.autocast("cpu", torch.bfloat16):
            patches = self.tower.top(maps.contiguous(memory_format=torch.channels_last)).float()
            texts = self.text.encode([data.texts[i] for i in data.chosen_texts(rows, self.rng)])
            some = patches[:, self._some_patches(patches.shape[1])]
            chosen = self.rng.permutation(len(held.words))[: held.tune.hold_words_a_step]
            words = self.text.sentences([held.words[i] for i in chosen])
            classes = self._present_classes()
        moved = losses.distillation(words.float(), held.sentences[chosen])
        classes = None if classes is None else classes.float()
        loss = self._loss(data, rows, (patches.mean(1), some), texts.float(), classes)
        return loss + held.tune.hold * moved

    def _loss(
        self,
        data: TrainingSet,
        rows: np.ndarray,
        features: tuple[Tensor, Tensor],
        texts: Tensor,
        classes: Tensor | None,
    ) -> Tensor:
        loss: Tensor = self.objective(data, rows, features, texts, classes)
        return loss

    def _present_classes(self) -> Tensor | None:
        """The teacher's texts as the text tower embeds them now, or did a few steps ago."""
        if self.teacher is None or self.run.classes is None:
            return None
        if self._classes is None or self._step % self.run.classes.every == 0:
            self._classes = teacher_texts(self.teacher, self.text)
        return None if self._classes is None else self.text.project(self._classes)

    def _view(self, data: TrainingSet, rows: np.ndarray, tune: FineTune) -> np.ndarray:
        """Maps (B, W, h', w') of one view a photo, of some batches a part of them or mirrored."""
        views = data.seen.maps
        maps = np.stack([views[int(self.rng.integers(len(views)))][row] for row in rows])
        if self.rng.random() < tune.part:
            maps = _part(maps, self.rng)
        if self.rng.random() < tune.mirrored:
            maps = maps[..., ::-1]
        return maps.astype(np.float32)

    def _some_patches(self, count: int) -> np.ndarray:
        return np.sort(self.rng.permutation(count)[: self.run.patches_a_step])


def _part(maps: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A window of the maps (B, W, h, w), the same of all; its sides are even numbers."""
    top, height = _window(maps.shape[2], rng)
    left, width = _window(maps.shape[3], rng)
    return maps[:, :, top : top + height, left : left + width]


def _window(side: int, rng: np.random.Generator) -> tuple[int, int]:
    """Where it begins on a side, and its length."""
    length = 2 * int(rng.integers(round(LEAST_PART * side / 2), side // 2 + 1))
    return int(rng.integers(side - length + 1)), length
