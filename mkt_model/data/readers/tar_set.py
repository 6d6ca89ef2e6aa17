"""A .tar of photos with a labels.jsonl inside, as mkt-mini is trained from."""

import tarfile
from pathlib import Path

from mkt_model.data.labelled_photos import LabelledPhotos, TarPhoto
from mkt_model.data.readers.plain import from_label_sets
from mkt_model.data.tar_sets import read_set, vocabulary_of


def is_there(path: Path) -> bool:
    return path.suffix == ".tar" and path.is_file()


def read(path: Path, split: str) -> LabelledPhotos:
    """The photos to train on, or ("test") those held out. Raises DataError."""
    photo_set = read_set(path.parent, path.stem)
    with tarfile.open(path) as tar:
        members = {member.name: member for member in tar.getmembers()}
    examples = [e for e in photo_set.examples if e.held_out == (split == "test")]
    photos = []
    for example in examples:
        member = members[f"{path.stem}/{example.file}"]
        photos.append(TarPhoto(path, example.file, member.offset_data, member.size))
    labels = [list(e.labels) for e in examples]
    return from_label_sets(path.stem, photos, labels, vocabulary_of([photo_set]))
