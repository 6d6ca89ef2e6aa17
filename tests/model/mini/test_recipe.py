"""A training run from end to end, on generated photos and a small untrained backbone."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import torch

from mkt_model.config import load_config
from mkt_model.load import load
from mkt_model.mini import recipe as mini_train
from mkt_model.mini.classes import Classes, ClassTeacher, read_classes
from mkt_model.mini.frozen_maps import seen_whole
from mkt_model.mini.recipe import train_mini
from mkt_model.mini.settings import ClassTeaching, FineTune, MiniRun
from mkt_model.mini.trainer import MiniTrainer
from mkt_model.mini.training_set import Seen, TrainingSet
from mkt_model.run_files import read_run
from mkt_model.towers.mini_image import Heads, MiniImageTower, make_backbone
from mkt_model.towers.text import TOKENIZER_FILE
from mkt_model.train.trainer import TrainingError
from tests.conftest import MINI
from tests.model.data.small_sets import write_set

RUN = """
recipe = "mini"
name = "tiny"
caption_sets = ["captioned"]
label_sets = ["labelled"]
complete_set = "labelled"
data = "."
background = "words.txt"
out = "model"
hidden = 32
local_hidden = 32
epochs = 2
batch = 8
[preprocess]
size = 64
resize = "squash"
mean = [0.5, 0.5, 0.5]
std = [0.5, 0.5, 0.5]
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniRun:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.txt").write_text("# three words\ndog\nsea\nhouse\n")
    (tmp_path / "run.toml").write_text(RUN)
    return read_run(tmp_path / "run.toml")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [{"file": f"{i}.jpg", "captions": [f"number {i}", "a plain photo"]} for i in range(12)]
    rows += [{"file": f"{i}.jpg", "captions": ["held out"], "split": "dev"} for i in range(12, 14)]
    write_set(tmp_path, "captioned", rows)
    write_set(
        tmp_path, "labelled", [{"file": f"{i}.jpg", "labels": [f"l{i % 3}"]} for i in range(20)]
    )
    return tmp_path


@pytest.fixture(autouse=True)
def small_backbone(monkeypatch: pytest.MonkeyPatch):
    """The shipped text tower and a small random backbone in place of the published weights."""

    def towers(dim: int):
        torch.manual_seed(0)
        text = load(MINI).text_tower
        text.to_joint = torch.nn.Linear(384, dim)
        return make_backbone("tf_efficientnet_lite0"), text, MINI / TOKENIZER_FILE

    monkeypatch.setattr(mini_train, "starting_towers", towers)
    monkeypatch.setattr("mkt_model.mini.start.BACKBONE", "tf_efficientnet_lite0")


@pytest.mark.slow
def test_a_run_makes_a_model_and_a_report(run: MiniRun, data: Path, tmp_path: Path):
    figures = train_mini(run, tmp_path / "cache")
    assert figures["captioned"]["photos"] == 2
    assert 0 <= figures["captioned"]["raw both"] <= 1
    model = load(tmp_path / "model")
    globals_, patches = model.encode_images(torch.zeros(1, 64, 64, 3, dtype=torch.uint8))
    assert globals_.shape == (1, 384)
    assert patches.shape == (1, model.config.patches, 384)
    assert model.encode_labels(["dog"]).shape == (1, 384)


WHOLE = """
[classes]
names = "classes.txt"
every = 1
[fine_tune]
hold_words = "words.txt"
views = 1
part = 0.5
mirrored = 0.5
depthwise = false
epochs = 2
batch = 8
"""


