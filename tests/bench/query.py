"""How long queries take over a large library: python -m tests.bench.query [PHOTOS]

A synthetic library: random scores of a few labels, a date, a camera, a size and a folder for every
photo, some tags. The time is that of labels scored before, from text to sorted photo ids.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from app.library.library import Library
from app.library.records import Decoded, Facts, Found, TagKind
from app.library.search.evaluation import Evaluation
from app.library.search.parser import parse
from app.library.store.label_scores import LabelScores
from app.paths import paths_under
from app.settings import EMBEDDED_MODEL
from tests.bench.scoring import best_of, synthetic

LABELS = ("dog", "beach", "street sign", "animal")
TAGGED = 500
QUERIES = (
    "dog",
    'dog AND beach AND NOT "street sign"',
    'dog OR beach OR "street sign"',
    "near:dog",
    "NOT dog",
    "dog>0.8 year:2020-2022 is:portrait",
    "animal",
    "tag:dog",
    "camera:canon",
    "path:folder7/*",
)


def fill(library: Library, photos: int) -> None:
    """Photos, features rows, scores as of a label in one photo of fifty, and tags."""
    store, kept = library.store, library.store.with_model(library.view.model_id)
    rng = np.random.default_rng(0)
    for start in range(0, photos, 5000):
        part = min(5000, photos - start)
        library.view.features.append(synthetic(part, library.info.dim, library.info.tokens, start))
    root = store.roots.add(Path("album").absolute())
    identities = [f"{i:032x}" for i in range(photos)]
    with store.transaction():
        kept.encodings.add(0, identities)
        for i, identity in enumerate(identities):
            taken = f"{2015 + i % 10}-05-{1 + i % 28:02}T12:00:00"
            facts = Facts(400 + i % 3 * 100, 500, taken, ("Canon", "Acme")[i % 2], i % 5 == 0)
            found = Found(f"folder{i % 100}/{i}.jpg", 1, 1, i)
            store.photos.insert(root, Decoded(found, identity, facts, None))
    store.labels.add(LABELS, in_vocabulary=True)
    for name in LABELS:
        shows = rng.random(photos) < 0.02
        combined = np.where(shows, rng.normal(4, 0.5, photos), rng.normal(0, 0.9, photos))
        combined = combined.astype(np.float32)
        embedding = rng.normal(size=library.info.dim).astype(np.float32)
        scores = LabelScores(embedding, combined)
        kept.scores.save(store.labels.find(name), scores)
    library.labels.set_parent("dog", "animal")
    library.tags.set(range(1, TAGGED), "dog", TagKind.ADDED)
    library.tags.set(range(TAGGED, 2 * TAGGED), "dog", TagKind.REJECTED)


def main(photos: int) -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        Library(paths_under(Path(home)), EMBEDDED_MODEL) as library,
    ):
        fill(library, photos)
        columns = library.store.with_model(library.view.model_id).photo_table
        print(f"{photos} photos; columns read in {best_of(columns, 1):.0f} ms, once")

        def sorted_ids(text: str) -> np.ndarray:
            evaluation = Evaluation(library.answers)
            places, _ = evaluation.ranked(parse(text))
            return evaluation.photos.table.ids[places]

        def afresh(text: str) -> np.ndarray:
            library.answers.forget()
            return sorted_ids(text)

        print("to sorted ids, from stored scores / from memory; with the first page of photos")
        for text in QUERIES:
            found = len(sorted_ids(text))
            times = [best_of(partial(f, text)) for f in (afresh, sorted_ids, library.photos.search)]
            print(
                f"{text:40} {found:7} found {times[0]:7.1f} / {times[1]:5.1f}; {times[2]:6.1f} ms"
            )
        if "--duplicates" in sys.argv:
            print(f"near duplicates {best_of(library.photos.duplicates, 1) / 1000:12.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
