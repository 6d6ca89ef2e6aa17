"""Loads a model folder, whichever towers it has."""

from pathlib import Path

import torch
from torch import nn

from mkt_model.config import ModelConfig, load_config
from mkt_model.model import MKT
from mkt_model.tensor_files import CheckpointError
from mkt_model.towers.text import TextTower


def load(folder: Path, device: torch.device | str = "cpu") -> MKT:
    """The model of a folder; its towers are read when they are first used.

    The network is never used. Raises ConfigError and CheckpointError, and so do the towers. The
    digest of an open_clip model's weights, checked when they were fetched, is not checked again:
    that would read gigabytes for every typed label.
    """
    try:
        config = load_config(folder)
    except OSError as error:
        raise CheckpointError(f"{folder} holds no model: {error}") from error
    return MKT(
        config, lambda: _image_tower(folder, config), lambda: _text_tower(folder, config), device
    )


# timm and open_clip take seconds to import: only where a tower of theirs is used.


def _image_tower(folder: Path, config: ModelConfig) -> nn.Module:
    if config.backbone == "open_clip":
        from mkt_model.openclip import towers

        return towers.image_tower(folder, config)
    from mkt_model.towers import mini_image

    return mini_image.image_tower(folder, config)


def _text_tower(folder: Path, config: ModelConfig) -> TextTower:
    if config.backbone == "open_clip":
        from mkt_model.openclip import towers

        return towers.text_tower(folder, config)
    from mkt_model.towers import mini_text

    return mini_text.text_tower(folder, config)
