"""MKT's two stages from end to end: a tiny CLIP learns colours from generated photos."""

import dataclasses
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from mkt_model.config import ConfigError
from mkt_model.data.words import DataError
from mkt_model.load import load
from mkt_model.train.session import read_photos, train_mkt
from mkt_model.train.settings import MktRun, PromptStage
from tests.model.train.colour_run import IMAGE, PROMPT, history, history_of, pixels_of


@pytest.mark.slow
def test_both_stages_learn_and_the_model_can_be_used(run: MktRun, photos: Path):
    config = train_mkt(run)

    rows = history(run)
    assert [(r["stage"], r["epoch"]) for r in rows] == [
        *(("image", i) for i in range(1, 5)),
        *(("prompt", i) for i in range(1, 4)),
    ]
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


@pytest.mark.slow
def test_what_is_kept_on_disk_changes_nothing(run: MktRun, tmp_path: Path):
    for kept in (True, False):
        out = dataclasses.replace(run, out=tmp_path / str(kept), cache_features=kept)
        train_mkt(dataclasses.replace(out, prompt=None))
    losses = [
        [r["loss"] for r in history(dataclasses.replace(run, out=tmp_path / str(k)))]
        for k in (True, False)
    ]
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
    short = {
        k: dataclasses.replace(s, epochs=1)
        for k in ("image", "prompt")
        if (s := getattr(changed, k))
    }
    changed = dataclasses.replace(changed, **short)
    config = train_mkt(changed)

    model = load(run.out)

    assert model.config == config
    assert (run.out / "local_head.safetensors").exists() == bool(config.local_hidden)
    _, patches = model.encode_images(pixels_of(photos, "0.png"))
    assert patches.shape == (1, 16, 24)
    assert model.encode_labels(["red"]).isfinite().all()


@pytest.mark.slow
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


def test_what_cannot_be_trained_is_told(run: MktRun, tmp_path: Path, photos: Path):
    with pytest.raises(ConfigError, match=r"neither an .image. nor a .prompt. table"):
        train_mkt(dataclasses.replace(run, image=None, prompt=None))
    with pytest.raises(ConfigError, match=r"image.blocks is 9; this tower has 3"):
        train_mkt(dataclasses.replace(run, image=dataclasses.replace(IMAGE, blocks=9)))
    with pytest.raises(ConfigError, match="'no label here' must hold words and one"):
        train_mkt(dataclasses.replace(run, prompt=PromptStage(prompt="no label here"), image=None))
    (tmp_path / "seen.txt").write_text("purple\n")
    with pytest.raises(DataError, match="has no label 'purple'"):
        read_photos(dataclasses.replace(run, seen=tmp_path / "seen.txt"))
    (photos / "3.png").unlink()
    with pytest.raises(DataError, match=r"labels.jsonl, line 4: there is no photo .*3.png"):
        train_mkt(run)


@pytest.mark.slow
def test_a_tuned_prompt_is_trained_on(run: MktRun, tmp_path: Path):
    """From a model whose prompt was tuned before: gone on from, or begun anew for another."""
    short = dataclasses.replace(PROMPT, epochs=1, learning_rate=1e-6)
    tuned = dataclasses.replace(run, image=None, prompt=PROMPT, out=tmp_path / "tuned")
    train_mkt(tuned)
    again = dataclasses.replace(tuned, model=tuned.out, prompt=short)
    for name, stage in {
        "again": short,
        "other": dataclasses.replace(short, prompt="this shows a {}"),
        "table": dataclasses.replace(short, variant="table"),
    }.items():
        out = dataclasses.replace(again, out=tmp_path / name, prompt=stage)
        config = train_mkt(out)
        assert ("prompt.safetensors" in config.files) == (name != "table")
        assert load(out.out).encode_labels(["red"]).isfinite().all()
    first, *_, last = (row["loss"] for row in history(tuned))
    assert abs(history_of(tmp_path / "again")[0]["loss"] - last) < (first - last) / 2


def test_a_local_head_is_kept_by_a_run_that_does_not_train_it(run: MktRun, photos: Path):
    image = dataclasses.replace(IMAGE, epochs=1, local_head=16)
    first = dataclasses.replace(run, image=image, prompt=None)
    train_mkt(first)
    prompt = dataclasses.replace(PROMPT, epochs=1)
    second = dataclasses.replace(
        run, model=first.out, image=None, prompt=prompt, out=run.out.with_name("second")
    )
    train_mkt(second)
    pixels = pixels_of(photos, "0.png")
    for before, after in zip(
        load(first.out).encode_images(pixels), load(second.out).encode_images(pixels), strict=True
    ):
        torch.testing.assert_close(before, after)
