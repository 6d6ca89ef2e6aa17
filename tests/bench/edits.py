"""Edits beside an indexing run: python -m tests.bench.edits [EDITS] [--writers N]

Several processes say yes, no and nothing of photos, while another goes on indexing new ones (with
the tests' colour encoder, so that it writes as often as it can). Told is how many edits were
refused, the longest that one waited, and whether every photo has the last that was said of it.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths, paths_under
from tests.colour_encoder import CONFIG, add_model
from tests.colour_program import stand_in
from tests.conftest import make_photo

TAGGED, A_RUN = 100, 100  # photos that are edited; new photos of each indexing run
KINDS = (TagKind.ADDED, TagKind.REJECTED, None)
STOP = "stop"  # a file among the photos


def edits(number: int, writer: int, ids: list[int]) -> Iterator[tuple[int, TagKind | None]]:
    """What one writer says, in order: (photo, kind)."""
    for i in range(number):
        yield ids[i % len(ids)], KINDS[(i // len(ids) + i + writer) % len(KINDS)]


def write(paths: Paths, writer: int, number: int) -> None:
    """Prints: edits refused, the longest wait in seconds, photos with another word than the last.

    Like commands one after the other: the first reads, then writes.
    """
    refused, longest, last = 0, 0.0, {}
    with Library(paths, CONFIG.name) as library:
        ids = sorted(library.photos.ids())[:TAGGED]
        for photo_id, kind in edits(number, writer, ids):
            started = time.perf_counter()
            try:
                library.tags.set([photo_id], f"label {writer}", kind)
                last[photo_id] = kind
            except LibraryError:
                refused += 1
            longest = max(longest, time.perf_counter() - started)
        said = {
            i: [t.kind for t in library.tags.of(i) if t.label == f"label {writer}"] for i in ids
        }
    wrong = sum(said[i] != [kind] * (kind is not None) for i, kind in last.items())
    print(refused, longest, wrong)


def index(paths: Paths, folder: Path) -> None:
    """Prints: runs to the end, runs that ended in an error, photos indexed."""
    ended, failed, indexed = 0, 0, 0
    with Library(paths, CONFIG.name) as library:
        while not (folder / STOP).exists():
            for i in range(A_RUN):
                make_photo(folder / f"{ended + failed}-{i}.jpg", "blue", size=(16 + i, 16 + ended))
            try:
                indexed += list(library.index([folder]))[-1].indexed
                ended += 1
            except LibraryError as error:
                print(error, file=sys.stderr)
                failed += 1
    print(ended, failed, indexed)


def started(*arguments: object) -> subprocess.Popen[str]:
    module = [sys.executable, "-m", "tests.bench.edits", *map(str, arguments)]
    return subprocess.Popen(module, stdout=subprocess.PIPE, text=True)


def answer(process: subprocess.Popen[str]) -> list[float]:
    told, _ = process.communicate()
    assert process.returncode == 0
    return [float(word) for word in told.split()]


def main(number: int, writers: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        paths, folder = paths_under(Path(home)), Path(home) / "photos"
        add_model(paths)
        for i in range(TAGGED):
            make_photo(folder / f"{i}.jpg", "red", size=(32 + i, 32))
        with Library(paths, CONFIG.name) as library:
            list(library.index([folder]))
        indexer = started("--index", home)
        begun = time.perf_counter()
        each = number // writers
        told = [answer(p) for p in [started("--write", home, i, each) for i in range(writers)]]
        seconds = time.perf_counter() - begun
        (folder / STOP).touch()
        ended, failed, indexed = answer(indexer)
    refused, longest, wrong = (list(column) for column in zip(*told, strict=True))
    print(
        f"{each * writers} edits by {writers} processes in {seconds:.0f} s beside an indexing run"
    )
    print(f"refused {sum(refused):.0f}; longest wait {max(longest):.2f} s; lost {sum(wrong):.0f}")
    print(f"{indexed:.0f} photos indexed in {ended:.0f} runs, {failed:.0f} runs ended in an error")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edits", type=int, nargs="?", default=40_000)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    stand_in()
    if arguments.write:
        home, writer, number = arguments.write
        write(paths_under(Path(home)), int(writer), int(number))
    elif arguments.index:
        index(paths_under(arguments.index), arguments.index / "photos")
    else:
        main(arguments.edits, arguments.writers)
