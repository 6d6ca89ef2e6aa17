"""Turns published weights (OpenAI's CLIP, and MKT's two stages over it) into a model folder."""

import dataclasses
import json
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Collection
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor

from mkt_model.config import ModelConfig, Preprocess, file_digest, save_config
from mkt_model.openclip.folder import MODEL_FILE, WEIGHTS_FILE, patch_count, skeleton
from mkt_model.preprocess import CLIP, IMAGENET
from mkt_model.prompts import PUBLISHED, TEMPLATES
from mkt_model.scoring import TOP_K_SHARE
from mkt_model.tensor_files import CheckpointError, read_tensors, save_tensors

SETTINGS = ("input_resolution", "context_length", "vocab_size")  # numbers that OpenAI keeps along
UNUSED = "projection."  # the paper's local head is in the released file, and unused by the code
HEAD_WIDTH = 64  # all of OpenAI's towers


def read_state(path: Path) -> dict[str, Tensor]:
    """The tensors of a torch, TorchScript or safetensors file; no code of a pickle is ever run.

    A `module.` before every name, as DistributedDataParallel leaves it, is dropped. Raises
    CheckpointError naming the file.
    """
    state: Any
    try:
        if path.suffix == ".safetensors":
            state = read_tensors(path)
        elif _is_torchscript(path):
            state = _torchscript_state(path)
        else:
            state = torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError as error:  # torch's own words advise to run the code
        raise CheckpointError(
            f"{path} cannot be read as weights: it is something else, or would run code"
        ) from error
    except (OSError, RuntimeError, ValueError, EOFError) as error:
        reason = " ".join(str(error).split())[:300]
        raise CheckpointError(f"{path} cannot be read as weights: {reason}") from error
    if isinstance(state, dict) and isinstance(state.get("state_dict"), dict):
        state = state["state_dict"]
    if not isinstance(state, dict) or not all(isinstance(v, Tensor) for v in state.values()):
        raise CheckpointError(f"{path} holds no state dict of tensors")
    return {name.removeprefix("module."): value for name, value in state.items()}


def _is_torchscript(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("/constants.pkl") for name in archive.namelist())


def _torchscript_state(path: Path) -> dict[str, Tensor]:
    """OpenAI's own form. It is read in C++, and no method of it is called."""
    with warnings.catch_warnings():
        # torch wants no new archives of this kind; the published ones will not change.
        warnings.simplefilter("ignore", FutureWarning)
        archive = torch.jit.load(path, map_location="cpu")  # type: ignore[no-untyped-call]  # torch gives no types
        state: dict[str, Tensor] = archive.state_dict()
        return state


