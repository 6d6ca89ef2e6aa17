"""How well a labelled album is found: python -m tests.bench.album FOLDER [--model NAME]

FOLDER holds photos and labels.json (file name -> labels). The album is indexed in a library of its
own and every label is searched as a user would; the figure is the mean average precision over the
labels, for each stream and both together, beside chance.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from app.library.library import Library
from app.library.search.ranking import Hit
from app.paths import paths_under
from app.settings import EMBEDDED_MODEL
from mkt_model.metrics import map_clean

STREAMS = {
    "global": lambda hit: hit.global_score,
    "local": lambda hit: hit.local_score,
    "both": lambda hit: hit.score,
}


def search_all(library: Library, labels: list[str], names: list[str]) -> list[dict[str, Hit]]:
    """For every label, the hit of every photo by file name."""
    found = [
        {h.path.name: h for h in library.photos.search(f'near:"{label}"', 0).hits}
        for label in labels
    ]
    return [{name: hits[name] for name in names} for hits in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=EMBEDDED_MODEL)
    arguments = parser.parse_args()
    text = (arguments.folder / "labels.json").read_text(encoding="utf-8")
    truth: dict[str, list[str]] = json.loads(text)
    names, labels = sorted(truth), sorted({label for row in truth.values() for label in row})
    relevant = np.array([[1 if label in truth[n] else -1 for label in labels] for n in names])
    with (
        tempfile.TemporaryDirectory() as home,
        Library(paths_under(Path(home)), arguments.model) as library,
    ):
        for step in library.index([arguments.folder]):
            last = step
        hits = search_all(library, labels, names)
        print(f"{last.indexed} photos, {len(labels)} labels, {library.view.model_id}")
    rng = np.random.default_rng(0)
    chance = np.mean([map_clean(rng.random(relevant.shape), relevant) for _ in range(20)])
    print(f"{'chance':8} {chance:.3f}")
    for stream, score_of in STREAMS.items():
        scores = np.array([[score_of(by_name[n]) for by_name in hits] for n in names])
        print(f"{stream:8} {map_clean(scores, relevant):.3f}")


if __name__ == "__main__":
    main()
