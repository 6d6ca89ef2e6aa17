"""MKT's ablation on real photos: python -m mkt_model.evaluate.ablation --data FOLDER --out FOLDER

The zero-shot protocol on what is at hand. The vision-language model to start from has learned from
Flickr8k's captions alone, over mkt-mini's frozen backbones. The words of NUS-WIDE's 81 concepts are
hidden from Corel5k's labels, the other words train. Photos held out are ranked over the hidden
words (ZSL) and over all (GZSL). No NUS-WIDE results: other photos, other label lists.
"""

import argparse
import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mkt_model.config import CONFIG_FILE
from mkt_model.data.batches import in_batches
from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.readers import open_dataset
from mkt_model.data.words import read_words
from mkt_model.evaluate import protocol
from mkt_model.evaluate.protocol import Way
from mkt_model.load import load
from mkt_model.metrics import f1_at, map_clean
from mkt_model.mini import recipe as mini
from mkt_model.mini.settings import MiniRun
from mkt_model.model import MKT
from mkt_model.run_files import read_run
from mkt_model.train.frozen_features import FrozenFeatures
from mkt_model.train.image_learner import frozen_digest, make_learner
from mkt_model.train.session import train_mkt
from mkt_model.train.settings import ImageStage, MktRun, PromptStage

CONCEPTS = Path("labels") / "nuswide_concepts81.txt"
START = Path(__file__).parents[1] / "runs" / "captions.toml"
IMAGE = ImageStage(epochs=4, warmup_epochs=1, batch=128, learning_rate=3e-4)
PROMPT = PromptStage(epochs=3, warmup_epochs=1, batch=128, learning_rate=3e-3, labels_a_step=96)
BATCH, RESAMPLES = 32, 200


@dataclass(frozen=True)
class Variant:
    """A row of the table: what is trained, one stage after the other, and how it is scored."""

    name: str
    stages: tuple[ImageStage | PromptStage, ...] = ()
    streams: str = "both"
    comparison: str = "list_norm"
    top_k: int = 0


def variants() -> Iterator[Variant]:
    """The paper's ablation, then margins that bite. A training that rows share is done once."""
    change = dataclasses.replace
    for streams in ("global", "local", "both"):
        yield Variant(f"captions alone: {streams} scored", (), streams)
    for streams in ("global", "local", "both"):
        yield Variant(f"MKT, both stages: {streams} scored", (IMAGE, PROMPT), streams)
    yield Variant("the same, standardised (SPARC)", (IMAGE, PROMPT), comparison="standardise")
    yield Variant("without prompt tuning (stage 1 alone)", (IMAGE,))
    yield Variant("without stage 1 (prompt tuning alone)", (PROMPT,))
    yield Variant("stage 1 without distillation", (change(IMAGE, distillation=0.0),))
    for streams in ("global", "local"):
        yield Variant(
            f"stage 1, {streams} trained and scored", (change(IMAGE, streams=streams),), streams
        )
    for k in (1, 4, 8, 16, 81):
        yield Variant(f"stage 1, k = {k}", (change(IMAGE, top_k=k),), top_k=k)
    for comparison, margin, scale in (("list_norm", 1.0, 20.0), ("raw", 0.2, 1.0)):
        stage = change(IMAGE, comparison=comparison, margin=margin, scale=scale)
        yield Variant(f"stage 1, {comparison} times {scale:g}, margin {margin}", (stage,))


@dataclass(frozen=True)
class Embedded:
    """Held-out photos through a model: globals_ (N, D), patches (N, P, D), labels (L, D)."""

    globals_: Tensor
    patches: Tensor
    labels: Tensor


@torch.no_grad()
def embed(model: MKT, photos: LabelledPhotos, cache: Path) -> Embedded:
    """The photos through a model, whose frozen part's output is kept for the next one."""
    learner = make_learner(model.image_tower, 0)
    features = FrozenFeatures(photos, learner, model.config.preprocess, model.device)
    features.keep(cache, frozen_digest(learner))
    batches = features.batches(in_batches(len(photos), BATCH))
    globals_, patches = zip(*(learner(part) for _, part in batches), strict=True)
    return Embedded(torch.cat(globals_), torch.cat(patches), model.encode_labels(photos.labels))


