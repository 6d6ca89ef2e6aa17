"""Walks a folder and yields the image files in it. Opens no file."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.library.files import raw
from app.library.files.ignore import Ignored, PatternError
from app.library.records import Found

SUFFIXES = raw.SUFFIXES | frozenset(
    (
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"),
        *(".avif", ".heic", ".heif", ".hif", ".jxl"),
        *(".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx"),
    )
)
# Pictures and films of kinds that are not read: they are counted, so that nobody misses them.
OTHER_SUFFIXES = frozenset(
    (
        *(
            ".mp4",
            ".mov",
            ".m4v",
            ".avi",
            ".mkv",
            ".webm",
            ".mpg",
            ".mpeg",
            ".mts",
            ".m2ts",
            ".wmv",
        ),
        *(".3gp", ".flv", ".ogv"),
        *(".psd", ".psb", ".xcf", ".kra", ".svg", ".ai", ".eps", ".pdf", ".cdr"),
        *(".tga", ".exr", ".hdr", ".ico", ".icns", ".jxr", ".wdp", ".heics", ".avifs", ".ppm"),
        *(".pgm", ".pbm", ".pcx", ".dds", ".qoi", ".bpg", ".x3f", ".gpr", ".insp", ".lrv"),
    )
)
KNOWN_SUFFIXES = SUFFIXES | OTHER_SUFFIXES
# Thumbnail and trash folders of file managers and network drives: never the user's photos.
IGNORED_FOLDERS = frozenset({"@eaDir", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"})


@dataclass
class Scan:
    """One walk over `root`, or over `within` below it. Iterate it once, then read `unread` and
    `passed_over`: how many files there are of each suffix (".mp4") that is a picture's or a film's
    but of a kind that is not read.

    Files and folders whose name starts with a dot are left out, and what `patterns` (one a line)
    and the folders' own ignore files hide. Linked folders are followed, each real folder once, so a
    loop ends. `unread` lists folders (relative) that could not be listed, or whose ignore file
    cannot be read: rather no photo of them than one that should stay hidden. It also lists ignore
    files, once for each line that is no pattern; their other lines hold.
    """

    root: Path
    within: str = ""
    patterns: str = ""
    unread: list[tuple[str, str]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Found]:
        visited: set[tuple[int, int]] = set()
        ignored = Ignored(self.root, self.patterns)
        pending = [self.within]
        while pending:
            folder = pending.pop()
            try:
                entries = self._shown(folder, visited, ignored)
            except OSError as error:
                self.unread.append((folder, error.strerror or str(error)))
                continue
            except PatternError as error:
                self.unread.append((folder, str(error)))
                continue
            subfolders = []
            for entry, path, is_folder in entries:
                if is_folder:
                    subfolders.append((entry.is_symlink(), path))
                elif found := self._found(entry, path):
                    if (suffix := _suffix(entry.name)) in SUFFIXES:
                        yield found
                    else:
                        self.passed_over[suffix] += 1
            # Real folders come before linked ones, so a photo is known by its real path.
            pending += [path for _, path in sorted(subfolders, reverse=True)]
        self.unread += ignored.wrong

    def _shown(
        self, folder: str, visited: set[tuple[int, int]], ignored: Ignored
    ) -> list[tuple[os.DirEntry[str], str, bool]]:
        """(entry, path, whether it is a folder) of all in `folder` that may be photos or hold some.

        Raises OSError and PatternError.
        """
        if ignored.hides_folder(folder):
            return []
        shown = []
        for entry in self._entries(folder, visited):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if self._is_folder(entry):
                if not ignored.hides_folder(path):
                    shown.append((entry, path, True))
            elif _suffix(entry.name) in KNOWN_SUFFIXES and not ignored.hides(path):
                shown.append((entry, path, False))
        return shown

    def _entries(self, folder: str, visited: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
        """The visible entries of `folder` by name; none where it was walked already."""
        place = os.path.join(self.root, folder)  # noqa: PTH118 - a str path may hold any bytes
        facts = os.stat(place)  # noqa: PTH116
        if (facts.st_dev, facts.st_ino) in visited:
            return []
        visited.add((facts.st_dev, facts.st_ino))
        with os.scandir(place) as entries:
            return sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir() and entry.name not in IGNORED_FOLDERS
        except OSError:  # a link that points at itself: the system gives up on it, so do we
            return False

    def _found(self, entry: os.DirEntry[str], path: str) -> Found | None:
        """The file behind `entry`, or None for a pipe and the like and for a dead link."""
        try:
            facts = entry.stat()
        except OSError as error:
            if not entry.is_symlink():
                self.unread.append((path, error.strerror or str(error)))
            return None
        if not stat.S_ISREG(facts.st_mode):
            return None
        return Found(path, facts.st_size, facts.st_mtime_ns, facts.st_ino)


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - may hold any bytes
