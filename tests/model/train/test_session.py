"""MKT's two stages from end to end: a tiny CLIP learns colours from generated photos."""

import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from mkt_model.config import ConfigError, save_config
from mkt_model.data.words import DataError
from mkt_model.load import load
from mkt_model.run_files import read_run
from mkt_model.tensor_files import CheckpointError
from mkt_model.train.session import latest_checkpoint, read_photos, train_mkt
from mkt_model.train.settings import ImageStage, MktRun, PromptStage
from mkt_model.train.trainer import Trainer, TrainingError
from tests.model.openclip.tiny_open_clip import make_config, make_model, save_model, vit

COLOURS = {"red": (200, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 200)}
IMAGE = ImageStage(epochs=4, warmup_epochs=1, batch=8, learning_rate=3e-3, top_k=4, blocks=2)
PROMPT = PromptStage(epochs=3, warmup_epochs=1, batch=8, learning_rate=3e-2, top_k=4)


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
        "trained", folder, photos, tmp_path / "out", image=IMAGE, prompt=PROMPT, workers=2,
        validation_percent=30, device="cpu", amp=False, background=tmp_path / "background.txt",
    )  # fmt: skip


def history(run: MktRun) -> list[dict]:
    lines = (run.out / "training" / "history.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def pixels_of(photos: Path, name: str) -> torch.Tensor:
    return torch.from_numpy(np.asarray(Image.open(photos / name)).copy()).unsqueeze(0)


def test_both_stages_learn_and_the_model_can_be_used(run: MktRun, photos: Path):
    config = train_mkt(run)

    rows = history(run)
    assert [(r["stage"], r["epoch"]) for r in rows] == [
        *(("image", i) for i in range(1, 5)), *(("prompt", i) for i in range(1, 4))
    ]  # fmt: skip
    assert rows[3]["ranking"] < rows[0]["ranking"]
    assert rows[6]["ranking"] < rows[4]["ranking"]
    assert rows[3]["validation"] > 0.7
    saved = json.loads((run.out / "training" / "run.json").read_text())
    assert saved["photos"] == 21
    assert saved["validation_photos"] == 9
    assert re.fullmatch("trained-[0-9a-f]{12}", saved["model_id"])
    assert list((run.out / "training" / "tensorboard").iterdir())
    model = load(run.out)
    assert model.config == config
    assert model.config.templates == (PROMPT.prompt,)
    red_or_not = model.encode_labels(["red", "blue"])
    untuned = load(dataclasses.replace(run, prompt=None).model).encode_labels(["red", "blue"])
    assert not torch.allclose(red_or_not, untuned)
    globals_, patches = model.encode_images(pixels_of(photos, "0.png"))
    assert model.score(globals_, patches, red_or_not).shape == (1, 2)


def test_a_run_that_broke_off_goes_on_to_the_same_losses(run: MktRun, tmp_path: Path):
    train_mkt(run)
    whole = history(run)
    broken = dataclasses.replace(run, out=tmp_path / "broken")
    finish = Trainer._finish_epoch

    def break_off_after(*wanted: object) -> Callable:
        def finish_and_break(trainer: Trainer, means: dict) -> None:
            finish(trainer, means)
            if (trainer.name, trainer.epoch) == wanted:
                raise KeyboardInterrupt

        return finish_and_break

    for stage, epoch in (("image", 2), ("prompt", 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Trainer, "_finish_epoch", break_off_after(stage, epoch))
            begun = broken.out.exists()
            with pytest.raises(KeyboardInterrupt):
                train_mkt(broken, latest_checkpoint(broken.out) if begun else None)
    train_mkt(broken, latest_checkpoint(broken.out))

    assert history(broken) == whole
    assert load(broken.out).config.files == load(run.out).config.files


def test_what_is_kept_on_disk_changes_nothing(run: MktRun, tmp_path: Path):
    for kept in (True, False):
        out = dataclasses.replace(run, out=tmp_path / str(kept), cache_features=kept)
        train_mkt(dataclasses.replace(out, prompt=None))
    losses = [[r["loss"] for r in history(dataclasses.replace(run, out=tmp_path / str(k)))]
              for k in (True, False)]  # fmt: skip
    np.testing.assert_allclose(*losses, rtol=1e-2)  # float16 on disk


@pytest.mark.parametrize(
    "changes",
    [
        {"image": dataclasses.replace(IMAGE, local_head=16), "prompt": None},
        {"prompt": dataclasses.replace(PROMPT, variant="table", labels_a_step=2)},
        {"image": None},
        {"faithful": True},
        {"image": dataclasses.replace(IMAGE, streams="local", comparison="standardise")},
    ],
)
def test_variants_are_saved_as_they_were_trained(run: MktRun, photos: Path, changes: dict):
    changed = dataclasses.replace(run, **changes)
    short = {k: dataclasses.replace(s, epochs=1) for k in ("image", "prompt")
             if (s := getattr(changed, k))}  # fmt: skip
    changed = dataclasses.replace(changed, **short)
    config = train_mkt(changed)

    model = load(run.out)

    assert model.config == config
    assert (run.out / "local_head.safetensors").exists() == bool(config.local_hidden)
    globals_, patches = model.encode_images(pixels_of(photos, "0.png"))
    assert patches.shape == (1, 16, 24)
    assert model.encode_labels(["red"]).isfinite().all()


def test_two_processes_learn_as_one(run: MktRun, tmp_path: Path):
    def train(out: str, *launcher: str) -> list[dict]:
        toml = tmp_path / f"{out}.toml"
        toml.write_text(f"""
            recipe = "mkt"
            name = "team"
            model = "{run.model}"
            data = "{run.data}"
            out = "{tmp_path / out}"
            background = "{run.background}"
            device = "cpu"
            amp = false
            [image]
            epochs = 2
            batch = 8
            top_k = 4
            [prompt]
            epochs = 1
            batch = 8
        """)
        command = [sys.executable, *launcher, "-m", "mkt_model.train", str(toml)]
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        subprocess.run(command, check=True, capture_output=True, env=environment, timeout=300)
        return history(dataclasses.replace(run, out=tmp_path / out))

    alone = train("alone")
    team = train("team", "-m", "torch.distributed.run", "--nproc-per-node=2", "--standalone")

    assert len(alone) == len(team) == 3
    for one, two in zip(alone, team, strict=True):
        for figure in ("loss", "ranking", "validation"):
            assert two[figure] == pytest.approx(one[figure], rel=1e-4)


def test_a_loss_that_is_no_number_keeps_the_last_good_state(
    run: MktRun, monkeypatch: pytest.MonkeyPatch
):
    step = Trainer._step

    def poison(trainer: Trainer, loss: torch.Tensor) -> None:
        step(trainer, loss)
        if trainer.epoch == 1:
            next(iter(trainer._learned().values())).data.fill_(torch.nan)

    monkeypatch.setattr(Trainer, "_step", poison)
    with pytest.raises(TrainingError, match="no number in epoch 2; try a lower .*image-last.pt"):
        train_mkt(run)
    state = torch.load(latest_checkpoint(run.out), weights_only=True)
    assert state["epoch"] == 1
    assert all(value.isfinite().all() for value in state["learned"].values())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_keeps_the_last_good_checkpoint(run: MktRun, monkeypatch: pytest.MonkeyPatch):
    save = Trainer.save

    def on_a_full_disk(trainer: Trainer, path: Path) -> None:
        if trainer.epoch == 2:
            path.with_suffix(".tmp").symlink_to("/dev/full")
        save(trainer, path)

    monkeypatch.setattr(Trainer, "save", on_a_full_disk)
    with pytest.raises(TrainingError, match="image-last.pt cannot be written: No space left"):
        train_mkt(run)
    assert torch.load(latest_checkpoint(run.out), weights_only=True)["epoch"] == 1
    assert not list(run.out.rglob("*.tmp"))


def test_what_cannot_be_trained_is_told(run: MktRun, tmp_path: Path, photos: Path):
    with pytest.raises(ConfigError, match="neither an .image. nor a .prompt. table"):
        train_mkt(dataclasses.replace(run, image=None, prompt=None))
    with pytest.raises(ConfigError, match="image.blocks is 9; this tower has 3"):
        train_mkt(dataclasses.replace(run, image=dataclasses.replace(IMAGE, blocks=9)))
    with pytest.raises(ConfigError, match="'no label here' must hold words and one"):
        train_mkt(dataclasses.replace(run, prompt=PromptStage(prompt="no label here"), image=None))
    (tmp_path / "seen.txt").write_text("purple\n")
    with pytest.raises(DataError, match="has no label 'purple'"):
        read_photos(dataclasses.replace(run, seen=tmp_path / "seen.txt"))
    (photos / "3.png").unlink()
    with pytest.raises(DataError, match=r"labels.jsonl, line 4: there is no photo .*3.png"):
        train_mkt(run)


def test_a_checkpoint_of_another_run_is_refused(run: MktRun, tmp_path: Path):
    short = dataclasses.replace(run, image=dataclasses.replace(IMAGE, epochs=1), prompt=None)
    train_mkt(short)
    checkpoint = latest_checkpoint(short.out)
    with pytest.raises(CheckpointError, match="image-last.pt is of another run"):
        train_mkt(dataclasses.replace(short, seed=1, out=tmp_path / "other"), checkpoint)
    checkpoint.write_bytes(b"no checkpoint")
    with pytest.raises(CheckpointError, match="is no checkpoint of a training run"):
        train_mkt(short, checkpoint)
    with pytest.raises(CheckpointError, match="no checkpoint to go on from"):
        latest_checkpoint(tmp_path / "nothing")


def test_a_run_file(tmp_path: Path):
    text = """
        recipe = "mkt"
        name = "mine"
        model = "models/ViT-B-16"
        data = "photos"
        out = "models/mine"
        [image]
        epochs = 5
    """
    (tmp_path / "run.toml").write_text(text)
    run = read_run(tmp_path / "run.toml")
    assert run.image == ImageStage(epochs=5)
    assert run.prompt is None
    (tmp_path / "run.toml").write_text(text + "speed = 3")
    with pytest.raises(ConfigError, match="unknown key image.'speed'"):
        read_run(tmp_path / "run.toml")
