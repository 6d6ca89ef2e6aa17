"""The processes that train one model together."""

import os
from dataclasses import dataclass

import torch
from torch import distributed


@dataclass(frozen=True)
class Team:
    """The processes that train together under torchrun; alone it is one of one."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        return self.rank == 0

    @staticmethod
    def join(device: torch.device) -> "Team":
        """The team torchrun started, if it did."""
        if "WORLD_SIZE" not in os.environ:
            return Team()
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
        return Team(distributed.get_rank(), distributed.get_world_size())

    def wait(self) -> None:
        if self.size > 1:
            distributed.barrier()
