"""Which files the user keeps out of the library: patterns in gitignore's language. Owns pathspec.

They come from files `.mktignore` in the photo folders and from the root's own patterns. As in git,
the last pattern that fits decides, a deeper file outranks what lies above it, the root's own
patterns come last, and nothing below a hidden folder can be shown again.
"""

import os
from pathlib import Path

from pathspec import GitIgnoreSpec

from app.library.errors import LibraryError

FILE = ".mktignore"
SPECIAL = frozenset("\\*?[ ")

# The patterns in force in a folder, nearest first, each with the folder it is relative to.
Layers = tuple[tuple[str, GitIgnoreSpec], ...]


class PatternError(LibraryError):
    """A line that is no pattern; the text says which."""


def parse(text: str) -> GitIgnoreSpec:
    """The patterns of a text, one a line. Raises PatternError."""
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError as error:
            raise PatternError(f"{line!r} is no ignore pattern (line {number})") from error
    return GitIgnoreSpec.from_lines(lines)


def below(folder: str, patterns: str) -> str:
    """Patterns of `folder` as patterns of a folder above it; `folder` is relative to that one."""
    place = "".join(f"\\{c}" if c in SPECIAL else c for c in folder)
    lines = []
    for line in filter(_is_pattern, patterns.splitlines()):
        mark, body = ("!", line[1:]) if line.startswith("!") else ("", line)
        anchored = "/" in body.rstrip().rstrip("/")
        lines.append(f"{mark}/{place}/{body.lstrip('/') if anchored else f'**/{body}'}")
    return "\n".join(lines)


def _is_pattern(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


class Ignored:
    """What is hidden in one root. Reads each `.mktignore` once; make a new one for a new look."""

    def __init__(self, root: Path, patterns: str = "") -> None:
        """`patterns`: the root's own, one a line. Raises PatternError."""
        self._root = root
        own = parse(patterns)
        self._own: Layers = (("", own),) if len(own) else ()
        self._layers: dict[str, Layers] = {}
        self._hidden: dict[str, bool] = {"": False}

    def hides(self, path: str) -> bool:
        """Whether a file, by its path relative to the root, is hidden, itself or by its folder.

        Raises OSError and PatternError where a `.mktignore` on the way cannot be understood.
        """
        folder = path.rpartition("/")[0]
        return self.hides_folder(folder) or _decides(self._layers_of(folder), path)

    def hides_folder(self, folder: str) -> bool:
        """As hides, of a folder."""
        if folder not in self._hidden:
            above = folder.rpartition("/")[0]
            self._hidden[folder] = self.hides_folder(above) or _decides(
                self._layers_of(above), f"{folder}/"
            )
        return self._hidden[folder]

    def _layers_of(self, folder: str) -> Layers:
        if folder not in self._layers:
            above = self._layers_of(folder.rpartition("/")[0]) if folder else self._own
            spec = self._read(folder)
            base = f"{folder}/" if folder else ""
            self._layers[folder] = ((base, spec), *above) if spec else above
        return self._layers[folder]

    def _read(self, folder: str) -> GitIgnoreSpec | None:
        """The patterns of a folder's own file; names that are no UTF-8 fit as they are."""
        place = os.path.join(self._root, folder, FILE)  # noqa: PTH118 - may hold any bytes
        if not os.path.isfile(place):  # noqa: PTH113
            return None
        try:
            return parse(Path(place).read_bytes().decode("utf-8", "surrogateescape"))
        except PatternError as error:
            raise PatternError(f"{FILE}: {error}; mend it and index again") from error


def _decides(layers: Layers, path: str) -> bool:
    for base, spec in layers:
        hidden = spec.check_file(path[len(base) :]).include
        if hidden is not None:
            return hidden
    return False
