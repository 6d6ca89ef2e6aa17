"""A small run: a tiny CLIP learns colours."""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from mkt_model.train.settings import ImageStage, MktRun, PromptStage

COLOURS = {"red": (200, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 200)}
IMAGE = ImageStage(epochs=4, warmup_epochs=1, batch=8, learning_rate=3e-3, top_k=4, blocks=2)
PROMPT = PromptStage(epochs=3, warmup_epochs=1, batch=8, learning_rate=3e-2, top_k=4)


def history(run: MktRun) -> list[dict]:
    return history_of(run.out)


def history_of(out: Path) -> list[dict]:
    lines = (out / "training" / "history.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def pixels_of(photos: Path, name: str) -> torch.Tensor:
    return torch.from_numpy(np.asarray(Image.open(photos / name)).copy()).unsqueeze(0)
