"""What people say of photos, in a way that can be undone, and the labels that stand beside one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from app.library.records import Photo, TagKind
from app.library.scores.formulas import score_block
from app.library.scores.view import ModelView
from app.library.search.parser import parse_label
from app.library.store.labels import Label
from app.library.store.tags import Tag

MOST_SUGGESTIONS = 8


@dataclass(frozen=True)
class TagChange:
    """What a label's tags were before a change, by photo id: enough to undo it. `after` is what
    they became; None where they were cleared or differ."""

    label: str
    before: Mapping[int, TagKind | None]
    after: TagKind | None


@dataclass(frozen=True)
class PhotoLabel:
    """A label shown beside a photo: a tag (then `kind` says which), or else a suggestion."""

    label: str
    confidence: float
    kind: TagKind | None


class Tags:
    """The tags of all photos, and beside them what the model suggests."""

    def __init__(self, view: ModelView) -> None:
        self.view, self.store = view, view.store

    def set(self, photo_ids: Iterable[int], label: str, kind: TagKind | None) -> TagChange:
        """Say yes, no or nothing (None) of a label on photos. Raises QueryError for no label."""
        return self._change(parse_label(label), dict.fromkeys(photo_ids, kind))

    def restore(self, change: TagChange) -> TagChange:
        """Put a label's tags back as they were before a change; returns what redoes it."""
        return self._change(change.label, change.before)

    def _change(self, name: str, kinds: Mapping[int, TagKind | None]) -> TagChange:
        label = self.store.labels.known(name)
        names = self.store.families.read().names(label.id)
        before = self.store.tags.set(names, kinds, self.view.model_id)
        after = set(kinds.values())
        return TagChange(label.name, before, after.pop() if len(after) == 1 else None)

    def of(self, photo_id: int) -> list[Tag]:
        """Everything a human said of a photo, under the names it was said under, oldest first."""
        return self.store.tags.of_photo(photo_id)

    def in_common(self, photo_ids: Sequence[int]) -> list[PhotoLabel]:
        """The labels that a human said yes to on every one of these photos, by name."""
        common: dict[str, TagKind] | None = None
        for photo_id in photo_ids:
            yes = _accepted(self._last_words(photo_id))
            common = yes if common is None else {n: k for n, k in common.items() if n in yes}
        return [PhotoLabel(name, 1.0, kind) for name, kind in sorted((common or {}).items())]

    def beside(self, photo: Photo, limit: int = MOST_SUGGESTIONS) -> list[PhotoLabel]:
        """The labels of a photo: those a human said yes to, by name; then at most `limit`
        suggestions, best first: vocabulary labels at or above their own line. A rejected label is
        not among them, nor is a parent where its child is."""
        said = self._last_words(photo.id)
        accepted = _accepted(said)
        found = [PhotoLabel(name, 1.0, accepted[name]) for name in sorted(accepted)]
        above = [(label, p) for label, p in self._above_line(photo) if label.name not in said]
        shown = {label.id for label, _ in above}
        shown |= {self.store.labels.known(name).id for name in accepted}
        families = self.store.families.read()
        parents = {a for i in shown for a in families.ancestors(i)}
        kept = ((label, p) for label, p in above if label.id not in parents)
        return found + [PhotoLabel(label.name, p, None) for label, p in islice(kept, limit)]

    def _last_words(self, photo_id: int) -> dict[str, Tag]:
        """Label -> the last that was said of it on this photo, whatever name it was said under."""
        tags = self.store.tags.of_photo(photo_id)
        labels = {name: self.store.labels.known(name).name for name in {t.label for t in tags}}
        return {labels[t.label]: t for t in tags}

    def _above_line(self, photo: Photo) -> list[tuple[Label, float]]:
        """(label, confidence) of the vocabulary on one photo, those that say yes, best first."""
        view, row = self.view, self.view.encodings.row(photo.identity)
        labels, embeddings = view.vocabulary()
        if row is None or not labels:
            return []
        combined, _, _ = score_block(view.features.rows(row, row + 1), embeddings, view.info)
        confidences = np.array(
            [view.confidence(label, s)[0] for label, s in zip(labels, combined, strict=True)]
        )
        best_first = [
            (labels[i], float(confidences[i])) for i in np.argsort(-confidences, kind="stable")
        ]
        return [(label, p) for label, p in best_first if p >= view.line(label)]


def _accepted(said: Mapping[str, Tag]) -> dict[str, TagKind]:
    return {name: tag.kind for name, tag in said.items() if tag.kind != TagKind.REJECTED}
