"""Photos of colours, and the run of a tiny CLIP over them."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mkt_model.config import save_config
from mkt_model.train.settings import MktRun
from tests.model.openclip.tiny_open_clip import make_config, make_model, save_model, vit
from tests.model.train.colour_run import COLOURS, IMAGE, PROMPT


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Photos of one or two colours, and one that shows none of the labels."""
    folder, rng = tmp_path / "photos", np.random.default_rng(0)
    folder.mkdir()
    rows = []
    for number in range(30):
        names = rng.choice(list(COLOURS), size=rng.integers(1, 3), replace=False)
        pixels = rng.normal(0, 20, (32, 32, 3))
        for part, name in zip(np.array_split(np.arange(32), len(names)), names, strict=True):
            pixels[part] += COLOURS[name]
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"{number}.png")
        rows.append({"file": f"{number}.png", "labels": list(names)})
    Image.new("RGB", (32, 32)).save(folder / "none.png")
    rows.append({"file": "none.png", "labels": []})
    (folder / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.fixture
def run(tmp_path: Path, photos: Path) -> MktRun:
    folder = tmp_path / "clip"
    save_model(make_model(vit()), vit(), folder)
    files = ("open_clip_config.json", "open_clip_model.safetensors")
    save_config(make_config(vit(), 16, files=dict.fromkeys(files, "")), folder)
    (tmp_path / "background.txt").write_text("red\ncar\n")
    return MktRun(
        "trained",
        folder,
        photos,
        tmp_path / "out",
        image=IMAGE,
        prompt=PROMPT,
        workers=2,
        validation_percent=30,
        device="cpu",
        amp=False,
        background=tmp_path / "background.txt",
    )
