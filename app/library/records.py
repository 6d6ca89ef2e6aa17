"""The nouns that several rooms share; every other lives where it is made. See the glossary in
docs/architecture.md."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np

# Photos count as nearly the same from this cosine of their global embeddings on;
# python -m tests.bench.duplicates shows what it finds, and what it takes for the same wrongly.
NEAR_DUPLICATE = 0.88


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
    whether it knows where it was taken, and how it has to be turned (1 to 8, as EXIF counts)."""

    width: int
    height: int
    taken_at: str | None = None
    camera: str | None = None
    has_gps: bool = False
    orientation: int = 1


@dataclass(frozen=True)
class Decoded:
    """A file that was read. `pixels` is None where its content needs no encoding; `former` is the
    identity that this content had in earlier versions, where it may have been another one."""

    found: Found
    identity: str
    facts: Facts | None
    pixels: np.ndarray | None
    former: str | None = None


@dataclass(frozen=True)
class Skipped:
    """A file that could not be read, and why; `lasting` where only a changed file can help."""

    found: Found
    reason: str
    lasting: bool = True


@dataclass(frozen=True)
class Photo:
    """One image file of the library. orientation: as in Facts, 0 where it is not known."""

    id: int
    path: Path
    identity: str
    width: int
    height: int
    taken_at: str | None
    camera: str | None
    size: int
    orientation: int = 0


class TagKind(StrEnum):
    """What a human says of (photo, label): yes to a suggestion, no, or yes by hand."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True)
class DuplicateGroup:
    """Photos that are one picture. kind: "exact" (the same content) or "near"; similarity: of the
    least alike pair that joins the group, 1 for the same content."""

    kind: str
    photo_ids: tuple[int, ...]
    similarity: float


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
