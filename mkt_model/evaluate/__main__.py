"""Measures a model on labelled photos: python -m mkt_model.evaluate MODEL DATA --protocol zsl

Scores every photo by both streams, with one prompt and with many, and compares the streams by the
published list norm, by standardisation (SPARC) and not at all; the model's own way comes first.
"""

import argparse
import csv
import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from mkt_model.config import ConfigError, ModelConfig, model_id
from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.readers import open_dataset
from mkt_model.data.words import BACKGROUND, DataError, read_words
from mkt_model.evaluate import charts, protocol
from mkt_model.evaluate.protocol import STREAMS, Way
from mkt_model.infer import DeviceError, pick_device
from mkt_model.load import load
from mkt_model.metrics import precision_recall
from mkt_model.model import MKT
from mkt_model.prompts import PUBLISHED, TEMPLATES
from mkt_model.scoring import COMPARISONS
from mkt_model.tensor_files import CheckpointError
from mkt_model.towers.text import PROMPT_FILE, encode_labels

COLUMNS = ("mAP clean", "mAP published", "mAP weighted")


def read_photos(arguments: argparse.Namespace) -> LabelledPhotos:
    """The photos to measure on, with the labels that the protocol ranks. Raises DataError."""
    photos = open_dataset(arguments.data, arguments.format, arguments.split)
    if arguments.unseen:
        unseen = [label for label in read_words(arguments.unseen) if label in photos.labels]
        photos = dataclasses.replace(photos, unseen=frozenset(unseen))
    if arguments.seen:
        seen = set(read_words(arguments.seen))
        kept = [x for x in photos.labels if x in seen or x in photos.unseen]
        photos = photos.with_labels(kept)
    photos = protocol.ranked_labels(photos, arguments.protocol)
    if arguments.limit:
        photos = photos.select(range(min(arguments.limit, len(photos))))
    if not (photos.truth > 0).any():
        raise DataError(f"{photos.name}: none of the {len(photos)} photos has any label ranked")
    return photos


def label_embeddings(model: MKT, labels: Sequence[str]) -> dict[str, Tensor]:
    """Label embeddings (L, D) by prompt: the model's own, and one against many.

    A tuned prompt is the only one its model has.
    """
    found = {"own prompt": model.encode_labels(labels)}
    if PROMPT_FILE not in model.config.files:
        others = {"bare label": ("{}",), "one prompt": (PUBLISHED,), "many prompts": TEMPLATES}
        for name, templates in others.items():
            if templates != model.config.templates:
                found[name] = encode_labels(model.text_tower, labels, templates).float()
    return found


def own_way(config: ModelConfig) -> Way:
    return Way("own prompt", config.comparison, "both")


def evaluate(
    model: MKT, photos: LabelledPhotos, ks: Sequence[int], resamples: int, batch: int, workers: int
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The result as plain facts, and the scores (N, L) of the model's own way by stream."""
    embeddings = label_embeddings(model, photos.labels)
    raw = protocol.raw_scores(model, photos, embeddings, batch, workers)
    weight, own = model.config.local_weight, own_way(model.config)
    ways = [Way(p, c, s) for p in raw for c in COMPARISONS for s in STREAMS]
    ways.sort(key=lambda way: way != own)
    labelled = np.flatnonzero((photos.truth > 0).any(1))
    subsets = {"all photos": photos}
    if len(labelled) < len(photos):  # NUS-WIDE's full and filtered lists; never compare across
        subsets["photos with a label"] = photos.select(labelled)
    scores = {
        s: protocol.score(raw["own prompt"], dataclasses.replace(own, streams=s), weight)
        for s in STREAMS
    }
    result: dict[str, Any] = {}
    for name, subset in subsets.items():
        rows = labelled if subset is not photos else np.arange(len(photos))
        result[name] = {
            "photos": len(subset),
            "labels": len(subset.labels),
            "labels a photo": subset.labels_a_photo,
            "figures": {
                str(way): protocol.figures(
                    protocol.score(raw[way.prompts], way, weight)[rows], subset, ks
                )
                for way in ways
            },
            "95 % intervals": protocol.intervals(scores["both"][rows], subset.truth, ks, resamples),
        }
    result["labels"] = protocol.per_label(scores["both"], photos)
    return result, scores


def show(result: Mapping[str, Any], ks: Sequence[int]) -> str:
    """A readable table of each subset of the photos."""
    columns = [*COLUMNS, *(f"F1@{k}" for k in ks)]
    lines = []
    for name in ("all photos", "photos with a label"):
        if name not in result:
            continue
        part = result[name]
        lines.append(
            f"{name}: N = {part['photos']}, {part['labels']} labels,"
            f" {part['labels a photo']:.3f} labels a photo"
        )
        lines.append(f"{'':36}" + "".join(f"{c:>15}" for c in columns))
        for way, figures in part["figures"].items():
            lines.append(f"{way:36}" + "".join(f"{figures[c]:15.4f}" for c in columns))
        spans = (f"{k} {low:.4f}..{high:.4f}" for k, (low, high) in part["95 % intervals"].items())
        lines.append(f"95 % intervals of the first line: {', '.join(spans)}\n")
    return "\n".join(lines)


def save(
    result: Mapping[str, Any], scores: Mapping[str, np.ndarray], truth: np.ndarray, out: Path
) -> None:
    """Write result.json, labels.csv and the charts. Raises ConfigError without matplotlib."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    with (out / "labels.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(result["labels"][0]))
        writer.writeheader()
        writer.writerows(result["labels"])
    curves = {name: precision_recall(values, truth) for name, values in scores.items()}
    charts.save_curves(curves, out / "precision_recall.svg")
    charts.save_label_bars(result["labels"], out / "labels.svg")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a model folder")
    parser.add_argument("data", type=Path, help="labelled photos, see docs/data.md")
    parser.add_argument(
        "--protocol",
        choices=["all", "zsl", "gzsl"],
        default="all",
        help="rank all labels, the unseen alone (zsl), or seen and unseen (gzsl)",
    )
    parser.add_argument("--format", default="auto", help="of the data, where guessing fails")
    parser.add_argument("--split", default="test", choices=["train", "test"])
    parser.add_argument("--seen", type=Path, help="a file of the seen labels, one a line")
    parser.add_argument("--unseen", type=Path, help="a file of the unseen labels")
    parser.add_argument("--k", type=int, nargs="+", default=[3, 5], help="of F1@K (default: 3 5)")
    parser.add_argument("--limit", type=int, help="only the first so many photos")
    parser.add_argument("--resamples", type=int, default=200, help="of the bootstrap")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--workers", type=int, default=4, help="threads that read photos")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda", "mps"])
    parser.add_argument("--background", type=Path, default=BACKGROUND, help="for the model id")
    parser.add_argument("--out", type=Path, help="a folder for result, table and charts")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    return parser.parse_args()


def run(arguments: argparse.Namespace) -> None:
    photos = read_photos(arguments)
    model = load(arguments.model, pick_device(arguments.device))
    found, scores = evaluate(
        model, photos, arguments.k, arguments.resamples, arguments.batch, arguments.workers
    )
    settings = {name: str(value) for name, value in vars(arguments).items()}
    identity = model_id(model.config, read_words(arguments.background))
    result = {"model_id": identity, "settings": settings, **found}
    print(json.dumps(result) if arguments.json else show(result, arguments.k))
    if arguments.out:
        save(result, scores, photos.truth, arguments.out)


def main() -> None:
    try:
        run(parse_arguments())
    except (ConfigError, DataError, CheckpointError, DeviceError) as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
