"""MKT's two training stages over labelled photos, from a model folder to a model folder."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from mkt_model.config import ConfigError, ModelConfig, Preprocess, model_id
from mkt_model.data.batches import in_batches
from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.readers import open_dataset
from mkt_model.data.words import DataError, read_words
from mkt_model.infer import cpu_computes_bfloat16, pick_device
from mkt_model.load import load
from mkt_model.metrics import map_clean
from mkt_model.model import MKT
from mkt_model.openclip.towers import VitImageTower
from mkt_model.preprocess import IMAGENET
from mkt_model.prompts import PUBLISHED
from mkt_model.tensor_files import CheckpointError
from mkt_model.towers.text import PROMPT_FILE
from mkt_model.towers.tuned_prompt import Prompt, learning_words, table_of
from mkt_model.train.frozen_features import FrozenFeatures
from mkt_model.train.image_learner import frozen_digest, make_learner
from mkt_model.train.objectives import ImageObjective, PromptObjective, training_scores
from mkt_model.train.save_trained import save_trained
from mkt_model.train.settings import ImageStage, MktRun, PromptStage, Stage
from mkt_model.train.team import Team
from mkt_model.train.trainer import Setup, Task, Trainer, read_checkpoint

VALIDATION_BATCH = 64


def train_mkt(run: MktRun, resume: Path | None = None) -> ModelConfig:
    """Train the stages the run names and write the model folder; returns its configuration.

    Raises ConfigError, DataError, CheckpointError and TrainingError, each saying what to mend.
    """
    if run.image is None and run.prompt is None:
        raise ConfigError("the run has neither an [image] nor a [prompt] table: nothing to train")
    device = pick_device(run.device)
    team = Team.join(device)
    torch.manual_seed(run.seed)
    model = load(run.model, device)
    before, model.config = model.config, training_config(model.config, run)
    if PROMPT_FILE in before.files and before.templates != model.config.templates:
        tower = model.text_tower  # its words were tuned for another prompt
        tower.put_words(table_of(tower.words))
    photos, held_out = read_photos(run)
    session = Session(run, model, photos, held_out, device, team)
    if run.image is not None:
        session.train_image(run.image, resume)
    if run.prompt is not None:
        session.train_prompt(run.prompt, resume)
    return session.save() if team.leads else model.config


def training_config(config: ModelConfig, run: MktRun) -> ModelConfig:
    """What the trained model will be, apart from its weights. Raises ConfigError."""
    replace = dataclasses.replace
    config = replace(config, name=run.name, title=run.name)
    if run.faithful:
        size = config.preprocess.size
        if config.backbone != "open_clip":
            raise ConfigError("faithful is for a CLIP ViT; this model is another")
        mean, std = IMAGENET
        config = replace(
            config,
            preprocess=Preprocess(size, "crop", mean, std, round(size * 256 / 224)),
            normalise=False,
            comparison="list_norm",
            templates=(PUBLISHED,),
        )
    if run.image is not None and config.backbone == "open_clip":
        config = replace(config, patch_path="plain", local_hidden=run.image.local_head)
    if run.prompt is not None:
        config = replace(config, templates=(run.prompt.prompt,))
    return config


def read_photos(run: MktRun) -> tuple[LabelledPhotos, LabelledPhotos]:
    """The photos to learn from and those to validate on, with the seen labels.

    Photos without a seen label are dropped. Raises DataError where nothing is left.
    """
    photos = open_dataset(run.data, run.format)
    seen = (
        read_words(run.seen) if run.seen else [x for x in photos.labels if x not in photos.unseen]
    )
    photos = _with_a_label(photos.with_labels(seen))
    if run.validation is not None:
        return photos, _with_a_label(
            open_dataset(run.validation, run.format, "test").with_labels(seen)
        )
    order = np.random.default_rng(run.seed).permutation(len(photos))
    count = max(1, len(photos) * run.validation_percent // 100)
    if count >= len(photos):
        raise DataError(f"{run.data}: {len(photos)} photos with a label are too few to train on")
    return photos.select(np.sort(order[count:])), photos.select(np.sort(order[:count]))


def _with_a_label(photos: LabelledPhotos) -> LabelledPhotos:
    rows = np.flatnonzero((photos.truth > 0).any(1))
    if not len(rows):
        raise DataError(f"{photos.name} has no photo with any of the labels to learn")
    return photos.select(rows)


class Session:
    """The model and the photos of a run, and its stages in their order."""

    def __init__(
        self,
        run: MktRun,
        model: MKT,
        photos: LabelledPhotos,
        held_out: LabelledPhotos,
        device: torch.device,
        team: Team,
    ) -> None:
        self.run, self.model, self.device, self.team = run, model, device, team
        self.photos, self.held_out = photos, held_out
        self.truth = torch.from_numpy(photos.truth)
        self.background = read_words(run.background)  # now: a missing file is told before the work
        self.folder = run.out / "training"
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = json.dumps(dataclasses.asdict(run), default=str, sort_keys=True)
        amp = run.amp and (device.type != "cpu" or cpu_computes_bfloat16())
        self.setup = Setup(self.folder, settings, device, team, amp, run.seed)
        self.learner = make_learner(self._image_tower(), run.image.blocks if run.image else 0)
        self.learner.to(device)
        self.features, self.held_out_features = (self._frozen(p) for p in (photos, held_out))

    def _image_tower(self) -> nn.Module:
        """The tower, made for what the run trains: plain patches, and its local head if any: the
        model's own where it has one of this width, else a new one."""
        tower = self.model.image_tower
        if self.model.config.backbone == "open_clip":
            if not isinstance(tower, VitImageTower):
                raise ConfigError("only CLIP's own ViT and mkt-mini can be trained")
            trained = VitImageTower(tower.visual, self.model.config)
            own, new = tower.local_head, trained.local_head
            if own is not None and new is not None and own[0].weight.shape == new[0].weight.shape:
                trained.local_head = own
            return trained.eval().to(self.device)
        return tower

    def _frozen(self, photos: LabelledPhotos) -> FrozenFeatures:
        """The photos' frozen features; the leader computes what is to be kept, the others wait."""
        config = self.model.config
        features = FrozenFeatures(
            photos, self.learner, config.preprocess, self.device, self.run.workers
        )
        if self.run.cache_features:
            facts = frozen_digest(self.learner)
            folder = self.run.cache or self.folder
            if self.team.leads:
                features.keep(folder, facts)
            self.team.wait()
            features.keep(folder, facts)
        return features

    def train_image(self, stage: ImageStage, resume: Path | None) -> None:
        top_k = stage.top_k or self.model.config.top_k
        labels = self.model.encode_labels(self.photos.labels).clone()  # no inference tensor
        objective = ImageObjective(self.learner, labels, stage, top_k).to(self.device)

        def validate() -> float:
            return self._validation(stage, top_k, labels)

        groups = [
            {"params": part, "lr": stage.learning_rate * stage.layer_decay**depth}
            for depth, part in enumerate(self.learner.parts())
        ]
        task = Task("image", stage, objective, groups, self.features.batches, self.truth, validate)
        self._run(task, resume)

    def train_prompt(self, stage: PromptStage, resume: Path | None) -> None:
        tower = self.model.text_tower.requires_grad_(False)
        prompt = Prompt(stage.prompt, tower.token_ids, tower.end)
        words = learning_words(tower.words, prompt, stage.variant)
        tower.put_words(words.to(self.device))
        top_k = stage.top_k or self.model.config.top_k
        objective = PromptObjective(self.learner, tower, self.photos.labels, stage, top_k)
        learned = [p for p in tower.parameters() if p.requires_grad]

        @torch.no_grad()
        def validate() -> float:
            return self._validation(stage, top_k, tower.encode(objective.texts))

        groups = [{"params": learned, "lr": stage.learning_rate}]
        task = Task("prompt", stage, objective, groups, self.features.batches, self.truth, validate)
        self._run(task, resume)

    def _run(self, task: Task, resume: Path | None) -> None:
        """Train a stage; on resuming, one that is done is loaded and one not begun starts."""
        trainer = Trainer(task, self.setup)
        if resume is not None:
            later = read_checkpoint(resume)["stage"] == "prompt" and trainer.name == "image"
            if later:
                trainer.load(trainer.checkpoint("best"), best=True)
                return
            if read_checkpoint(resume)["stage"] == trainer.name:
                trainer.load(resume)
        trainer.train()

    @torch.no_grad()
    def _validation(self, stage: Stage, top_k: int, labels: Tensor) -> float:
        """Clean mAP over the seen labels on the validation photos."""
        self.learner.eval()
        rows = in_batches(len(self.held_out), VALIDATION_BATCH)
        scores = [
            training_scores(*self.learner.forward(features), labels, stage, top_k).float().cpu()
            for _, features in self.held_out_features.batches(rows)
        ]
        return map_clean(torch.cat(scores).numpy(), self.held_out.truth)

    def save(self) -> ModelConfig:
        """Write the model folder, and the resolved run with its model id beside it."""
        model = self.model
        config = save_trained(
            self.run.model, model.config, self.learner.tower, model.text_tower, self.run.out
        )
        resolved = json.loads(self.setup.settings) | {
            "model_id": model_id(config, self.background),
            "photos": len(self.photos),
            "validation_photos": len(self.held_out),
            "labels": len(self.photos.labels),
            "labels_a_photo": self.photos.labels_a_photo,
        }
        text = json.dumps(resolved, indent=1) + "\n"
        (self.folder / "run.json").write_text(text, encoding="utf-8")
        return config


def latest_checkpoint(out: Path) -> Path:
    """The newest checkpoint of a run. Raises CheckpointError where there is none."""
    found = sorted((out / "training").glob("*-last.pt"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise CheckpointError(f"{out} has no checkpoint to go on from; train without --resume")
    return found[-1]
