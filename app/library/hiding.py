"""Applies ignore patterns to photos that are indexed already, without a walk over the disk."""

import os
from collections.abc import Sequence

from app.library.files.ignore import Ignored, parse
from app.library.records import LibraryError, Root
from app.library.store.photos import Known
from app.library.store.store import Store


def apply_patterns(store: Store, root: Root, patterns: Sequence[str]) -> tuple[int, int]:
    """Make `patterns` the root's own; returns how many photos were hidden and how many came back.

    A hidden photo counts as missing: it keeps its id, its features and its tags. Raises
    LibraryError where a pattern, or a `.mktignore` on the way, cannot be understood.
    """
    text = "\n".join(patterns)
    parse(text)
    before, after = Ignored(root.path, root.patterns), Ignored(root.path, text)
    gone, back = [], []
    for path, known in store.photos.known_paths(root).items():
        if known.photo_id is None:
            continue
        try:
            hidden = after.hides(path)
            if hidden and not known.missing:
                gone.append(known.photo_id)
            # Others are missing for another reason; only a scan can tell whether it still holds.
            elif known.missing and not hidden and before.hides(path):
                back += [known.photo_id] if _is_unchanged(root, path, known) else []
        except OSError as error:
            raise LibraryError(f"{error.filename}: {error.strerror}") from error
    store.roots.set_patterns(root, text)
    store.photos.set_missing(gone, back)
    return len(gone), len(back)


def _is_unchanged(root: Root, path: str, known: Known) -> bool:
    try:
        facts = os.stat(os.path.join(root.path, path))  # noqa: PTH116, PTH118 - may hold any bytes
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (facts.st_size, facts.st_mtime_ns) == (known.size, known.mtime_ns)