def read_clip(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """An OpenAI CLIP with a ViT -> open_clip's model_cfg and the weights by open_clip's names.

    The sizes are read off the shapes, as OpenAI's own loader does. Raises CheckpointError.
    """
    state = {name: value for name, value in read_state(path).items() if name not in SETTINGS}
    try:
        width, _, patch, _ = state["visual.conv1.weight"].shape
        side = round((len(state["visual.positional_embedding"]) - 1) ** 0.5)
        words, text_width = state["token_embedding.weight"].shape
        model_cfg = {
            "embed_dim": state["text_projection"].shape[1],
            "quick_gelu": True,
            "vision_cfg": {
                "image_size": patch * side,
                "layers": _layers(state, "visual.transformer.resblocks."),
                "width": width,
                "head_width": HEAD_WIDTH,
                "patch_size": patch,
            },
            "text_cfg": {
                "context_length": len(state["positional_embedding"]),
                "vocab_size": words,
                "width": text_width,
                "heads": text_width // HEAD_WIDTH,
                "layers": _layers(state, "transformer.resblocks."),
            },
        }
        expected = skeleton(model_cfg).state_dict()
    except (KeyError, ValueError, IndexError) as error:
        raise CheckpointError(f"{path} is not a CLIP of OpenAI's with a ViT: {error}") from error
    return model_cfg, _checked(state, expected, expected, path)


def _layers(state: dict[str, Tensor], prefix: str) -> int:
    numbers = {name[len(prefix) :].split(".")[0] for name in state if name.startswith(prefix)}
    return len(numbers)


def _checked(
    state: dict[str, Tensor], expected: dict[str, Tensor], names: Collection[str], path: Path
) -> dict[str, Tensor]:
    """`state`, which must hold exactly `names` in the shapes expected. Raises CheckpointError."""
    if odd := sorted(set(state) ^ set(names)):
        where = "is missing" if odd[0] in names else "is of another model"
        raise CheckpointError(f"{path}: {odd[0]!r} {where}")
    for name, value in state.items():
        if value.shape != expected[name].shape:
            shapes = f"{tuple(value.shape)}, not {tuple(expected[name].shape)}"
            raise CheckpointError(f"{path}: {name} has shape {shapes}: it is of another backbone")
        if not value.isfinite().all():
            raise CheckpointError(f"{path}: {name} holds values that are no numbers")
    return state


def read_image_stage(path: Path, clip: dict[str, Tensor]) -> dict[str, Tensor]:
    """MKT's first stage -> the image weights it changes, every key and shape checked."""
    state = {
        "visual." + ("proj" if name == "projection_dist" else name): value
        for name, value in read_state(path).items()
        if not name.startswith(UNUSED)
    }
    return _checked(state, clip, [n for n in clip if n.startswith("visual.")], path)


def read_text_stage(path: Path, clip: dict[str, Tensor]) -> dict[str, Tensor]:
    """MKT's second stage -> the text weights it changes, every key and shape checked."""
    names = [n for n in clip if not n.startswith(("visual.", "logit_"))]
    return _checked(read_state(path), clip, names, path)


def import_published(
    clip_file: Path,
    image_file: Path | None,
    text_file: Path | None,
    folder: Path,
    faithful: bool = False,
    top_k: int | None = None,
) -> None:
    """Write the model folder `folder`, whole or not at all. Raises CheckpointError and OSError.

    With the first stage it is fed and scored as MKT was trained: ImageNet's mean and deviation,
    plain patches, no unit length, one prompt. `faithful` also compares by the L2 norm over the
    label list as the released code does, where SPARC's standardisation is better. Without a first
    stage it is plain CLIP, whose patches need the value path. top_k: by default the paper's share.
    """
    model_cfg, weights = read_clip(clip_file)
    if image_file:
        weights |= read_image_stage(image_file, weights)
    if text_file:
        weights |= read_text_stage(text_file, weights)
    config = _make_config(folder.name, model_cfg, bool(image_file), faithful, top_k)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as name:
        draft = Path(name) / folder.name
        draft.mkdir()
        text = json.dumps({"model_cfg": model_cfg}, indent=1) + "\n"
        (draft / MODEL_FILE).write_text(text, encoding="utf-8")
        save_tensors(weights, draft / WEIGHTS_FILE)
        files = {name: file_digest(draft / name) for name in (MODEL_FILE, WEIGHTS_FILE)}
        save_config(dataclasses.replace(config, files=files), draft)
        shutil.move(draft, folder)


def _make_config(
    name: str, model_cfg: dict[str, Any], trained: bool, faithful: bool, top_k: int | None
) -> ModelConfig:
    patches = patch_count(skeleton(model_cfg).visual)
    size = model_cfg["vision_cfg"]["image_size"]
    mean, std = IMAGENET if trained else CLIP
    short_side = round(size * 256 / 224) if trained else size
    return ModelConfig(
        name=name,
        backbone="open_clip",
        architecture="published",
        dim=model_cfg["embed_dim"],
        patches=patches,
        top_k=top_k or max(1, round(patches * TOP_K_SHARE)),
        preprocess=Preprocess(size, "crop", mean, std, short_side),
        normalise=not trained,
        comparison="list_norm" if faithful else "standardise",
        patch_path="plain" if trained else "value",
        templates=(PUBLISHED,) if trained else TEMPLATES,
        title="MKT, imported weights" if trained else "CLIP, imported weights",
    )
