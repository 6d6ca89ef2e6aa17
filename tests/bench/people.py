"""People, actions and events by name: python -m tests.bench.people DATA MODEL [MODEL ...]

Two tables. Stanford's 40 actions on its held-out photos, each of which shows one. And words for
people, what they do and what they celebrate, on Flickr8k's held-out photos: a photo counts where
one of its captions says so in one of the word's forms. AP of every label of every model, positives
in brackets, and the means. What no caption mentions may be there all the same, so the figures of
the second table compare models and are low in themselves.
"""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mkt_model.load import load
from mkt_model.metrics import average_precisions
from mkt_model.mini.report import EvaluationSet, encode_set, streams
from mkt_model.model import MKT
from mkt_model.scoring import combine

ACTIONS = (
    "applauding",
    "blowing bubbles",
    "brushing teeth",
    "cleaning the floor",
    "climbing",
    "cooking",
    "cutting trees",
    "cutting vegetables",
    "drinking",
    "feeding a horse",
    "fishing",
    "fixing a bike",
    "fixing a car",
    "gardening",
    "holding an umbrella",
    "jumping",
    "looking through a microscope",
    "looking through a telescope",
    "talking on phone",
    "playing guitar",
    "playing violin",
    "pouring liquid",
    "pushing a cart",
    "reading",
    "riding a bike",
    "riding a horse",
    "rowing a boat",
    "running",
    "archery",
    "smoking",
    "taking photos",
    "texting",
    "throwing a frisbee",
    "using a computer",
    "walking the dog",
    "washing dishes",
    "watching tv",
    "waving hands",
    "writing on a board",
    "writing",
)
FORMS = {
    "child": "child|children|kids?|toddler|boys?|girls?",
    "boy": "boys?",
    "girl": "girls?",
    "woman": "woman|women|lady|ladies",
    "man": "man|men|guy",
    "baby": "baby|babies|infant|toddler",
    "crowd": "crowds?|crowded",
    "group of people": "group of (people|men|women)|crowd|people",
    "wedding": "wedding|bride|groom",
    "party": "party|celebration|celebrating",
    "parade": "parade|festival|marching",
    "concert": "concert|stage|band|microphone|singing",
    "protest": "protest|protesters|demonstration",
    "running": "running|runs?",
    "riding": "riding|rides?",
    "jumping": "jumping|jumps?|leaps|leaping",
    "swimming": "swimming|swims?",
    "climbing": "climbing|climbs?",
    "sitting": "sitting|sits?",
    "dancing": "dancing|dances?|dancers?",
    "cooking": "cooking|cooks?|grill|grilling",
    "eating": "eating|eats?",
    "smiling": "smiling|smiles?",
    "laughing": "laughing|laughs?",
    "kissing": "kiss|kissing|kisses",
    "wrestling": "fight|fighting|wrestling",
    "playing soccer": "soccer",
    "skateboarding": "skateboards?|skateboarder|skateboarding",
    "surfing": "surfing|surfer|surfs?|surfboard",
    "hiking": "hiking|hikers?|hike",
    "camping": "camping|tent|campfire",
    "fishing": "fishing",
}
LEAST = 3  # photos a word needs


def precisions(
    model: MKT, photos: EvaluationSet, labels: Sequence[str], truth: np.ndarray
) -> np.ndarray:
    """AP of each label (L,); truth (N, L) in {-1, 1}."""
    scores = combine(*streams(photos, model.encode_labels(labels), model.config.top_k))
    return average_precisions(scores.numpy(), truth)


def shown_actions(photos: EvaluationSet) -> np.ndarray:
    """(N, 40)"""
    return np.array([[1 if a in e.labels else -1 for a in ACTIONS] for e in photos.examples])


def mentioned_words(photos: EvaluationSet) -> np.ndarray:
    """(N, words)"""
    patterns = [re.compile(rf"\b({forms})\b") for forms in FORMS.values()]
    texts = [" ".join(e.captions).lower() for e in photos.examples]
    return np.array([[1 if p.search(text) else -1 for p in patterns] for text in texts])


def table(
    title: str, labels: Sequence[str], truth: np.ndarray, columns: Sequence[np.ndarray]
) -> str:
    """One line a label with enough photos, and the means."""
    lines, kept = [title], (truth > 0).sum(0) >= LEAST
    for i in np.flatnonzero(kept):
        cells = "".join(f"{column[i]:8.3f}" for column in columns)
        lines.append(f"{labels[i]:28} {f'({(truth[:, i] > 0).sum()})':>6}{cells}")
    means = "".join(f"{column[kept].mean():8.3f}" for column in columns)
    return "\n".join([*lines, f"{'mean':28} {kept.sum():6}{means}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the .tar sets")
    parser.add_argument("models", type=Path, nargs="+")
    arguments = parser.parse_args()
    models = [load(folder) for folder in arguments.models]
    tasks = (
        ("stanford40", ACTIONS, shown_actions),
        ("flickr8k", list(FORMS), mentioned_words),
    )
    for name, labels, truth_of in tasks:
        encoded = [encode_set(arguments.data, name, model) for model in models]
        truth = truth_of(encoded[0])
        columns = [precisions(m, e, labels, truth) for m, e in zip(models, encoded, strict=True)]
        print(table(name, labels, truth, columns))


if __name__ == "__main__":
    main()
