"""Changes of tags that can be undone, and the labels that stand beside a photo."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from app.library.records import Photo, PhotoLabel, Tag, TagChange, TagKind
from app.library.scores.formulas import score_block
from app.library.scores.view import ModelView
from app.library.search.parser import parse_label
from app.library.store.families import Families
from app.library.store.labels import Label
from app.library.store.store import Store

MOST_SUGGESTIONS = 8


def set_tags(
    view: ModelView, photo_ids: Iterable[int], text: str, kind: TagKind | None
) -> TagChange:
    """Say yes, no or nothing (None) of a label on photos. Raises QueryError for no label."""
    return _change(view, parse_label(text), dict.fromkeys(photo_ids, kind))


def restore_tags(view: ModelView, change: TagChange) -> TagChange:
    """Put a label's tags back as they were before a change; returns what redoes it."""
    return _change(view, change.label, change.before)


def _change(view: ModelView, name: str, kinds: Mapping[int, TagKind | None]) -> TagChange:
    store = view.store
    label = store.labels.known(name)
    names = store.families.read().names(label.id)
    before = store.tags.set(names, kinds, view.model_id)
    after = set(kinds.values())
    return TagChange(label.name, before, after.pop() if len(after) == 1 else None)


def last_words(store: Store, families: Families, photo_id: int) -> dict[str, Tag]:
    """Label -> the last that was said of it on this photo, whatever name it was said under."""
    tags = store.tags.of_photo(photo_id)
    labels = {name: store.labels.known(name).name for name in {t.label for t in tags}}
    return {labels[t.label]: t for t in tags}


def labels_of(view: ModelView, photo: Photo, limit: int = MOST_SUGGESTIONS) -> list[PhotoLabel]:
    """The labels of a photo: those a human said yes to, by name; then at most `limit` suggestions,
    best first: vocabulary labels at or above their own line. A rejected label is not among them,
    nor is a parent where its child is."""
    store, families = view.store, view.store.families.read()
    said = last_words(store, families, photo.id)
    tagged = {name: t.kind for name, t in said.items() if t.kind != TagKind.REJECTED}
    found = [PhotoLabel(name, 1.0, tagged[name]) for name in sorted(tagged)]
    sure = [(label, p) for label, p in _above_line(view, photo) if label.name not in said]
    shown = {label.id for label, _ in sure} | {store.labels.find(name).id for name in tagged}
    parents = {a for i in shown for a in families.ancestors(i)}
    kept = ((label, p) for label, p in sure if label.id not in parents)
    return found + [PhotoLabel(label.name, p, None) for label, p in islice(kept, limit)]


def _above_line(view: ModelView, photo: Photo) -> list[tuple[Label, float]]:
    """(label, confidence) of the vocabulary on one photo, those that say yes, best first."""
    row = view.encodings.row(photo.identity)
    labels, embeddings = view.vocabulary()
    if row is None or not labels:
        return []
    combined, _, _ = score_block(view.features.rows(row, row + 1), embeddings, view.info)
    sure = [float(view.confidence(label, s)[0]) for label, s in zip(labels, combined, strict=True)]
    order = np.argsort(-np.array(sure), kind="stable")
    return [(labels[i], sure[i]) for i in order if sure[i] >= view.line(labels[i])]


def common_tags(view: ModelView, photo_ids: Sequence[int]) -> list[PhotoLabel]:
    """The labels that a human said yes to on every one of these photos, by name."""
    families = view.store.families.read()
    common: dict[str, TagKind] | None = None
    for photo_id in photo_ids:
        said = last_words(view.store, families, photo_id)
        yes = {name: t.kind for name, t in said.items() if t.kind != TagKind.REJECTED}
        common = yes if common is None else {n: k for n, k in common.items() if n in yes}
    return [PhotoLabel(name, 1.0, kind) for name, kind in sorted((common or {}).items())]
