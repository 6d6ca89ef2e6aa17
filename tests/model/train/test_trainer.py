"""A run that breaks off, in whatever way, keeps its last good state and goes on from it."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from mkt_model.load import load
from mkt_model.tensor_files import CheckpointError
from mkt_model.train.session import latest_checkpoint, train_mkt
from mkt_model.train.settings import MktRun
from mkt_model.train.trainer import Trainer, TrainingError
from tests.model.train.colour_run import IMAGE, history


@pytest.mark.slow
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


def test_a_loss_that_is_no_number_keeps_the_last_good_state(
    run: MktRun, monkeypatch: pytest.MonkeyPatch
):
    step = Trainer._step

    def poison(trainer: Trainer, loss: torch.Tensor) -> None:
        step(trainer, loss)
        if trainer.epoch == 1:
            next(iter(trainer._learned().values())).data.fill_(torch.nan)

    monkeypatch.setattr(Trainer, "_step", poison)
    with pytest.raises(TrainingError, match=r"no number in epoch 2; try a lower .*image-last.pt"):
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
    with pytest.raises(TrainingError, match=r"image-last.pt cannot be written: No space left"):
        train_mkt(run)
    assert torch.load(latest_checkpoint(run.out), weights_only=True)["epoch"] == 1
    assert not list(run.out.rglob("*.tmp"))


def test_a_checkpoint_of_another_run_is_refused(run: MktRun, tmp_path: Path):
    short = dataclasses.replace(run, image=dataclasses.replace(IMAGE, epochs=1), prompt=None)
    train_mkt(short)
    checkpoint = latest_checkpoint(short.out)
    with pytest.raises(CheckpointError, match=r"image-last.pt is of another run"):
        train_mkt(dataclasses.replace(short, seed=1, out=tmp_path / "other"), checkpoint)
    checkpoint.write_bytes(b"no checkpoint")
    with pytest.raises(CheckpointError, match="is no checkpoint of a training run"):
        train_mkt(short, checkpoint)
    with pytest.raises(CheckpointError, match="no checkpoint to go on from"):
        latest_checkpoint(tmp_path / "nothing")
