"""The recipe of mkt-mini: python -m mkt_model.train mkt_model/runs/mini.toml

First the heads and the text map learn over frozen backbones, from captions (the multi-modal
teacher) and from label sets, both streams alike. Then, where the run says so, the backbone's last
stages and the text tower's last layers learn with them.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from mkt_model.data.tar_sets import PhotoSet, read_set, vocabulary_of
from mkt_model.data.words import read_words
from mkt_model.mini.frozen_maps import frozen_maps
from mkt_model.mini.report import EvaluationSet, combined_scores, fit_confidence, report, show
from mkt_model.mini.settings import MiniRun
from mkt_model.mini.start import save_mini, starting_towers
from mkt_model.mini.trainer import MiniTrainer, TrainingSet, last_patches
from mkt_model.towers.mini_image import Heads, MiniImageTower
from mkt_model.towers.mini_text import MiniTextTower


def training_set(
    photo_set: PhotoSet, maps: Sequence[np.ndarray], text: MiniTextTower, run: MiniRun
) -> TrainingSet:
    """A set's photos that are not held out; captions where it has them, else labels."""
    rows = np.array([i for i, e in enumerate(photo_set.examples) if not e.held_out])
    if photo_set.name in run.caption_sets:
        captions = [c for e in photo_set.examples for c in e.captions]
        ends = np.cumsum([len(e.captions) for e in photo_set.examples]).tolist()
        spans = [list(range(start, stop)) for start, stop in zip([0, *ends], ends, strict=False)]
        rows = np.array([r for r in rows if spans[r]])
        return TrainingSet(photo_set.name, maps, rows, captions, text.sentences(captions), spans)
    vocabulary = vocabulary_of([photo_set])
    column = {label: i for i, label in enumerate(vocabulary)}
    labels = torch.zeros(len(photo_set.examples), len(vocabulary))
    for row, example in enumerate(photo_set.examples):
        labels[row, [column[label] for label in example.labels]] = 1
    rows = np.array([r for r in rows if photo_set.examples[r].labels])
    texts = [run.templates[0].format(label) for label in vocabulary]
    return TrainingSet(photo_set.name, maps, rows, texts, text.sentences(texts), labels=labels)


def train_mini(run: MiniRun, cache: Path) -> dict[str, dict[str, float]]:
    """Train, save the model folder and return the report on the held-out photos.

    Raises DataError, CheckpointError and TrainingError.
    """
    background = read_words(run.background)
    torch.manual_seed(run.seed)
    backbone, text, tokenizer = starting_towers(run.dim)
    heads = Heads(backbone.num_features, run.dim, run.hidden, run.local_hidden)
    tower = MiniImageTower(backbone.requires_grad_(False), heads)
    text.network.requires_grad_(False)
    learned = dict.fromkeys((*run.caption_sets, *run.label_sets))
    read = {name: read_set(run.data, name) for name in (*learned, run.complete_set)}
    views = range(run.fine_tune.views if run.fine_tune else 1)
    maps = {
        name: [frozen_maps(s, tower, run.preprocess, cache, view) for view in views]
        for name, s in read.items()
    }
    patches = last_patches(tower, maps[run.complete_set][0][:1]).shape[1]
    trainer = MiniTrainer(run, tower, text, patches)
    sets = [training_set(read[name], maps[name], text, run) for name in learned]
    trainer.train(sets)
    if run.fine_tune:
        trainer.fine_tune(sets, run.fine_tune)
    tower.eval()
    held_out = held_out_sets(tower, read, {name: views[0] for name, views in maps.items()})
    complete = next(s for s in held_out if s.name == run.complete_set)
    confidence = fit_confidence(*combined_scores(complete, text.encode, run, background))
    save_mini(run, tower, text, tokenizer, patches, confidence, run.out)
    return report(held_out, text.encode, run.top_k, run.local_weight, background)


@torch.no_grad()
def held_out_sets(
    tower: MiniImageTower, read: dict[str, PhotoSet], maps: dict[str, np.ndarray]
) -> list[EvaluationSet]:
    """The held-out photos of all sets, from their kept maps."""
    sets = []
    for name, photo_set in read.items():
        rows = [i for i, e in enumerate(photo_set.examples) if e.held_out]
        if not rows:
            continue
        patches = torch.from_numpy(last_patches(tower, maps[name][rows])).float()
        sets.append(
            EvaluationSet(
                name,
                [photo_set.examples[i] for i in rows],
                tower.heads.embed_global(patches.mean(1)),
                tower.heads.embed_patches(patches),
                vocabulary_of([photo_set]),
            )
        )
    return sets


def main(run: MiniRun, cache: Path) -> None:
    """Train and print the report."""
    print(show(train_mini(run, cache)))
