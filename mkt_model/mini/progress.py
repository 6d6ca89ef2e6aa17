"""Where a run stands, kept every few steps, so that one that was stopped goes on."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn

from mkt_model.mini.settings import MiniRun
from mkt_model.tensor_files import write_whole
from mkt_model.train.trainer import TrainingError, read_checkpoint

Learning = Mapping[str, nn.Parameter]


class Part(Protocol):
    """An optimiser or a schedule."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any], /) -> None: ...


Parts = Mapping[str, Part]


class Progress:
    """The state of the run in one file of `folder`, for which all settings but `out` count."""

    def __init__(self, run: MiniRun, folder: Path) -> None:
        self.settings = repr(replace(run, out=Path()))
        digest = hashlib.sha256(self.settings.encode()).hexdigest()[:12]
        self.path = folder / f"{run.name}-{digest}.pt"
        self._state = read_checkpoint(self.path) if self.path.exists() else None

    def is_past(self, stage: str) -> bool:
        """Whether the run has left the stage, its first one, behind."""
        return self._state is not None and self._state["stage"] != stage

    def restore(self, stage: str, learning: Learning, parts: Parts) -> int:
        """How many steps of the stage are done; what was learned, and the state of the parts, are
        put back. 0 where it has not begun."""
        if self._state is None or self._state["stage"] != stage:
            return 0
        with torch.no_grad():
            for name, parameter in learning.items():
                parameter.copy_(self._state["learned"][name])
        for name, part in parts.items():
            part.load_state_dict(self._state["parts"][name])
        return int(self._state["step"])

    def keep(self, stage: str, step: int, learning: Learning, parts: Parts) -> None:
        """Write the state after a step, whole or not at all. Raises TrainingError."""
        buffer = io.BytesIO()
        state = {
            "stage": stage,
            "step": step,
            "settings": self.settings,
            "learned": {name: parameter.detach() for name, parameter in learning.items()},
            "parts": {name: part.state_dict() for name, part in parts.items()},
        }
        torch.save(state, buffer)
        try:
            write_whole(self.path, buffer.getbuffer())
        except OSError as error:
            raise TrainingError(f"{self.path} cannot be written: {error.strerror}") from error

    def forget(self) -> None:
        """The run is done: the next one begins anew."""
        self._state = None
        self.path.unlink(missing_ok=True)
