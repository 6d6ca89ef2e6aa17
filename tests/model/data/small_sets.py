"""Small data sets that tests write, and what is present on their photos."""

import io
import json
import tarfile
from pathlib import Path

from PIL import Image

from mkt_model.data.labelled_photos import LabelledPhotos


def photo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4), "red").save(path)


def present(photos: LabelledPhotos, value: int = 1) -> list[list[str]]:
    """The labels of each photo that have this value."""
    return [
        [x for x, v in zip(photos.labels, row, strict=True) if v == value] for row in photos.truth
    ]


def write_set(folder: Path, name: str, rows: list[dict], size: int = 32) -> None:
    """A tar of plain photos with their labels.jsonl, as the real sets are laid out."""
    with tarfile.open(folder / f"{name}.tar", "w") as tar:
        files = {"labels.jsonl": "\n".join(map(json.dumps, rows)).encode()}
        for i, row in enumerate(rows):
            stream = io.BytesIO()
            colour = (40 * i % 256, 90 * i % 256, 10 * i % 256)
            Image.new("RGB", (size, size), colour).save(stream, "JPEG")
            files.setdefault(row["file"], stream.getvalue())
        for file, data in files.items():
            member = tarfile.TarInfo(f"{name}/{file}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
