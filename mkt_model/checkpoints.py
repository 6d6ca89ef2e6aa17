"""Saves and loads models: a folder of config.json, safetensors and tokenizer.json."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from mkt_model.config import ModelConfig, file_digest, load_config
from mkt_model.model import MKT

IMAGE_FILE, TEXT_FILE, TOKENIZER_FILE = "image.safetensors", "text.safetensors", "tokenizer.json"
PROMPT_FILE = "prompt.safetensors"
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


def with_tuned_prompt(tower: nn.Module, folder: Path, config: ModelConfig) -> nn.Module:
    """The text tower with the context words that prompt tuning learned, where the model has them.

    Raises CheckpointError.
    """
    if PROMPT_FILE in config.files:
        from mkt_model.towers.tuned_prompt import Prompt, TunedContext

        prompt = Prompt(config.templates[0], tower.token_ids, tower.end)
        tower.put_words(TunedContext(tower.words, prompt))
        file = folder / PROMPT_FILE
        check_digest(file, config.files[PROMPT_FILE])
        context = read_tensors(file).get("context")
        if context is None or context.shape != tower.words.context.shape:
            raise CheckpointError(f"{file} does not fit the prompt {config.templates[0]!r}")
        tower.words.context.data = context
    return tower


def load(folder: Path, device: torch.device | str = "cpu") -> MKT:
    """The model of a folder; its towers are read when they are first used."""
    config = load_config(folder)
    if config.backbone == "open_clip":
        from mkt_model.openclip.towers import load_open_clip

        return load_open_clip(folder, config, device)
    image, text = _mini_towers(folder, config)
    return MKT(config, image, text, device)


def _mini_towers(
    folder: Path, config: ModelConfig
) -> tuple[Callable[[], nn.Module], Callable[[], nn.Module]]:
    def image_tower() -> nn.Module:
        from mkt_model.towers.mini_image import Heads, MiniImageTower, make_backbone

        backbone = make_backbone(config.architecture)
        heads = Heads(backbone.num_features, config.dim, config.hidden, config.local_hidden)
        tower = MiniImageTower(backbone, heads)
        return load_into(tower, folder / IMAGE_FILE, config.files.get(IMAGE_FILE))

    def text_tower() -> nn.Module:
        from mkt_model.towers.mini_text import MiniTextTower

        tokenizer = folder / TOKENIZER_FILE
        if not tokenizer.is_file():
            raise CheckpointError(f"{tokenizer} is missing")
        check_digest(tokenizer, config.files.get(TOKENIZER_FILE))
        tower = MiniTextTower(tokenizer, config.dim)
        load_into(tower, folder / TEXT_FILE, config.files.get(TEXT_FILE))
        return with_tuned_prompt(tower, folder, config)

    return image_tower, text_tower
