"""The library's nouns, as frozen dataclasses. See the glossary in docs/architecture.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np

# Photos count as nearly the same from this cosine of their global embeddings on;
# python -m tests.bench.duplicates shows what it finds, and what it takes for the same wrongly.
NEAR_DUPLICATE = 0.88


class LibraryError(Exception):
    """Something the user can act on; its text is one line that says what to do."""


class QueryError(LibraryError):
    """A query that cannot be understood. position: where in the typed text, from 0, if known;
    suggestion: what to type instead, if known. The text says all of it."""

    def __init__(self, text: str, position: int | None = None, suggestion: str = "") -> None:
        super().__init__(text)
        self.position, self.suggestion = position, suggestion


@dataclass(frozen=True)
class Root:
    """A folder the user added; photo paths are relative to it. patterns: see ignore.py."""

    id: int
    path: Path
    patterns: str = ""


@dataclass(frozen=True)
class Found:
    """A file met by the scan, not opened yet. `path` is relative to its root."""

    path: str
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True)
class Facts:
    """What a photo says of itself: upright size in pixels, time taken (ISO 8601, local), camera,
    and whether it knows where it was taken."""

    width: int
    height: int
    taken_at: str | None = None
    camera: str | None = None
    has_gps: bool = False


@dataclass(frozen=True)
class Decoded:
    """A file that was read. `pixels` is None where its content needs no encoding."""

    found: Found
    identity: str
    facts: Facts | None
    pixels: np.ndarray | None


@dataclass(frozen=True)
class Skipped:
    """A file that could not be read, and why; `lasting` where only a changed file can help."""

    found: Found
    reason: str
    lasting: bool = True


@dataclass(frozen=True)
class Photo:
    """One image file of the library."""

    id: int
    path: Path
    identity: str
    width: int
    height: int
    taken_at: str | None
    camera: str | None
    size: int


class TagKind(StrEnum):
    """What a human says of (photo, label): yes to a suggestion, no, or yes by hand."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True)
class Tag:
    """A human's word on (photo, label); it outranks every score. set_at: ISO 8601, UTC; model_id:
    the model in use when it was said."""

    photo_id: int
    label: str
    kind: TagKind
    set_at: str
    model_id: str


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
    confidence: float | None
    kind: TagKind | None


@dataclass(frozen=True)
class DuplicateGroup:
    """Photos that are one picture. kind: "exact" (the same content) or "near"; similarity: of the
    least alike pair that joins the group, 1 for the same content."""

    kind: str
    photo_ids: tuple[int, ...]
    similarity: float


@dataclass(frozen=True)
class RootState:
    """A root, whether its folder is there now, and how many photos it holds."""

    root: Root
    present: bool
    photos: int


@dataclass(frozen=True)
class Line:
    """From which confidence on a label answers yes. counts: photos in 50 equal bins of confidence
    over 0..1; presets: values for "strict", "balanced" and "generous"; chosen: by the user."""

    label: str
    value: float
    counts: tuple[int, ...]
    presets: Mapping[str, float]
    chosen: bool


@dataclass(frozen=True)
class Learned:
    """What a label's answers changed: whether its embedding was tuned, and how many photos moved
    from one side of the line to the other."""

    label: str
    positives: int
    negatives: int
    tuned: bool
    moved: int


@dataclass(frozen=True)
class Progress:
    """Where an indexing run stands. Rates are over the encoding time; eta is in seconds."""

    phase: str
    total: int = 0
    found: int = 0
    indexed: int = 0
    unchanged: int = 0
    moved: int = 0
    failed: int = 0
    seconds: float = 0.0
    photos_per_second: float = 0.0
    eta: float | None = None
    new_ids: tuple[int, ...] = ()
    skipped: tuple[tuple[Path, str], ...] = field(default=())

    @property
    def done(self) -> int:
        return self.indexed + self.unchanged + self.moved + self.failed


@dataclass(frozen=True)
class SameLabels:
    """Two labels that mean the same: cosine of their texts, correlation of their scores."""

    one: str
    other: str
    texts: float
    scores: float


@dataclass(frozen=True)
class LabelHealth:
    """Of the vocabulary over `photos` photos: labels that fire nearly everywhere with their share,
    labels that never fire, and pairs that mean the same."""

    photos: int
    everywhere: tuple[tuple[str, float], ...]
    never: tuple[str, ...]
    same: tuple[SameLabels, ...]
