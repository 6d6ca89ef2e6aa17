"""What is computed for every photo is computed once, and kept whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mkt_model.data.kept_array import kept_array
from mkt_model.data.words import DataError


def test_it_is_computed_once(tmp_path: Path):
    batches = iter([np.ones((2, 3)), np.zeros((1, 3))])
    first = kept_array(tmp_path / "new" / "a.npy", 3, batches)
    assert first.dtype == np.float16
    assert first.tolist() == [[1, 1, 1], [1, 1, 1], [0, 0, 0]]

    untouched = iter([np.full((3, 3), 7)])
    np.testing.assert_array_equal(kept_array(tmp_path / "new" / "a.npy", 3, untouched), first)
    assert len(list(untouched)) == 1


def test_what_broke_off_leaves_nothing(tmp_path: Path):
    def broken() -> Iterator[np.ndarray]:
        yield np.ones((2, 3))
        raise OSError("no more photos")

    with pytest.raises(OSError, match="no more photos"):
        kept_array(tmp_path / "a.npy", 4, broken())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("count", "there"), [(0, 0), (3, 2)])
def test_too_few_photos_are_told(tmp_path: Path, count: int, there: int):
    with pytest.raises(DataError, match=rf"a.npy cannot be made: there are {there} photos of"):
        kept_array(tmp_path / "a.npy", count, [np.ones((1, 3))] * there)
    assert not list(tmp_path.iterdir())


def test_an_array_of_other_photos_is_refused(tmp_path: Path):
    kept_array(tmp_path / "a.npy", 2, [np.ones((2, 3))])
    with pytest.raises(DataError, match=r"a.npy is of other photos; delete it"):
        kept_array(tmp_path / "a.npy", 3, [])