@pytest.fixture
def whole_run(tmp_path: Path, run: MiniRun, monkeypatch: pytest.MonkeyPatch) -> MiniRun:
    """A run with both steps, the class teacher, a set with captions and labels, and all losses."""
    (tmp_path / "classes.txt").write_text("spaniel: dog, animal\ncrab: animal\nnarwhal: animal\n")
    text = RUN.replace(
        "[preprocess]", 'complete_sets = ["labelled"]\nphoto_weight = 0.3\n[preprocess]'
    )
    (tmp_path / "run.toml").write_text(text + WHOLE)
    weight = torch.randn(3, 1280, generator=torch.Generator().manual_seed(0))
    monkeypatch.setattr(
        mini_train,
        "class_teacher",
        lambda names: ClassTeacher(read_classes(names), weight, torch.zeros(3)),
    )
    return dataclasses.replace(read_run(tmp_path / "run.toml"), caption_sets=("captioned", "both"))


@pytest.fixture
def both(data: Path) -> Path:
    rows = [{"file": f"{i}.jpg", "labels": ["l1"], "captions": [f"a {i}"]} for i in range(6)]
    write_set(data, "both", rows)
    return data


@pytest.mark.slow
def test_a_run_that_was_stopped_goes_on_as_it_would_have(
    whole_run: MiniRun, both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("mkt_model.mini.trainer.KEPT_EVERY", 1)
    train_mini(dataclasses.replace(whole_run, out=tmp_path / "whole"), tmp_path / "cache")
    for name, after in (("loss", 5), ("deep_loss", 3)):
        stopped = dataclasses.replace(whole_run, out=tmp_path / "stopped")
        with monkeypatch.context() as patch:
            patch.setattr(MiniTrainer, name, stop_after(after, getattr(MiniTrainer, name)))
            with pytest.raises(KeyboardInterrupt):
                train_mini(stopped, tmp_path / "cache")
    train_mini(stopped, tmp_path / "cache")
    assert load_config(tmp_path / "stopped").files == load_config(tmp_path / "whole").files
    assert not list((tmp_path / "cache").glob("tiny-*.pt"))


def stop_after(count: int, loss: Callable) -> Callable:
    """The loss, and after `count` of them somebody presses Ctrl+C."""
    calls = iter(range(count))

    def stopping(*arguments):
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return loss(*arguments)

    return stopping


@pytest.mark.slow
def test_the_same_run_makes_the_same_model(run: MiniRun, data: Path, tmp_path: Path):
    for name in ("one", "two"):
        train_mini(dataclasses.replace(run, out=tmp_path / name), tmp_path / "cache")
    one, two = (load(tmp_path / name).config.files for name in ("one", "two"))
    assert one == two


def test_a_loss_that_is_no_number_stops_the_run(
    run: MiniRun, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        MiniTrainer, "loss", lambda *_: torch.tensor(float("nan"), requires_grad=True)
    )
    with pytest.raises(TrainingError, match=r"the loss of set .* is nan"):
        train_mini(run, tmp_path / "cache")
    assert not (tmp_path / "model").exists()


def small_trainer(run: MiniRun) -> tuple[MiniTrainer, TrainingSet]:
    """A trainer and twelve photos of three labels, each label a map of its own and some noise."""
    torch.manual_seed(0)
    backbone, text, _ = mini_train.starting_towers(384)
    tower = MiniImageTower(backbone.requires_grad_(False), Heads(1280, 384, 32, 32))
    text.network.requires_grad_(False)
    rng = np.random.default_rng(0)
    maps = rng.normal(size=(3, 112, 4, 4)).repeat(4, 0) + rng.normal(size=(12, 112, 4, 4)) / 4
    words, labels = ["dog", "sea", "house"], torch.eye(3).repeat_interleave(4, 0)
    seen = seen_of(tower, maps.astype(np.float16))
    photos = TrainingSet("set", seen, np.arange(12), words, text.sentences(words), None, labels)
    return MiniTrainer(run, tower, text, 4), photos


def seen_of(tower: MiniImageTower, maps: np.ndarray) -> Seen:
    with TemporaryDirectory() as cache:
        return Seen([maps], np.array(seen_whole("set", tower, maps, Path(cache))))


def weights(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.detach().clone() for name, value in module.state_dict().items()}


def changed(module: torch.nn.Module, before: dict[str, torch.Tensor]) -> set[str]:
    return {name for name, value in module.state_dict().items() if (value != before[name]).any()}


@pytest.mark.slow
@pytest.mark.parametrize("loss", ["softmax", "ranking"])
def test_the_first_step_trains_heads_and_text_map_alone(run: MiniRun, loss: str):
    trainer, photos = small_trainer(dataclasses.replace(run, label_loss=loss, epochs=15))
    before, backbone = trainer_loss(trainer, photos), weights(trainer.tower.backbone)
    network = weights(trainer.text.network)
    trainer.train([photos])
    assert trainer_loss(trainer, photos) < before / 2
    assert not changed(trainer.tower.backbone, backbone)
    assert not changed(trainer.text.network, network)


def trainer_loss(trainer: MiniTrainer, photos: TrainingSet) -> float:
    with torch.no_grad():
        return trainer.loss(photos, photos.rows).item()


@pytest.mark.slow
def test_fine_tuning_trains_the_last_stages_and_holds_the_words(run: MiniRun, tmp_path: Path):
    # So fast that without the hold "sea" would end at a cosine of 0.6 to what it was.
    tune = FineTune(
        Path("words.txt"), 1, epochs=15, batch=8, text_layers=1, text_learning_rate=1e-3
    )
    trainer, photos = small_trainer(dataclasses.replace(run, data=tmp_path, fine_tune=tune))
    before, backbone = trainer_loss(trainer, photos), weights(trainer.tower.backbone)
    network = weights(trainer.text.network)
    sea = trainer.text.sentences(["sea"])
    trainer.fine_tune([photos], tune)
    now = dataclasses.replace(photos, seen=seen_of(trainer.tower, photos.seen.maps[0]))
    assert trainer_loss(trainer, now) < before
    stages = {name.split(".")[1] for name in changed(trainer.tower.backbone, backbone)
              if name.startswith("blocks.")}  # fmt: skip
    assert trainer_loss(trainer, photos) < before
    stages = {
        name.split(".")[1]
        for name in changed(trainer.tower.backbone, backbone)
        if name.startswith("blocks.")
    }
    assert stages == {"5", "6"}
    layers = {name.split(".")[2] for name in changed(trainer.text.network, network)}
    assert layers == {"5"}
    with torch.no_grad():
        moved = (trainer.text.sentences(["sea"]) @ sea.T).item()
    assert moved > 0.95


def test_fine_tuning_may_leave_the_depthwise_filters(run: MiniRun, tmp_path: Path):
    tune = FineTune(Path("words.txt"), 1, depthwise=False, epochs=2, batch=8, text_layers=1)
    trainer, photos = small_trainer(dataclasses.replace(run, data=tmp_path, fine_tune=tune))
    before = weights(trainer.tower.backbone)
    trainer.fine_tune([photos], tune)
    names = changed(trainer.tower.backbone, before)
    assert "blocks.6.0.conv_pw.weight" in names
    assert not [name for name in names if "conv_dw" in name]


def test_the_class_teacher_teaches_words_that_no_photo_is_labelled_with(run: MiniRun):
    run = dataclasses.replace(run, epochs=30, classes=ClassTeaching(weight=2.0))
    trainer, photos = small_trainer(run)
    means = torch.from_numpy(photos.seen.whole[::4, 0]).float()  # of each label's first photo
    weight = torch.linalg.pinv(means - means.mean(0)).T * 20  # a classifier that tells them apart
    names = ["spaniel", "wave", "castle"]
    teacher = ClassTeacher(Classes(names, [("animal",), (), ()]), weight, -weight @ means.mean(0))
    taught = MiniTrainer(run, trainer.tower, trainer.text, 4, teacher)
    taught.train([photos])
    with torch.no_grad():
        whole = trainer.tower.eval().heads.embed_global(photos.seen.pooled(np.arange(12)))
        scores = whole @ trainer.text.encode([*names, "animal"]).T
    assert scores[:, :3].argmax(1).tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert scores[:4, 3].min() > scores[4:, 3].max()
