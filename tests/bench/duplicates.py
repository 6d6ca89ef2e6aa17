"""What near duplicates find: python -m tests.bench.duplicates TAR... [--photos N]

Each TAR holds photos (.jpg). Of every sixth photo, changed copies are made: stored again as a poor
JPEG, at half the size, cut by 5 and by 10 % on each side, and brighter. All are indexed, in a
library of their own. For each threshold: the share of each kind that is at least so similar to its
original, and how many pairs of different photos are too (some of these are shots of one scene).
"""

import argparse
import io
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from app.library.library import Library
from app.paths import paths_under
from app.settings import EMBEDDED_MODEL

EVERY = 6
THRESHOLDS = (0.80, 0.85, 0.88, 0.90, 0.92, 0.95)


def cut(image: Image.Image, part: float) -> Image.Image:
    x, y = int(image.width * part), int(image.height * part)
    return image.crop((x, y, image.width - x, image.height - y))


CHANGES = {
    "poor JPEG": (lambda image: image, 50),
    "half size": (lambda image: image.resize((image.width // 2, image.height // 2)), 85),
    "cut 5 %": (lambda image: cut(image, 0.05), 90),
    "cut 10 %": (lambda image: cut(image, 0.1), 90),
    "brighter": (lambda image: ImageEnhance.Brightness(image).enhance(1.25), 90),
}


def write_album(folder: Path, tars: list[Path], photos: int) -> None:
    """`photos` photos, evenly from all tars, as NUMBER.jpg, and copies as NUMBER=CHANGE.jpg."""
    rng, number = np.random.default_rng(0), 0
    for tar in tars:
        with tarfile.open(tar) as archive:
            members = [m for m in archive.getmembers() if m.name.endswith(".jpg")]
            for i in rng.permutation(len(members))[: photos // len(tars)]:
                data = archive.extractfile(members[i]).read()
                (folder / f"{number}.jpg").write_bytes(data)
                if number % EVERY == 0:
                    image = Image.open(io.BytesIO(data)).convert("RGB")
                    for name, (change, quality) in CHANGES.items():
                        change(image).save(folder / f"{number}={name}.jpg", quality=quality)
                number += 1


def global_cosines(library: Library) -> tuple[list[str], np.ndarray]:
    """File names, and the cosines (N, N) of their global embeddings."""
    photos = library.photos.get(library.photos.ids())
    rows = [library.view.encodings.row(photo.identity) for photo in photos]
    vectors = library.view.features.rows(0, max(rows) + 1).vectors[rows, 0].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [photo.path.stem for photo in photos], vectors @ vectors.T


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tars", nargs="+", type=Path)
    parser.add_argument("--photos", type=int, default=600)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        album = Path(base) / "album"
        album.mkdir()
        write_album(album, arguments.tars, arguments.photos)
        with Library(paths_under(Path(base) / "home"), EMBEDDED_MODEL) as library:
            for _ in library.index([album]):
                pass
            names, cosines = global_cosines(library)
    place = {name: i for i, name in enumerate(names)}
    of = np.array([int(name.partition("=")[0]) for name in names])
    different = cosines[np.triu(of[:, None] != of, 1)]
    print(f"{len(names)} photos, {len(different)} pairs of different ones")
    print("threshold " + " ".join(f"{name:>10}" for name in CHANGES) + "  different pairs")
    for threshold in THRESHOLDS:
        shares = []
        for change in CHANGES:
            changed = [name for name in names if name.endswith(f"={change}")]
            to_original = [cosines[place[n], place[n.partition("=")[0]]] for n in changed]
            shares.append(np.mean(np.array(to_original) >= threshold))
        found = " ".join(f"{share:10.2f}" for share in shares)
        print(f"{threshold:9.2f} {found}  {(different >= threshold).sum():15}")


if __name__ == "__main__":
    main()
