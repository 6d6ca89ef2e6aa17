"""Memory for the largest legal photos: python -m tests.bench.bombs [--workers N] [--kind KIND]

For each kind of picture: three of 14,000 x 14,000 pixels, small files all, are indexed with the
model that ships, in a process of their own. Beside it, what the same run takes for three small
photos, so that the difference is what the pixels cost. The peak is that of resident memory.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from app.library.indexing import read_ahead
from app.library.library import Library
from app.paths import paths_under
from app.settings import EMBEDDED_MODEL

SIDE, SMALL = 14_000, 140
LIMIT_MB = 1500


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


# What is written of a red square: a name for each, and how.
KINDS: dict[str, Callable[[Image.Image, Path], None]] = {
    "png": lambda image, path: image.save(path.with_suffix(".png")),
    "transparent": lambda image, path: image.convert("RGBA").save(path.with_suffix(".png")),
    "turned": lambda image, path: image.save(path.with_suffix(".png"), exif=turned()),
    "colours": lambda image, path: image.convert("P").save(path.with_suffix(".png")),
    "deep": lambda image, path: image.convert("I;16").save(path.with_suffix(".png")),
    "float": lambda image, path: image.convert("F").save(
        path.with_suffix(".tif"), compression="tiff_adobe_deflate"
    ),
    "jpeg": lambda image, path: image.save(path.with_suffix(".jpg")),
    "progressive": lambda image, path: image.save(path.with_suffix(".jpg"), progressive=True),
    "webp": lambda image, path: image.save(path.with_suffix(".webp"), method=0),
    "jp2": lambda image, path: image.save(path.with_suffix(".jp2"), tile_size=(2048, 2048)),
}


def write(kind: str, folder: Path, side: int) -> None:
    image = Image.new("RGB", (side, side), (200, 30, 30))
    if kind == "deep":
        image = image.convert("L")
    for number in range(3):
        image.putpixel((number, 0), 1 if kind == "deep" else (1, 2, 3))
        KINDS[kind](image, folder / str(number))


def index(folder: Path, workers: int) -> None:
    """Prints how many photos were indexed, and the peak of memory in MB."""
    read_ahead.WORKERS = workers
    with (
        tempfile.TemporaryDirectory() as home,
        Library(paths_under(Path(home)), EMBEDDED_MODEL) as library,
    ):
        done = list(library.index([folder]))[-1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    print(done.indexed, peak)


def measured(kind: str, side: int, workers: int) -> tuple[int, int, float]:
    """(photos indexed, peak in MB, MB of the largest file)."""
    module = [sys.executable, "-m", "tests.bench.bombs", "--workers", str(workers)]
    with tempfile.TemporaryDirectory() as folder:
        # In another process: writing takes memory too.
        subprocess.run([*module, "--kind", kind, "--write", folder, str(side)], check=True)
        largest = max(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        run = subprocess.run(
            [*module, "--index", folder], check=True, capture_output=True, text=True
        )
    count, peak = map(int, run.stdout.split())
    return count, peak, largest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write:
        write(arguments.kind, Path(arguments.write[0]), int(arguments.write[1]))
    elif arguments.index:
        index(arguments.index, arguments.workers)
    else:
        print(f"{arguments.workers} workers, limit {LIMIT_MB} MB")
        print("kind          MB a file  indexed  small photos  large photos")
        for kind in [arguments.kind] if arguments.kind else KINDS:
            small = measured(kind, SMALL, arguments.workers)[1]
            count, peak, size = measured(kind, SIDE, arguments.workers)
            over = "  over the limit" if peak > LIMIT_MB else ""
            print(f"{kind:12} {size:10.1f} {count:8} {small:10} MB {peak:10} MB{over}", flush=True)


if __name__ == "__main__":
    main()
