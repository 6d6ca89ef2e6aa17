"""Care for the vocabulary: labels that tell nothing, labels that mean the same, and what stands
above what."""

import numpy as np

from app.library.records import LabelHealth, LibraryError, SameLabels
from app.library.scores.answers import Answers
from app.library.scores.formulas import score_block
from app.library.scores.view import ScoreCache
from app.library.search.parser import parse_label
from app.library.store.store import Store

EVERYWHERE = 0.5  # of all photos
FEWEST_PHOTOS = 20  # below it, never and everywhere mean nothing
# Two labels mean the same where the model reads their words alike and sees them in the same photos.
ALIKE_TEXTS, ALIKE_SCORES = 0.8, 0.85
PHOTOS_COMPARED = 2000


def merge_labels(store: Store, keep: str, other: str) -> None:
    """Make `other` another name of `keep`, which it may be in any language. Raises LibraryError."""
    kept, alias = store.labels.known(parse_label(keep)), parse_label(other)
    if store.labels.find(alias) is None:
        store.labels.add([alias], in_vocabulary=False)
    gone = store.labels.find(alias)
    families = store.families.read()
    if families.label(gone.id) == kept.id:
        raise LibraryError(f"{alias!r} already means {kept.name!r}")
    if gone.id in families.aliases:
        raise LibraryError(f"{alias!r} is an alias already; first: mkt-tagger label unmerge")
    if gone.in_vocabulary:
        store.labels.add([kept.name], in_vocabulary=True)
    store.families.set_alias(gone.id, kept.id)


def unmerge_label(store: Store, other: str) -> None:
    """Make an alias a label of its own again, as it was. Raises LibraryError."""
    name = parse_label(other)
    label = store.labels.find(name)
    if label is None or label.id not in store.families.read().aliases:
        raise LibraryError(f"{name!r} is no alias")
    store.families.set_alias(label.id, None)


def set_parent(store: Store, child: str, parent: str | None) -> str | None:
    """Put a label below another (None: below none); returns the parent it had. A search for the
    parent finds the child. Raises LibraryError for a circle."""
    below = store.labels.known(parse_label(child))
    above = store.labels.known(parse_label(parent)) if parent is not None else None
    families = store.families.read()
    if above and (above.id == below.id or above.id in families.descendants(below.id)):
        raise LibraryError(f"{above.name!r} cannot be above {below.name!r}: it is below it")
    before = store.labels.by_ids(list(families.ancestors(below.id))[:1])
    for name in families.names(below.id):
        store.families.set_parent(name, None)
    store.families.set_parent(below.id, above and above.id)
    return before[0].name if before else None


def label_health(answers: Answers) -> LabelHealth:
    """Which labels of the vocabulary fire nearly everywhere or never, and which mean the same."""
    photos, counts = len(answers.table()), answers.counts()
    everywhere, never = (), ()
    if photos >= FEWEST_PHOTOS:
        shares = {name: number / photos for name, number in counts.items()}
        often = {name: share for name, share in shares.items() if share > EVERYWHERE}
        everywhere = tuple(sorted(often.items(), key=lambda item: -item[1]))
        never = tuple(name for name, number in counts.items() if number == 0)
    return LabelHealth(photos, everywhere, never, tuple(_same(answers.cache)))


def _same(cache: ScoreCache) -> list[SameLabels]:
    """Pairs of vocabulary labels that mean the same, most alike first."""
    labels, embeddings = cache.vocabulary()
    rows = cache.store.encoded_count(cache.info.model_id)
    if rows < FEWEST_PHOTOS or len(labels) < 2:
        return []
    unit = embeddings / np.maximum(np.linalg.norm(embeddings, axis=1, keepdims=True), 1e-9)
    texts = unit @ unit.T  # (L, L)
    scores = np.corrcoef(_sampled_scores(cache, embeddings, rows))
    alike = np.triu((texts >= ALIKE_TEXTS) & (scores >= ALIKE_SCORES), 1)
    pairs = [
        SameLabels(labels[i].name, labels[j].name, float(texts[i, j]), float(scores[i, j]))
        for i, j in zip(*np.nonzero(alike), strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair.scores)


def _sampled_scores(cache: ScoreCache, embeddings: np.ndarray, rows: int) -> np.ndarray:
    """(L, n) combined scores on at most a few thousand photos, evenly spread."""
    every = -(-rows // PHOTOS_COMPARED)
    parts = []
    for block in cache.features.rows(0, rows).blocks(PHOTOS_COMPARED):
        chosen = block.every(every)
        parts.append(score_block(chosen, embeddings, cache.info)[0])
    return np.concatenate(parts, axis=1)
