"""Reads an open_clip model from its folder: open_clip's own configuration file and safetensors.

The files are named as on open_clip's hub, so open_clip's "local-dir:" finds them too.
"""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import timm
import torch
from open_clip.model import CLIP, CustomTextCLIP
from open_clip.timm_model import TimmModel
from open_clip.transformer import VisionTransformer
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from mkt_model.bounds import OPEN_CLIP, OTHER, check_numbers, read_json
from mkt_model.tensor_files import CheckpointError

M = TypeVar("M", bound=nn.Module)
MODEL_FILE, WEIGHTS_FILE = "open_clip_config.json", "open_clip_model.safetensors"


def read_model_cfg(folder: Path) -> dict[str, Any]:
    """open_clip's model_cfg. Raises CheckpointError where it is missing, damaged or needs a hub."""
    path = folder / MODEL_FILE
    try:
        model_cfg: dict[str, Any] = read_json(path)["model_cfg"]
        vision_cfg, text_cfg = model_cfg["vision_cfg"], model_cfg["text_cfg"]
        check_numbers(model_cfg, OPEN_CLIP, OTHER)
        # timm would go to a hub for "hf-hub:...", transformers for any name; a tokenizer's options
        # can name a file anywhere.
        trunk, options = vision_cfg.get("timm_model_name"), text_cfg.get("tokenizer_kwargs", {})
        elsewhere = text_cfg.get("hf_model_name") or set(options) - {"clean"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{path} cannot be read: {error!r}") from error
    if elsewhere or "multimodal_cfg" in model_cfg or (trunk and trunk not in timm.list_models()):
        raise CheckpointError(f"{path}: this kind of model is not supported")
    vision_cfg["timm_model_pretrained"] = False
    return model_cfg


def skeleton(model_cfg: dict[str, Any]) -> CLIP | CustomTextCLIP:
    """The model without memory for its weights, in evaluation mode. Raises CheckpointError.

    Both towers are in it at no cost; the one in use is filled, the other dropped.
    """
    settings = dict(model_cfg)
    kind = CustomTextCLIP if settings.pop("custom_text", False) else CLIP
    try:
        with torch.device("meta"):
            return kind(**settings).eval()
    except (TypeError, ValueError, RuntimeError, AssertionError) as error:
        raise CheckpointError(f"open_clip cannot make this model: {error}") from error


def patch_count(visual: VisionTransformer | TimmModel) -> int:
    """How many patch tokens an image tower gives. Raises CheckpointError if it gives none."""
    if getattr(getattr(visual, "trunk", None), "attn_pool", None) is not None:
        return int(visual.trunk.patch_embed.num_patches)
    if getattr(visual, "attn_pool", visual) is None:
        return math.prod(visual.grid_size)
    raise CheckpointError(f"a {type(visual).__name__} of this kind gives no patches")


def read_weights(folder: Path, wanted: Callable[[str], bool]) -> dict[str, Tensor]:
    """The tensors with a wanted name, as float32. Raises CheckpointError."""
    path = folder / WEIGHTS_FILE
    try:
        with safe_open(path, "pt") as file:
            return {name: file.get_tensor(name).float() for name in filter(wanted, file.keys())}
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error


def fill(module: M, weights: dict[str, Tensor], folder: Path) -> M:
    """Give a skeleton its weights, every name and shape checked. Raises CheckpointError."""
    try:
        module.load_state_dict(weights, assign=True)
    except RuntimeError as error:
        what = " ".join(str(error).split())
        raise CheckpointError(f"{folder / WEIGHTS_FILE}: {what[:300]}") from error
    for part in module.modules():
        if isinstance(mask := getattr(part, "attn_mask", None), Tensor):
            part.attn_mask = torch.full(mask.shape, -torch.inf).triu(1)  # no file holds it
    if any(value.is_meta for value in [*module.parameters(), *module.buffers()]):
        raise CheckpointError(f"{folder}: {type(module).__name__} has parts that no file holds")
    return module
