"""COCO's instances JSON: one file a split, the photos in a folder near it."""

import json
from pathlib import Path

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.data.readers.plain import from_label_sets
from mkt_model.data.words import DataError


def is_there(path: Path) -> bool:
    return path.suffix == ".json" and path.is_file()


def read(path: Path, _: str) -> LabelledPhotos:
    """All images of the file, whatever the split; a category with an instance is present.

    Raises DataError for a file of another kind and for a photo that is not there.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        names = {c["id"]: c["name"] for c in content["categories"]}
        present: dict[int, set[str]] = {image["id"]: set() for image in content["images"]}
        for annotation in content["annotations"]:
            present[annotation["image_id"]].add(names[annotation["category_id"]])
        files = [image["file_name"] for image in content["images"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is not COCO's instances JSON: {error!r}") from error
    folder = _photo_folder(path, files)
    photos = [folder / file for file in files]
    if missing := [photo for photo in photos if not photo.is_file()]:
        raise DataError(f"{path}: there is no photo {missing[0]} ({len(missing)} are missing)")
    labels = [sorted(labels) for labels in present.values()]
    return from_label_sets(path.stem, photos, labels, list(names.values()))


def _photo_folder(path: Path, files: list[str]) -> Path:
    """Beside the file, or as COCO unpacks: annotations/instances_val2017.json, val2017/*.jpg."""
    near = path.stem.rpartition("_")[2]
    folder = path.parent
    places = [
        folder,
        folder / "images",
        folder.parent / near,
        folder.parent / "images" / near,
        folder / near,
    ]
    there = (place for place in places if files and (place / files[0]).is_file())
    return next(there, folder)
