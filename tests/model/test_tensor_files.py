"""Weights: compact and close, whole or not at all, and every wrong file is named."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from mkt_model.tensor_files import CheckpointError, compact, expand, load_into, save_tensors


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.Linear(5, 6), nn.BatchNorm1d(6))


def test_compact_weights_come_back_nearly_as_they_were():
    state = network().state_dict()
    small = compact(state)
    assert small["1.weight"].dtype == torch.int8
    assert small["0.weight"].dtype == torch.float16
    back = expand(small)
    assert back.keys() == state.keys()
    for name, value in state.items():
        torch.testing.assert_close(back[name].to(value.dtype), value, atol=0.003, rtol=0.003)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "w.safetensors"
    save_tensors({"a": torch.ones(2)}, file)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_tensors({"a": torch.zeros(2)}, file)
    assert load_file(file)["a"].tolist() == [1, 1]
    assert list(tmp_path.iterdir()) == [file]


def test_a_truncated_file_is_named(tmp_path: Path):
    file = tmp_path / "w.safetensors"
    save_tensors(compact(network().state_dict()), file)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(CheckpointError, match=r"w.safetensors cannot be read"):
        load_into(network(), file, None)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(CheckpointError, match=r"gone.safetensors cannot be read"):
        load_into(network(), tmp_path / "gone.safetensors", None)


def test_a_missing_or_odd_key_is_named(tmp_path: Path):
    state = network().state_dict()
    file = tmp_path / "w.safetensors"
    save_file({k: v for k, v in state.items() if k != "1.bias"}, file)
    with pytest.raises(CheckpointError, match=r"'1.bias' is in only one of file and model"):
        load_into(network(), file, None)


def test_a_wrong_shape_is_named(tmp_path: Path):
    state = network().state_dict() | {"1.bias": torch.zeros(7)}
    save_file(state, tmp_path / "w.safetensors")
    with pytest.raises(CheckpointError, match=r"1.bias has shape \(7,\), the model needs \(6,\)"):
        load_into(network(), tmp_path / "w.safetensors", None)


def test_another_models_weights_are_refused(tmp_path: Path):
    save_file(network().state_dict(), tmp_path / "w.safetensors")
    with pytest.raises(CheckpointError, match=r"is not the file that config.json was made for"):
        load_into(network(), tmp_path / "w.safetensors", "0" * 64)
