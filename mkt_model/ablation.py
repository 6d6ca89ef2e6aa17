"""MKT's ablation on real photos: python -m mkt_model.ablation --data FOLDER --out FOLDER

The zero-shot protocol on what is at hand. The vision-language model to start from has learned from
Flickr8k's captions alone, over mkt-mini's frozen backbones. The words of NUS-WIDE's 81 concepts are
hidden from Corel5k's labels, the other words train. Photos held out are ranked over the hidden
words (ZSL) and over all (GZSL). No NUS-WIDE results: other photos, other label lists.
"""

import argparse
import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from mkt_model import mini_train
from mkt_model.checkpoints import load
from mkt_model.data import read_words
from mkt_model.labelled_photos import LabelledPhotos
from mkt_model.metrics import f1_at, map_clean
from mkt_model.mkt_run import ImageStage, MktRun, PromptStage
from mkt_model.mkt_train import train_mkt
from mkt_model.model import MKT
from mkt_model.preprocess import prepare, stack
from mkt_model.readers import tar_set
from mkt_model.scoring import COMPARISONS, combine, statistics
from mkt_model.train import read_run

CONCEPTS = Path("labels") / "nuswide_concepts81.txt"
START = Path(__file__).parent / "runs" / "captions.toml"
IMAGE = ImageStage(epochs=6, warmup_epochs=1, learning_rate=3e-4)
PROMPT = PromptStage(epochs=4, warmup_epochs=1, learning_rate=3e-3, labels_a_step=96)
BATCH, RESAMPLES = 32, 200


@dataclass(frozen=True)
class Variant:
    """A row of the table: how it is trained (not at all without stages) and which streams score."""

    name: str
    image: ImageStage | None = IMAGE
    prompt: PromptStage | None = PROMPT
    streams: str = "both"
    comparison: str = "list_norm"


def variants() -> Iterator[Variant]:
    """The paper's ablation, then the margins that bite."""
    change = dataclasses.replace
    untrained = Variant("captions alone", None, None)
    for streams in ("global", "local", "both"):
        yield change(untrained, name=f"captions alone, {streams} scored", streams=streams)
    yield Variant("MKT, both stages")
    for streams in ("global", "local"):
        yield Variant(f"MKT, {streams} stream scored", streams=streams)
    yield change(Variant("MKT, standardised (SPARC)"), comparison="standardise")
    for streams in ("global", "local"):
        yield Variant(
            f"{streams} stream alone trained and scored",
            change(IMAGE, streams=streams), change(PROMPT, streams=streams), streams,
        )  # fmt: skip
    yield Variant("without distillation", change(IMAGE, distillation=0.0))
    yield Variant("without prompt tuning", prompt=None)
    yield Variant("without stage 1", image=None)
    for k in (1, 4, 8, 16, 81):
        yield Variant(f"k = {k}", change(IMAGE, top_k=k), change(PROMPT, top_k=k))
    for margin, scale in ((1.0, 10.0), (1.0, 30.0), (0.1, 10.0)):
        stage = {"margin": margin, "scale": scale}
        yield Variant(
            f"margin {margin}, scores times {scale:g}",
            change(IMAGE, **stage),
            change(PROMPT, **stage),
        )


@dataclass(frozen=True)
class Embedded:
    """Held-out photos through a model: globals_ (N, D), patches (N, P, D), labels (L, D)."""

    globals_: Tensor
    patches: Tensor
    labels: Tensor


@torch.no_grad()
def embed(model: MKT, photos: LabelledPhotos) -> Embedded:
    parts = []
    for start in tqdm(range(0, len(photos), BATCH), "held-out photos", unit="batch"):
        rows = range(start, min(start + BATCH, len(photos)))
        pixels = [prepare(photos.photo(i), model.config.preprocess) for i in rows]
        parts.append(model.encode_images(stack(pixels)))
    globals_, patches = (torch.cat([part[i] for part in parts]) for i in range(2))
    return Embedded(globals_, patches, model.encode_labels(photos.labels))


