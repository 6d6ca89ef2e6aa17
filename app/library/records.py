"""The library's nouns, as frozen dataclasses. See the glossary in docs/architecture.md."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


class LibraryError(Exception):
    """Something the user can act on; its text is one line that says what to do."""


@dataclass(frozen=True)
class Root:
    """A folder the user added; photo paths are relative to it."""

    id: int
    path: Path


@dataclass(frozen=True)
class Found:
    """A file met by the scan, not opened yet. `path` is relative to its root."""

    path: str
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True)
class Facts:
    """What a photo says of itself: upright size in pixels, time taken (ISO 8601, local), camera."""

    width: int
    height: int
    taken_at: str | None = None
    camera: str | None = None


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


@dataclass(frozen=True)
class Suggestion:
    """A vocabulary label that the model sees in a photo."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Hit:
    """A photo that answers a query. global_score and local_score are the two raw streams."""

    photo_id: int
    path: Path
    score: float
    confidence: float
    global_score: float
    local_score: float


@dataclass(frozen=True)
class SearchResult:
    query: str
    label: str
    seconds: float
    hits: tuple[Hit, ...]


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
