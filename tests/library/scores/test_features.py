"""The features file: what goes in comes out, and damage is noticed."""

from pathlib import Path

import numpy as np
import pytest

from app.library.errors import LibraryError
from app.library.model.encoder import ModelInfo
from app.library.scores.features import FeaturesDamagedError, RowFormat
from tests.colour_encoder import ColourEncoder, ColourFeatures
from tests.library.scores.features_of import features_of


@pytest.fixture
def info(tmp_path: Path) -> ModelInfo:
    return ModelInfo("m-1", "m", "", tmp_path, 32, 9, 2, "standardise", 0.5, 2.0, 2.0, 3, "")


def batch(count: int, seed: int = 0) -> ColourFeatures:
    pixels = np.random.default_rng(seed).integers(0, 255, (count, 3, 3, 3))
    return ColourEncoder().encode_images(list(pixels))


def test_rows_come_back_as_they_went_in(tmp_path: Path, info: ModelInfo):
    features = features_of(info, tmp_path)
    first, second = batch(3, 1), batch(2, 2)
    assert features.append(first) == 0
    assert features.append(second) == 3
    rows = features_of(info, tmp_path).rows(0, 5)
    np.testing.assert_array_equal(rows.vectors[:3, :10], first.vectors)
    np.testing.assert_array_equal(rows.vectors[3:, :10], second.vectors)
    np.testing.assert_array_equal(rows.scales[3:], second.scales)
    np.testing.assert_array_equal(rows.counts[:3], first.counts)
    np.testing.assert_allclose(rows.background[:3], first.background, rtol=1e-6)


def test_a_row_is_whole_vectors_so_that_a_scan_is_one_matrix():
    row = RowFormat(dim=384, tokens=16)
    assert row.row.itemsize == row.stride * 384 == 18 * 384


def test_no_rows(tmp_path: Path, info: ModelInfo):
    assert len(features_of(info, tmp_path).rows(0, 0)) == 0


def test_uncommitted_rows_are_cut_off(tmp_path: Path, info: ModelInfo):
    features = features_of(info, tmp_path)
    features.append(batch(3))
    features.truncate(1)
    assert len(features) == 1
    assert features.append(batch(1, 5)) == 1


def test_half_a_row_at_the_end_is_written_over(tmp_path: Path, info: ModelInfo):
    features = features_of(info, tmp_path)
    features.append(batch(2))
    with features.path.open("ab") as stream:
        stream.write(b"half a row")
    assert len(features) == 2
    assert features.append(batch(1, 5)) == 2
    assert features.damaged_rows(3) == []


def test_a_flipped_bit_is_found(tmp_path: Path, info: ModelInfo):
    features = features_of(info, tmp_path)
    features.append(batch(4))
    with features.path.open("r+b") as stream:
        stream.seek(4096 + 2 * features.format.row.itemsize + 7)
        stream.write(b"\x55")
    assert features.damaged_rows(4) == [2]


def test_a_damaged_header_is_refused(tmp_path: Path, info: ModelInfo):
    features = features_of(info, tmp_path)
    features.path.write_bytes(b"\0" * 5000)
    with pytest.raises(FeaturesDamagedError):
        features_of(info, tmp_path)


def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, info: ModelInfo, monkeypatch: pytest.MonkeyPatch
):
    features = features_of(info, tmp_path)
    features.append(batch(2))
    before = features.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LibraryError, match="No space left on device; free some space"):
        features.append(batch(2, 5))
    assert features.path.read_bytes() == before
