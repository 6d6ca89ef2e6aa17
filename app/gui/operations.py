"""Every change the window makes, by name: what the menu calls it, what it touches, how it is stored
and what takes it back."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.gui.changes import Change, Changed
from app.library.labels.tagging import TagChange
from app.library.labels.teaching import Taught
from app.library.library import Library
from app.library.records import TagKind
from app.library.store.curves import Learned

# Tags


def tag(photo_ids: Sequence[int], label: str, kind: TagKind | None) -> Change[TagChange]:
    """Say yes (accepted or added), no (rejected) or nothing more (None) of a label."""
    name = _tag_name(len(photo_ids), label, kind)
    return Change(
        name,
        Changed.TAGS,
        lambda library: library.tags.set(photo_ids, label, kind),
        lambda before: _restore_tags(name, before),
    )


def _restore_tags(name: str, change: TagChange) -> Change[TagChange]:
    return Change(
        name,
        Changed.TAGS,
        lambda library: library.tags.restore(change),
        lambda before: _restore_tags(name, before),
    )


def _tag_name(photos: int, label: str, kind: TagKind | None) -> str:
    pattern = {
        TagKind.ACCEPTED: QCoreApplication.translate("Operations", "accept “{0}”"),
        TagKind.ADDED: QCoreApplication.translate("Operations", "add “{0}”"),
        TagKind.REJECTED: QCoreApplication.translate("Operations", "reject “{0}”"),
        None: QCoreApplication.translate("Operations", "take back “{0}”"),
    }[kind]
    name = pattern.format(label)
    if photos == 1:
        return name
    return QCoreApplication.translate("Operations", "{0} on {1} photos").format(name, photos)


# Lines and learning


def set_line(label: str, value: float | None) -> Change[float | None]:
    """From which confidence on a label counts; None is the default. Gives the line before."""
    return Change(
        QCoreApplication.translate("Operations", "move the line of “{0}”").format(label),
        Changed.LINES,
        lambda library: library.lines.set(label, value),
        lambda before: set_line(label, before) if before != value else None,
    )


def learn(label: str) -> Change[tuple[Taught, Learned | None]]:
    """Fit a label to its answers. Gives what it learned, and what it had learned before."""

    def do(library: Library) -> tuple[Taught, Learned | None]:
        before = library.teaching.learned(label)
        return library.teaching.learn(label), before

    name = QCoreApplication.translate("Operations", "let “{0}” learn").format(label)
    return Change(name, Changed.LINES, do, lambda given: _restore_learning(name, label, given[1]))


def _restore_learning(name: str, label: str, learning: Learned | None) -> Change[Learned | None]:
    return Change(
        name,
        Changed.LINES,
        lambda library: library.teaching.restore(label, learning),
        lambda before: _restore_learning(name, label, before),
    )


# Saved searches


def save_search(name: str, query: str) -> Change[str | None]:
    """Keep a query under a name, in place of another of that name."""
    words = QCoreApplication.translate("Operations", "save the search “{0}”").format(name)
    return _keep_search(words, name, query)


def delete_search(name: str) -> Change[str | None]:
    words = QCoreApplication.translate("Operations", "delete the search “{0}”").format(name)
    return _keep_search(words, name, None)


def _keep_search(words: str, name: str, query: str | None) -> Change[str | None]:
    def do(library: Library) -> str | None:
        before = dict(library.searches.saved()).get(name)
        if query is None:
            library.searches.delete(name)
        else:
            library.searches.save(name, query)
        return before

    return Change(words, Changed.SEARCHES, do, lambda before: _keep_search(words, name, before))


# The vocabulary, and how labels belong together


def add_label(text: str) -> Change[tuple[str, bool]]:
    """Add a label to the vocabulary. Gives its stored form, and whether it is new there."""

    def do(library: Library) -> tuple[str, bool]:
        known = {label.name for label in library.labels.vocabulary()}
        name = library.labels.add(text)
        return name, name not in known

    return Change(
        QCoreApplication.translate("Operations", "add “{0}” to the vocabulary").format(text),
        Changed.VOCABULARY,
        do,
        lambda given: remove_labels([given[0]]) if given[1] else None,
    )


def remove_labels(names: Sequence[str]) -> Change[None]:
    """Take labels out of the vocabulary."""

    def do(library: Library) -> None:
        for name in names:
            library.labels.remove(name)

    def put_back(library: Library) -> None:
        for name in names:
            library.labels.add(name)

    words = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
    name = QCoreApplication.translate("Operations", "remove “{0}” from the vocabulary")
    name = name.format(words)
    again = Change(name, Changed.VOCABULARY, put_back, lambda _: remove_labels(names))
    return Change(name, Changed.VOCABULARY, do, lambda _: again)


def set_parent(child: str, parent: str | None) -> Change[str | None]:
    """Put a label below another, so that a search for this finds it. Gives the parent before."""
    return Change(
        QCoreApplication.translate("Operations", "set what “{0}” belongs to").format(child),
        Changed.FAMILIES,
        lambda library: library.labels.set_parent(child, parent),
        lambda before: set_parent(child, before) if before != parent else None,
    )


def merge_labels(keep: str, other: str) -> Change[bool]:
    """Make `other` another name of `keep`. Gives whether that brought `keep` into the vocabulary,
    as it does where `other` was there."""

    def do(library: Library) -> bool:
        before = {label.name for label in library.labels.vocabulary()}
        library.labels.merge(keep, other)
        return not {label.name for label in library.labels.vocabulary()} <= before

    def undo(library: Library, joined: bool) -> None:
        library.labels.unmerge(other)
        if joined:
            library.labels.remove(keep)

    touches = Changed.FAMILIES | Changed.VOCABULARY
    name = QCoreApplication.translate("Operations", "make “{1}” another name of “{0}”")
    name = name.format(keep, other)
    return Change(
        name,
        touches,
        do,
        lambda joined: Change(
            name,
            touches,
            lambda library: undo(library, joined),
            lambda _: merge_labels(keep, other),
        ),
    )


# Folders: what is done to them stays until the opposite is asked for


def relocate_root(path: Path, new_path: Path) -> Change[None]:
    """The folder was moved to `new_path`."""
    return Change("", Changed.PHOTOS, lambda library: library.folders.relocate(path, new_path))


def forget_root(path: Path) -> Change[None]:
    """Take a folder out of the library."""
    return Change("", Changed.PHOTOS, lambda library: library.folders.forget(path))


def set_ignored(path: Path, patterns: Sequence[str]) -> Change[tuple[int, int]]:
    """Hide what the patterns name. Gives how many photos were hidden and how many are back."""
    return Change("", Changed.PHOTOS, lambda library: library.folders.set_ignored(path, patterns))
