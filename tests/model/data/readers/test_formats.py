"""Which format lies in a folder is guessed, and an unknown one is told."""

from pathlib import Path

import pytest

from mkt_model.data.readers import open_dataset
from mkt_model.data.words import DataError


def test_an_unknown_format(tmp_path: Path):
    with pytest.raises(DataError, match="there is no format 'voc'; there are: tar, coco"):
        open_dataset(tmp_path, "voc")
    with pytest.raises(DataError, match="holds no data set of a known format"):
        open_dataset(tmp_path)