def scores(model: MKT, seen: Embedded, columns: Sequence[int], variant: Variant) -> np.ndarray:
    """(N, L) over some of the labels, each stream compared over this very list."""
    streams = []
    for globals_, patches in zip(seen.globals_.split(64), seen.patches.split(64), strict=True):
        streams.append(model.streams(globals_, patches, seen.labels[list(columns)]))
    raw = {name: torch.cat([s[i] for s in streams]) for i, name in enumerate(("global", "local"))}
    compare = COMPARISONS[variant.comparison]
    compared = {name: compare(values, statistics(values)) for name, values in raw.items()}
    if variant.streams == "both":
        return combine(compared["global"], compared["local"]).numpy()
    return compared[variant.streams].numpy()


def figures(values: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """Clean mAP with half its 95 % interval over photos drawn anew, and F1 at 3 and 5."""
    rng, count = np.random.default_rng(0), len(truth)
    draws = [map_clean(values[rows], truth[rows])
             for rows in rng.integers(0, count, (RESAMPLES, count))]  # fmt: skip
    low, high = np.percentile(draws, (2.5, 97.5))
    return {
        "mAP": map_clean(values, truth), "half interval": (high - low) / 2,
        "F1@3": f1_at(values, truth, 3)[0], "F1@5": f1_at(values, truth, 5)[0],
    }  # fmt: skip


class Ablation:
    """Trains and measures the variants; what is trained once is kept in `out`."""

    def __init__(self, data: Path, out: Path, features: Path) -> None:
        self.data, self.out = data, out
        out.mkdir(parents=True, exist_ok=True)
        self.start = out / "captions"
        if not (self.start / "config.json").exists():
            run = read_run(START)
            mini_train.main(dataclasses.replace(run, data=data, out=self.start), features)
        hidden = set(read_words(data / CONCEPTS))
        self.photos = tar_set.read(data / "corel5k.tar", held_out=True)
        self.all = tar_set.read(data / "corel5k.tar").labels
        self.unseen = [i for i, x in enumerate(self.photos.labels) if x in hidden]
        self.seen_file = out / "seen.txt"
        self.seen_file.write_text("\n".join(x for x in self.all if x not in hidden) + "\n")

    def model(self, variant: Variant) -> MKT:
        """The variant's model, trained now unless an equal training was done before."""
        if variant.image is None and variant.prompt is None:
            return load(self.start)
        stages = {"image": variant.image, "prompt": variant.prompt}
        facts = {k: dataclasses.asdict(s) if s else None for k, s in stages.items()}
        known = self.out / "trained.json"
        trained = json.loads(known.read_text()) if known.exists() else {}
        folder = trained.get(json.dumps(facts))
        if folder is None:
            folder = f"model-{len(trained)}"
            train_mkt(
                MktRun(
                    folder, self.start, self.data / "corel5k.tar", self.out / folder,
                    seen=self.seen_file, cache=self.out / "features", **stages,
                )
            )  # fmt: skip
            known.write_text(json.dumps(trained | {json.dumps(facts): folder}))
        return load(self.out / folder)

    def row(self, variant: Variant) -> dict[str, dict[str, float]]:
        """The figures of a variant by task."""
        model = self.model(variant)
        top_k = variant.image.top_k if variant.image else 0
        if top_k:
            model.config = dataclasses.replace(model.config, top_k=top_k)
        seen = embed(model, self.photos)
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
    print(f"{len(photos)} photos, {photos.labels_a_photo:.2f} labels a photo,"
          f" {len(photos.labels)} labels, {len(ablation.unseen)} of them hidden")  # fmt: skip
    rows = {}
    for variant in variants():
        rows[variant.name] = ablation.row(variant)
        (arguments.out / "rows.json").write_text(json.dumps(rows, indent=1))
        print(table({variant.name: rows[variant.name]}).splitlines()[-1], flush=True)
    print(table(rows))


if __name__ == "__main__":
    main()
