"""How long queries take over a large library: python -m tests.bench.query [PHOTOS]

A synthetic library: random scores of a few labels, a date, a camera, a size and a folder for every
photo, some tags. The time is that of a cached query, from text to sorted photo ids.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from app.library.evaluation import Evaluation
from app.library.library import Library
from app.library.query import parse
from app.library.records import Decoded, Facts, Found, TagKind
from app.library.scoring import LabelScores
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
    store, model = library.store, library.info.model_id
    rng = np.random.default_rng(0)
    for start in range(0, photos, 5000):
        part = min(5000, photos - start)
        library.cache.features.append(synthetic(part, library.info.dim, library.info.tokens, start))
    root = store.add_root(Path("album").absolute())
    identities = [f"{i:032x}" for i in range(photos)]
    with store.transaction():
        store.add_encodings(model, 0, identities)
        for i, identity in enumerate(identities):
            taken = f"{2015 + i % 10}-05-{1 + i % 28:02}T12:00:00"
            facts = Facts(400 + i % 3 * 100, 500, taken, ("Canon", "Acme")[i % 2], i % 5 == 0)
            found = Found(f"folder{i % 100}/{i}.jpg", 1, 1, i)
            store.insert_photo(root, Decoded(found, identity, facts, None))
    store.labels.add(LABELS, in_vocabulary=True)
    half, slope = library.info.confidence_half, library.info.confidence_slope
    for name in LABELS:
        shows = rng.random(photos) < 0.02
        combined = (half + rng.normal(np.where(shows, 2, -4), 1.5) / slope).astype(np.float32)
        streams = combined.astype(np.float16)
        embedding = rng.normal(size=library.info.dim).astype(np.float32)
        scores = LabelScores(embedding, combined, streams, streams)
        store.labels.save_scores(store.labels.find(name), model, scores)
    library.set_parent("dog", "animal")
    library.set_tags(range(1, TAGGED), "dog", TagKind.ADDED)
    library.set_tags(range(TAGGED, 2 * TAGGED), "dog", TagKind.REJECTED)


def main(photos: int) -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        Library(paths_under(Path(home)), EMBEDDED_MODEL) as library,
    ):
        fill(library, photos)
        print(f"{photos} photos; columns read in {best_of(library.answers.reread, 1):.0f} ms, once")

        def sorted_ids(text: str) -> np.ndarray:
            evaluation = Evaluation(library.answers)
            places, _ = evaluation.ranked(parse(text).tree)
            return evaluation.table.ids[places]

        for text in QUERIES:
            found = len(sorted_ids(text))
            took, page = best_of(lambda: sorted_ids(text)), best_of(lambda: library.search(text))  # noqa: B023
            print(f"{text:42} {found:7} found  {took:7.1f} ms   with the first page {page:7.1f} ms")
        print(f"near duplicates {best_of(library.duplicates, 1) / 1000:12.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
