"""How a model finds words that none of mkt-mini's label sets has:
python -m tests.bench.caption_words DATA MODEL [MODEL ...]

The words of the RAM list that the captions of Flickr8k's held-out photos mention, without those of
the label sets (and their plurals). A photo counts as positive where one of its captions has the
word. Mean AP of both streams over the words, and for each model after the first the mean change
with its standard error over the words.
"""

import argparse
import re
from pathlib import Path

import numpy as np
import torch

from mkt_model.data.tar_sets import read_set, vocabulary_of
from mkt_model.data.words import read_words
from mkt_model.load import load
from mkt_model.metrics import average_precisions
from mkt_model.mini.report import encode_set, streams
from mkt_model.run_files import read_run
from mkt_model.scoring import combine

RUN = Path("mkt_model/runs/mini.toml")
WORDS = Path("labels/ram_ram_tag_list.txt")
LEAST = 5  # photos a word needs


def mentions(words: list[str], captions: list[str]) -> np.ndarray:
    """(words, photos): whether a photo's captions, put together, have the word or its plural."""
    patterns = [re.compile(rf"\b{re.escape(word)}(s|es)?\b") for word in words]
    return np.array([[bool(p.search(text)) for text in captions] for p in patterns])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the .tar sets")
    parser.add_argument("models", type=Path, nargs="+", help="the first to compare with")
    arguments = parser.parse_args()
    sets = [read_set(arguments.data, name) for name in read_run(RUN).label_sets]
    labels = vocabulary_of(sets)
    taught = {*labels, *(label + "s" for label in labels), *(label.rstrip("s") for label in labels)}
    words = [w for w in map(str.lower, read_words(arguments.data / WORDS)) if w not in taught]
    first = None
    for folder in arguments.models:
        model = load(folder)
        photos = encode_set(arguments.data, "flickr8k", model)
        truth = mentions(words, [" ".join(e.captions).lower() for e in photos.examples])
        kept = truth.sum(1) >= LEAST
        names = [word for word, keep in zip(words, kept, strict=True) if keep]
        with torch.inference_mode():
            both = combine(*streams(photos, model.encode_labels(names), model.config.top_k))
        precision = average_precisions(both.numpy(), np.where(truth[kept], 1, -1).T)
        first = precision if first is None else first
        change = precision - first
        error = change.std() / len(change) ** 0.5
        print(
            f"{folder}: {len(names)} words, mAP {precision.mean():.3f} (chance "
            f"{truth[kept].mean():.3f}), change {change.mean():+.3f} ± {error:.3f}"
        )


if __name__ == "__main__":
    main()
