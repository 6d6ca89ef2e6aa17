"""Runs one stage of training: steps, schedule, checkpoints, validation; alone or in a team."""

import io
import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, NoReturn

import numpy as np
import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from mkt_model.data.labelled_photos import Rows
from mkt_model.tensor_files import CheckpointError, write_whole
from mkt_model.train.settings import Stage
from mkt_model.train.team import Team

Batches = Callable[[Iterable[Rows]], Iterator[tuple[Rows, Tensor]]]


class TrainingError(RuntimeError):
    """A run that cannot go on; the text says what to do and where the last good state is."""


@dataclass(frozen=True)
class Task:
    """One stage over N photos with labels `truth` (N, L).

    objective: features (B, ...) and truth (B, L) -> losses, "loss" the one to minimise; what of it
    requires a gradient learns. groups: the optimiser's. batches: rows -> the features of each
    batch. validate() -> the figure to raise.
    """

    name: str
    stage: Stage
    objective: nn.Module
    groups: list[dict[str, Any]]
    batches: Batches
    truth: Tensor
    validate: Callable[[], float]


@dataclass(frozen=True)
class Setup:
    """Where and how a run trains, the same for its stages.

    folder: of checkpoints and figures; settings: of the whole run, as a text that a checkpoint must
    have to be gone on from; amp: half precision where it is faster.
    """

    folder: Path
    settings: str
    device: torch.device
    team: Team
    amp: bool = False
    seed: int = 0


