"""The recipe of mkt-mini: python -m mkt_model.train mkt_model/runs/mini.toml

First the heads and the text map learn over frozen backbones, from captions (the multi-modal
teacher) and from label sets, both streams alike. Then, where the run says so, the backbone's last
stages and the text tower's last layers learn with them.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from mkt_model.data.kept_array import kept_array
from mkt_model.data.near_copies import Copies, copies_of_held_out, thumbnails
from mkt_model.data.tar_sets import PhotoSet, read_set, vocabulary_of
from mkt_model.data.words import read_words
from mkt_model.mini.frozen_maps import frozen_maps, last_patches, seen_whole
from mkt_model.mini.progress import Progress
from mkt_model.mini.report import EvaluationSet, combined_scores, fit_confidence, report, show
from mkt_model.mini.settings import MiniRun
from mkt_model.mini.start import class_teacher, save_mini, starting_towers
from mkt_model.mini.trainer import MiniTrainer
from mkt_model.mini.training_set import Seen, training_sets
from mkt_model.towers.mini_image import Heads, MiniImageTower


def train_mini(run: MiniRun, cache: Path) -> dict[str, dict[str, float]]:
    """Train, save the model folder and return the report on the held-out photos.

    A run that was stopped goes on from its state in `cache`. Raises DataError,
    CheckpointError and TrainingError.
    """
    background = read_words(run.background)
    torch.manual_seed(run.seed)
    backbone, text, tokenizer = starting_towers(run.dim)
    heads = Heads(backbone.num_features, run.dim, run.hidden, run.local_hidden)
    tower = MiniImageTower(backbone.requires_grad_(False), heads)
    text.network.requires_grad_(False)
    read = [read_set(run.data, name) for name in _names(run)]
    seen = {s.name: see(s, tower, run, cache) for s in read}
    first = next(last_patches(tower, seen[run.complete_set].maps[0][:1]))
    teacher = class_teacher(run.classes.names) if run.classes else None
    progress = Progress(run, cache)
    trainer = MiniTrainer(run, tower, text, first.shape[1], teacher, progress)
    copies = near_copies_of(read, cache)
    sets = [t for s in read for t in training_sets(s, copies[s.name], seen[s.name], text, run)]
    trainer.train(sets)
    if run.fine_tune:
        trainer.fine_tune(sets, run.fine_tune)
    tower.eval()
    held_out = held_out_sets(tower, read, seen)
    complete = next(s for s in held_out if s.name == run.complete_set)
    confidence = fit_confidence(*combined_scores(complete, text.encode, run, background))
    save_mini(run, tower, text, tokenizer, first.shape[1], confidence, run.out)
    progress.forget()
    return report(held_out, text.encode, run.top_k, run.local_weight, background)


def _names(run: MiniRun) -> list[str]:
    """Every set of a run, once."""
    return list(dict.fromkeys((*run.caption_sets, *run.label_sets, run.complete_set)))


def see(photo_set: PhotoSet, tower: MiniImageTower, run: MiniRun, cache: Path) -> Seen:
    """What the published backbone sees of a set, from `cache` where it is there."""
    views = range(run.fine_tune.views if run.fine_tune else 1)
    maps = [frozen_maps(photo_set, tower, run.preprocess, cache, view) for view in views]
    return Seen(maps, seen_whole(photo_set.name, tower, maps[0], cache))


def near_copies_of(read: Sequence[PhotoSet], cache: Path) -> dict[str, Copies]:
    """For each set, which photos are near copies of one held out of any set; says how many."""
    thumbs = [
        kept_array(cache / f"{s.name}.thumbs.npy", len(s.examples), [thumbnails(s)]) for s in read
    ]
    copies = copies_of_held_out(read, thumbs)
    for name, pairs in copies.items():
        if pairs:
            print(f"{name}: {len({n for _, n in pairs})} near copies of held-out photos left out")
    return copies


@torch.no_grad()
def held_out_sets(
    tower: MiniImageTower, read: Sequence[PhotoSet], seen: dict[str, Seen]
) -> list[EvaluationSet]:
    """The held-out photos of all sets, from their kept maps."""
    sets = []
    for photo_set in read:
        rows = [i for i, e in enumerate(photo_set.examples) if e.held_out]
        if not rows:
            continue
        maps = seen[photo_set.name].maps[0][rows]
        patches = torch.from_numpy(np.concatenate(list(last_patches(tower, maps)))).float()
        sets.append(
            EvaluationSet(
                photo_set.name,
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
