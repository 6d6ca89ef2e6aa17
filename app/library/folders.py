"""Which folder or photo of the library a path means."""

import os
from pathlib import Path

from app.library.files.scan import Scan
from app.library.records import LibraryError, Photo, Root
from app.library.store.store import Store


def folder(path: Path) -> Path:
    """The real path of a folder that can be indexed. Raises LibraryError."""
    if not path.exists():
        raise LibraryError(f"there is no folder {path}")
    if not path.is_dir():
        raise LibraryError(f"{path} is not a folder")
    return Path(os.path.realpath(path))


def place(store: Store, path: Path) -> tuple[Root, Scan]:
    """The root to file a real folder under: one that holds it already, else itself."""
    for root in store.roots.all():
        if path.is_relative_to(root.path):
            within = path.relative_to(root.path).as_posix()
            return root, Scan(root.path, "" if within == "." else within, root.patterns)
    root = store.roots.add(path)
    return root, Scan(path, patterns=root.patterns)


def root_at(store: Store, path: Path) -> Root:
    """The root of this path. Raises LibraryError."""
    for root in store.roots.all():
        if root.path in (path, Path(os.path.realpath(path))):
            return root
    raise LibraryError(f"{path} is no folder of the library; see: mkt-tagger status")


def check_apart(store: Store, root: Root, path: Path) -> None:
    """Raises LibraryError where a root at `path` would overlap one other than `root`."""
    for other in store.roots.all():
        inside = path.is_relative_to(other.path) or other.path.is_relative_to(path)
        if other.id != root.id and inside:
            raise LibraryError(f"{path} and {other.path}, which is in the library, overlap")


def photo_at(store: Store, path: Path) -> Photo:
    """The photo of a file. Raises LibraryError where it is not indexed."""
    real = Path(os.path.realpath(path.parent)) / path.name
    for root in store.roots.all():
        if real.is_relative_to(root.path):
            photo = store.photos.at(root, os.fspath(real.relative_to(root.path)))
            if photo:
                return photo
    raise LibraryError(f"{path} is not in the library; run: mkt-tagger index FOLDER")
