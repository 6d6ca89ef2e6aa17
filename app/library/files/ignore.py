"""Which files the user keeps out of the library: patterns in gitignore's language. Owns pathspec
and RE2, which matches in time linear in the path, whatever the pattern is.

They come from files `.mktignore` in the photo folders and from the root's own patterns. As in git,
the last pattern that fits decides, a deeper file outranks what lies above it, the root's own
patterns come last, and nothing below a hidden folder can be shown again.
"""

import os
import re
import warnings
from collections.abc import Sequence
from pathlib import Path

import re2
from pathspec import GitIgnoreSpec

from app.library.errors import LibraryError

FILE = ".mktignore"
SPECIAL = frozenset("\\*?[ ")
MAX_BYTES = 1_000_000  # of an ignore file
MAX_LINES = 10_000
# RE2 takes text alone: bytes that are no UTF-8 stand for characters that nobody uses.
AS_TEXT = {0xDC00 + byte: 0x10DC00 + byte for byte in range(0x80, 0x100)}
# Python has a say of its own on "[[:alpha:]]", which only RE2 has to understand.
warnings.filterwarnings("ignore", "Possible nested set", FutureWarning)

# Patterns of one text, the last ones first: those that fit first decide.
Specs = tuple[GitIgnoreSpec, ...]
# The patterns in force in a folder, nearest first, each with the folder it is relative to.
Layers = tuple[tuple[str, GitIgnoreSpec], ...]


class PatternError(LibraryError):
    """A line that is no pattern, or a file that is no list of patterns; the text says which."""


def parse(text: str) -> Specs:
    """The patterns of a text, one a line. Raises PatternError."""
    specs, wrong = _understood(text)
    if wrong:
        raise PatternError(wrong[0])
    return specs


def _understood(text: str) -> tuple[Specs, list[str]]:
    """The patterns of a text, and a message for each line that is none. Raises PatternError for a
    text that is too long."""
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > MAX_LINES:
        raise PatternError(f"over {MAX_LINES:,} lines of ignore patterns")
    good, wrong = [], []
    for number, line in enumerate(lines, 1):
        if not _is_pattern(line):
            continue
        try:
            _spec([line])
        except (ValueError, re.error, re2.error):
            shown = line if len(line) < 60 else f"{line[:50]}..."
            wrong.append(f"{shown!r} is no ignore pattern (line {number})")
        else:
            good.append(line)
    return (_specs(good) if good else ()), wrong


def _specs(lines: Sequence[str]) -> Specs:
    """RE2 puts a limit on the memory of one set of patterns: very many become several sets."""
    try:
        return (_spec(lines),)
    except re2.error:
        half = len(lines) // 2
        return (*_specs(lines[half:]), *_specs(lines[:half]))


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines([line.translate(AS_TEXT) for line in lines], backend="re2")


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
    """What is hidden in one root. Reads each `.mktignore` once; make a new one for a new look.

    `wrong` grows by (path of an ignore file, message) for each line of one that is no pattern: such
    a line hides nothing, and the other lines hold.
    """

    def __init__(self, root: Path, patterns: str = "") -> None:
        """`patterns`: the root's own, one a line. Raises PatternError."""
        self.wrong: list[tuple[str, str]] = []
        self._root = root
        self._own: Layers = tuple(("", spec) for spec in parse(patterns))
        self._layers: dict[str, Layers] = {}
        self._hidden: dict[str, bool] = {"": False}

    def hides(self, path: str) -> bool:
        """Whether a file, by its path relative to the root, is hidden, itself or by its folder.

        Raises OSError and PatternError where a `.mktignore` on the way cannot be read.
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
            base = f"{folder}/" if folder else ""
            self._layers[folder] = (*((base, spec) for spec in self._read(base)), *above)
        return self._layers[folder]

    def _read(self, base: str) -> Specs:
        """The patterns of a folder's own file; names that are no UTF-8 fit as they are."""
        name = f"{base}{FILE}"
        place = os.path.join(self._root, name)  # noqa: PTH118 - may hold any bytes
        if not os.path.isfile(place):  # noqa: PTH113
            return ()
        with open(place, "rb") as stream:  # noqa: PTH123
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise PatternError(f"{FILE} is too large; mend it and index again")
        try:
            specs, wrong = _understood(data.decode("utf-8", "surrogateescape"))
        except PatternError as error:
            raise PatternError(f"{FILE}: {error}; mend it and index again") from error
        self.wrong += [(name, f"{text}; it hides nothing") for text in wrong]
        return specs


def _decides(layers: Layers, path: str) -> bool:
    for base, spec in layers:
        hidden = spec.check_file(path[len(base) :].translate(AS_TEXT)).include
        if hidden is not None:
            return hidden
    return False