class Trainer:
    """Runs a task in a setup."""

    def __init__(self, task: Task, setup: Setup) -> None:
        self.task, self.setup = task, setup
        self.name, self.stage, self.objective = task.name, task.stage, task.objective
        self.device, self.team = setup.device, setup.team
        self.optimiser = torch.optim.AdamW(task.groups, weight_decay=task.stage.weight_decay)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._rate)
        on_cuda = setup.device.type == "cuda"
        self.scaler = torch.amp.GradScaler(setup.device.type, enabled=setup.amp and on_cuda)
        self.epoch, self.best = 0, -math.inf

    @property
    def steps_an_epoch(self) -> int:
        return max(1, math.ceil(len(self.task.truth) / self.stage.batch))

    def _rate(self, step: int) -> float:
        """The share of the learning rate at a step: warm-up, then a cosine."""
        warm_up = self.stage.warmup_epochs * self.steps_an_epoch
        if step < warm_up:
            return (step + 1) / warm_up
        whole = max(1, self.stage.epochs * self.steps_an_epoch - warm_up)
        floor = self.stage.last_rate / self.stage.learning_rate
        return floor + (1 - floor) * (1 + math.cos(math.pi * min(1, (step - warm_up) / whole))) / 2

    def epoch_rows(self, epoch: int) -> list[np.ndarray]:
        """The batches of an epoch, the same however often and on however many devices it runs."""
        order = np.random.default_rng([self.setup.seed, epoch]).permutation(len(self.task.truth))
        return np.array_split(order, self.steps_an_epoch)

    def train(self) -> None:
        """Train to the end and leave the best weights in the objective.

        Raises TrainingError for a loss that is no number and where a checkpoint cannot be written.
        """
        module: nn.Module = self.objective
        if self.team.size > 1:
            module = DistributedDataParallel(module)
        with tqdm(
            total=self.stage.epochs * self.steps_an_epoch,
            initial=self.epoch * self.steps_an_epoch,
            desc=self.name,
            unit="step",
            disable=not self.team.leads,
        ) as bar:
            while self.epoch < self.stage.epochs:
                means = self._train_epoch(module, bar)
                self.epoch += 1
                self._finish_epoch(means)
        self.team.wait()
        self.load(self.checkpoint("best"), best=True)

    def _train_epoch(self, module: nn.Module, bar: "tqdm[NoReturn]") -> dict[str, float]:
        """The means of the losses over the epoch."""
        self.objective.train()
        whole = self.epoch_rows(self.epoch)
        shares = [part[self.team.rank :: self.team.size] for part in whole]
        sums: dict[str, float] = {}
        for step, (rows, features) in enumerate(self.task.batches(shares)):
            # The mean over the whole batch, although the shares may differ by one photo.
            weight = len(rows) * self.team.size / len(whole[step])
            with torch.autocast(self.device.type, self._precision(), enabled=self.setup.amp):
                losses = module(features, self.task.truth[np.asarray(rows)].to(self.device))
            self._step(losses["loss"] * weight)
            for name, value in self._over_the_team(losses, weight).items():
                sums[name] = sums.get(name, 0.0) + value * len(whole[step])
            if not math.isfinite(sums["loss"]):
                raise TrainingError(
                    f"the loss is no number in epoch {self.epoch + 1}; try a lower learning rate."
                    f" The last good state is {self.checkpoint('last')}"
                )
            bar.update()
            bar.set_postfix_str(f"loss {sums['loss'] / sum(map(len, whole[: step + 1])):.4f}")
        return {name: value / len(self.task.truth) for name, value in sums.items()}

    def _precision(self) -> torch.dtype:
        if self.device.type == "cuda" and not torch.cuda.is_bf16_supported():
            return torch.float16
        return torch.bfloat16

    def _step(self, loss: Tensor) -> None:
        self.optimiser.zero_grad()
        self.scaler.scale(loss).backward()  # type: ignore[no-untyped-call]  # torch gives no types
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.schedule.step()

    def _over_the_team(self, losses: dict[str, Tensor], weight: float) -> dict[str, float]:
        """Each loss as the mean over the whole batch."""
        values = torch.stack([value.detach().float() for value in losses.values()]) * weight
        if self.team.size > 1:
            distributed.all_reduce(values)
            values /= self.team.size
        return dict(zip(losses, values.tolist(), strict=True))

    def _finish_epoch(self, means: dict[str, float]) -> None:
        """Validate, write down the figures and save."""
        if not self.team.leads:
            return
        self.objective.eval()
        figure = self.task.validate()
        # Of equals the later: a few validation photos are soon all right, and it goes on learning.
        is_best, self.best = figure >= self.best, max(figure, self.best)
        row = {"stage": self.name, "epoch": self.epoch, **means, "validation": figure}
        self._note(row)
        self.save(self.checkpoint("last"))
        if is_best:
            self.save(self.checkpoint("best"))

    def _note(self, row: dict[str, Any]) -> None:
        from torch.utils.tensorboard import SummaryWriter

        with (self.setup.folder / "history.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")
        with SummaryWriter(str(self.setup.folder / "tensorboard")) as board:
            for name, value in row.items():
                if name not in ("stage", "epoch"):
                    board.add_scalar(f"{self.name}/{name}", value, self.epoch)

    # Checkpoints

    def checkpoint(self, which: str) -> Path:
        return self.setup.folder / f"{self.name}-{which}.pt"

    def _learned(self) -> dict[str, nn.Parameter]:
        return {n: p for n, p in self.objective.named_parameters() if p.requires_grad}

    def save(self, path: Path) -> None:
        """Everything needed to go on. Raises TrainingError; a good file is never half replaced."""
        buffer = io.BytesIO()
        state = {
            "stage": self.name,
            "settings": self.setup.settings,
            "epoch": self.epoch,
            "best": self.best,
            "learned": {name: value.detach().cpu() for name, value in self._learned().items()},
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "scaler": self.scaler.state_dict(),
        }
        torch.save(state, buffer)
        try:
            write_whole(path, buffer.getbuffer())
        except OSError as error:
            raise TrainingError(
                f"{path} cannot be written: {error.strerror}; make room and go on with --resume"
            ) from error

    def load(self, path: Path, best: bool = False) -> None:
        """Go on from a checkpoint; with `best` take its weights alone. Raises CheckpointError."""
        state = read_checkpoint(path)
        if (state["stage"], state["settings"]) != (self.name, self.setup.settings):
            raise CheckpointError(f"{path} is of another run; train into another folder")
        with torch.no_grad():
            for name, value in self._learned().items():
                value.copy_(state["learned"][name])
        if best:
            return
        self.epoch, self.best = state["epoch"], state["best"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.scaler.load_state_dict(state["scaler"])


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A training checkpoint; no code of a pickle is run. Raises CheckpointError."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        state["stage"], state["settings"], state["learned"]
    except (OSError, RuntimeError, ValueError, EOFError, UnpicklingError, KeyError) as error:
        raise CheckpointError(f"{path} is no checkpoint of a training run") from error
    return state
