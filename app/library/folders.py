"""The folders of the library: which one a path means, moving and forgetting them, what they
hide."""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from app.library.errors import LibraryError
from app.library.files.ignore import Ignored, parse
from app.library.files.scan import Scan
from app.library.records import Root
from app.library.store.photos import Known
from app.library.store.roots import RootState
from app.library.store.store import Store


def real_folder(path: Path) -> Path:
    """The real path of a folder that can be indexed. Raises LibraryError."""
    if not path.exists():
        raise LibraryError(f"there is no folder {path}")
    if not path.is_dir():
        raise LibraryError(f"{path} is not a folder")
    return Path(os.path.realpath(path))


class Folders:
    """The library's roots. No file of the user is touched.

    A method that takes a folder of the library raises LibraryError where it is no root, and one
    that changes it also while an indexing run is going on.
    """

    def __init__(self, store: Store, alone: Callable[[], AbstractContextManager[None]]) -> None:
        """alone(): while it is open, no other run may index or change a root."""
        self.store, self._alone = store, alone

    def all(self) -> list[RootState]:
        """Every root, with whether it is there and how many photos are at hand in it."""
        return self.store.roots.states()

    def scans(self, folders: Sequence[Path]) -> list[tuple[Root, Scan]]:
        """What to walk over: these real folders, or every root that is there."""
        if folders:
            return [self._place(folder) for folder in folders]
        present = (root for root in self.store.roots.all() if root.path.is_dir())
        return [(root, Scan(root.path, patterns=root.patterns)) for root in present]

    def _place(self, folder: Path) -> tuple[Root, Scan]:
        """The root to file a real folder under: one that holds it already, else itself."""
        for root in self.store.roots.all():
            if folder.is_relative_to(root.path):
                within = folder.relative_to(root.path).as_posix()
                return root, Scan(root.path, "" if within == "." else within, root.patterns)
        root = self.store.roots.add(folder)
        return root, Scan(folder, patterns=root.patterns)

    def _root(self, path: Path) -> Root:
        for root in self.store.roots.all():
            if root.path in (path, Path(os.path.realpath(path))):
                return root
        raise LibraryError(f"{path} is no folder of the library; see: mkt-tagger status")

    def forget(self, path: Path) -> None:
        """Take a folder out of the library. Its files stay as they are; its tags come back with
        it."""
        with self._alone():
            self.store.roots.forget(self._root(path))

    def relocate(self, path: Path, new_path: Path) -> None:
        """The folder was moved to `new_path`: its photos keep their tags and scores.

        Raises LibraryError where there is no such folder, or another root holds it.
        """
        with self._alone():
            root, new = self._root(path), real_folder(new_path)
            for other in self.store.roots.all():
                overlap = new.is_relative_to(other.path) or other.path.is_relative_to(new)
                if other.id != root.id and overlap:
                    raise LibraryError(f"{new} and {other.path}, which is in the library, overlap")
            self.store.roots.relocate(root, new)

    def skipped(self) -> list[tuple[Path, str]]:
        """(path, reason) of every file that could not be read."""
        return self.store.photos.skipped()

    def ignored(self, path: Path) -> list[str]:
        """The ignore patterns of a folder; its `.mktignore` files come on top."""
        return self._root(path).patterns.splitlines()

    def set_ignored(self, path: Path, patterns: Sequence[str]) -> tuple[int, int]:
        """Replace a folder's ignore patterns and apply them to what is indexed already; returns how
        many photos were hidden and how many are shown again.

        A hidden photo counts as missing: it keeps its id, its features and its tags. Raises
        LibraryError where a pattern, or a `.mktignore` on the way, cannot be understood.
        """
        with self._alone():
            root, text = self._root(path), "\n".join(patterns)
            parse(text)
            gone, back = self._hidden_and_shown(root, text)
            with self.store.transaction():
                self.store.roots.set_patterns(root, text)
                self.store.photos.set_missing(gone, back)
            return len(gone), len(back)

    def _hidden_and_shown(self, root: Root, patterns: str) -> tuple[list[int], list[int]]:
        """The photo ids that other patterns hide and bring back, without a walk over the disk."""
        before, after = Ignored(root.path, root.patterns), Ignored(root.path, patterns)
        gone, back = [], []
        for path, known in self.store.photos.known_paths(root).items():
            if known.photo_id is None:
                continue
            try:
                hidden = after.hides(path)
                if hidden and not known.missing:
                    gone.append(known.photo_id)
                # Others are missing for another reason; only a scan can tell if it still holds.
                elif known.missing and not hidden and before.hides(path):
                    back += [known.photo_id] if _is_unchanged(root, path, known) else []
            except OSError as error:
                raise LibraryError(f"{error.filename}: {error.strerror}") from error
        return gone, back


def _is_unchanged(root: Root, path: str, known: Known) -> bool:
    try:
        facts = os.stat(os.path.join(root.path, path))  # noqa: PTH116, PTH118 - may hold any bytes
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (facts.st_size, facts.st_mtime_ns) == (known.size, known.mtime_ns)