def scores(model: MKT, seen: Embedded, columns: Sequence[int], variant: Variant) -> np.ndarray:
    """(N, L) over some of the labels, each stream compared over this very list."""
    labels = seen.labels[list(columns)]
    parts = zip(torch.split(seen.globals_, 64), torch.split(seen.patches, 64), strict=True)
    raw = protocol.joined([model.streams(globals_, patches, labels) for globals_, patches in parts])
    return protocol.score(raw, Way("own prompt", variant.comparison, variant.streams))


def figures(values: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """Clean mAP with half its 95 % interval over photos drawn anew, and F1 at 3 and 5."""
    rng, count = np.random.default_rng(0), len(truth)
    draws = [
        map_clean(values[rows], truth[rows]) for rows in rng.integers(0, count, (RESAMPLES, count))
    ]
    low, high = np.percentile(draws, (2.5, 97.5))
    return {
        "mAP": map_clean(values, truth),
        "half interval": (high - low) / 2,
        "F1@3": f1_at(values, truth, 3)[0],
        "F1@5": f1_at(values, truth, 5)[0],
    }


class Ablation:
    """Trains and measures the variants; what is trained once is kept in `out`."""

    def __init__(self, data: Path, out: Path, features: Path) -> None:
        self.data, self.out = data, out
        out.mkdir(parents=True, exist_ok=True)
        self.start = out / "captions"
        if not (self.start / CONFIG_FILE).exists():
            run = read_run(START)
            assert isinstance(run, MiniRun), START
            mini.main(dataclasses.replace(run, data=data, out=self.start), features)
        hidden = set(read_words(data / CONCEPTS))
        self.photos = open_dataset(data / "corel5k.tar", split="test")
        self.all = self.photos.labels
        self.unseen = [i for i, x in enumerate(self.photos.labels) if x in hidden]
        self.seen_file = out / "seen.txt"
        self.seen_file.write_text("\n".join(x for x in self.all if x not in hidden) + "\n")

    def folder(self, stages: Sequence[ImageStage | PromptStage]) -> Path:
        """The model of these stages in their order, trained now unless it is there already."""
        if not stages:
            return self.start
        *before, stage = stages
        kind = "image" if isinstance(stage, ImageStage) else "prompt"
        facts = json.dumps([dataclasses.asdict(s) for s in stages])
        folder = self.out / f"{kind}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}"
        if not (folder / CONFIG_FILE).exists():
            run = MktRun(
                folder.name,
                model=self.folder(before),
                data=self.data / "corel5k.tar",
                out=folder,
                seen=self.seen_file,
                image=stage if isinstance(stage, ImageStage) else None,
                prompt=stage if isinstance(stage, PromptStage) else None,
                cache=self.out / "features",
            )
            train_mkt(run)
        return folder

    def row(self, variant: Variant) -> dict[str, dict[str, float]]:
        """The figures of a variant by task."""
        model = load(self.folder(variant.stages))
        if variant.top_k:
            model.config = dataclasses.replace(model.config, top_k=variant.top_k)
        seen = embed(model, self.photos, self.out / "features")
        columns = {"ZSL": self.unseen, "GZSL": range(len(self.photos.labels))}
        return {
            task: figures(scores(model, seen, chosen, variant), self.photos.truth[:, list(chosen)])
            for task, chosen in columns.items()
        }


def table(rows: dict[str, dict[str, dict[str, float]]]) -> str:
    """Markdown: a line a variant."""
    heads = ("mAP", "F1@3", "F1@5")
    columns = [f"{task} {head}" for task in ("ZSL", "GZSL") for head in heads]
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in rows.items():
        cells = []
        for task in ("ZSL", "GZSL"):
            found = row[task]
            cells += [f"{found['mAP']:.3f} ± {found['half interval']:.3f}"]
            cells += [f"{found[head]:.3f}" for head in heads[1:]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the .tar sets")
    parser.add_argument("--out", type=Path, required=True, help="models and figures")
    parser.add_argument("--cache", type=Path, required=True, help="mkt-mini's frozen features")
    arguments = parser.parse_args()
    ablation = Ablation(arguments.data, arguments.out, arguments.cache)
    photos = ablation.photos
    print(
        f"{len(photos)} photos, {photos.labels_a_photo:.2f} labels a photo,"
        f" {len(photos.labels)} labels, {len(ablation.unseen)} of them hidden"
    )
    rows = {}
    for variant in variants():
        rows[variant.name] = ablation.row(variant)
        (arguments.out / "rows.json").write_text(json.dumps(rows, indent=1))
        print(table({variant.name: rows[variant.name]}).splitlines()[-1], flush=True)
    print(table(rows))


if __name__ == "__main__":
    main()
