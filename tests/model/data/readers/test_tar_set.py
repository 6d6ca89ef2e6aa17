"""A tar of photos knows which of them are held out."""

import io
import json
import tarfile
from pathlib import Path

from mkt_model.data.readers import open_dataset
from tests.model.data.small_sets import photo, present


def test_a_tar_set_knows_what_is_held_out(tmp_path: Path):
    rows = [
        {"file": f"{i}.png", "labels": ["Dog"], "split": "dev" if i else None} for i in range(2)
    ]
    photo(tmp_path / "x.png")
    with tarfile.open(tmp_path / "flickr8k.tar", "w") as tar:
        for i in range(2):
            tar.add(tmp_path / "x.png", f"flickr8k/{i}.png")
        content = "\n".join(map(json.dumps, rows)).encode()
        entry = tarfile.TarInfo("flickr8k/labels.jsonl")
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    for split, name in (("train", "0.png"), ("test", "1.png")):
        photos = open_dataset(tmp_path / "flickr8k.tar", split=split)
        assert [p.name for p in photos.photos] == [name]
        assert present(photos) == [["dog"]]
        assert photos.photo(0).size == (4, 4)
