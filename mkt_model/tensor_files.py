"""Weights in safetensors files: compact, written whole or not at all, checked when read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from mkt_model.config import file_digest

SCALE = "#scale"


class CheckpointError(ValueError):
    """Weights that are missing, damaged, changed or of another model; the text names the file."""


def compact(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Matrices as int8 with one float32 scale a row, convolutions as float16, the rest as it is."""
    tensors: dict[str, Tensor] = {}
    for name, value in state.items():
        if value.ndim == 2 and value.is_floating_point():
            scale = value.abs().amax(1, keepdim=True).clamp_min(1e-12) / 127
            tensors[name] = (value / scale).round().to(torch.int8)
            tensors[name + SCALE] = scale
        else:
            tensors[name] = value.half() if value.ndim > 2 else value
    return tensors


def expand(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The opposite of `compact`, all floating-point tensors as float32."""
    state = {}
    for name, value in tensors.items():
        if name.endswith(SCALE):
            continue
        scale = tensors.get(name + SCALE)
        value = value.float() * scale if scale is not None else value
        state[name] = value.float() if value.is_floating_point() else value
    return state


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft to write in place of `path`; it takes its name only once it is safe on the disk."""
    draft = path.with_suffix(".tmp")
    try:
        yield draft
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file whole or not at all. Raises OSError."""
    with whole_file(path) as draft:
        draft.write_bytes(content)


def save_tensors(tensors: dict[str, Tensor], path: Path) -> None:
    """Write a safetensors file whole or not at all. Raises CheckpointError on a full disk."""
    with whole_file(path) as draft:
        try:
            save_file({name: value.contiguous() for name, value in tensors.items()}, draft)
        except SafetensorError as error:
            raise CheckpointError(f"{path} cannot be written: {error}") from error
        draft.chmod(0o644)  # safetensors makes it readable by its owner alone


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Raises CheckpointError where the file is missing or cut short."""
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error


def check_digest(path: Path, digest: str | None) -> None:
    """Raises CheckpointError for a file other than the one the configuration was made for."""
    if digest is not None and file_digest(path) != digest:
        raise CheckpointError(f"{path} is not the file that config.json was made for")


def load_into(module: nn.Module, path: Path, digest: str | None) -> nn.Module:
    """Fill a module from a compact file, every key and shape checked. Raises CheckpointError."""
    state = expand(read_tensors(path))
    check_digest(path, digest)
    wanted = module.state_dict()
    if odd := sorted(set(state) ^ set(wanted)):
        raise CheckpointError(f"{path}: {odd[0]!r} is in only one of file and model")
    for name, value in wanted.items():
        if state[name].shape != value.shape:
            shapes = f"{tuple(state[name].shape)}, the model needs {tuple(value.shape)}"
            raise CheckpointError(f"{path}: {name} has shape {shapes}")
    module.load_state_dict(state)
    return module
