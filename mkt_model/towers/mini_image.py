"""The image tower of mkt-mini: EfficientNet-Lite2 and one head for each stream."""

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize

from mkt_model.config import ModelConfig
from mkt_model.tensor_files import CheckpointError, load_into

if TYPE_CHECKING:
    from timm.models import EfficientNet  # takes seconds

IMAGE_FILE = "image.safetensors"
BACKBONE = "tf_efficientnet_lite2"
# A fixed list: timm itself would also fetch what is named "hf-hub:...".
BACKBONES = {f"tf_efficientnet_lite{size}" for size in range(5)}
TOP_STAGES = 2  # of 7: most of the weights, a third of the work


class Head(nn.Module):
    """A linear map and one hidden layer beside it: (..., C) -> (..., D)."""

    def __init__(self, channels: int, hidden: int, dim: int) -> None:
        super().__init__()
        self.linear = nn.Linear(channels, dim)
        self.hidden = nn.Linear(channels, hidden)
        self.out = nn.Linear(hidden, dim, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        beside = self.out(gelu(self.hidden(features)))
        embedded: Tensor = self.linear(features) + beside
        return embedded


class Heads(nn.Module):
    """Backbone features of C channels -> the two streams' embeddings, of unit length.

    The local head is MKT's two-layer head (paper, the local stream), one for all patches.
    """

    def __init__(self, channels: int, dim: int, hidden: int, local_hidden: int) -> None:
        super().__init__()
        self.global_head = Head(channels, hidden, dim)
        self.local_head = Head(channels, local_hidden, dim)

    def embed_global(self, pooled: Tensor) -> Tensor:
        """(B, C) -> (B, D)"""
        return normalize(self.global_head(pooled), dim=-1)

    def embed_patches(self, patches: Tensor) -> Tensor:
        """(B, P, C) -> (B, P, D)"""
        return normalize(self.local_head(patches), dim=-1)


class MiniImageTower(nn.Module):
    """Pixels (B, 3, S, S) -> global (B, D) and patches (B, P, D)."""

    def __init__(self, backbone: "EfficientNet", heads: Heads) -> None:
        super().__init__()
        self.backbone, self.heads = backbone, heads

    def features(self, pixels: Tensor) -> Tensor:
        """Pixels (B, 3, S, S) -> the backbone's last map as patches (B, P, C)."""
        return self.top(self.bottom(pixels))

    def bottom(self, pixels: Tensor) -> Tensor:
        """Pixels (B, 3, S, S) -> the map (B, W, h, w) before the stages that fine-tuning trains."""
        net = self.backbone
        maps: Tensor = net.blocks[:-TOP_STAGES](net.bn1(net.conv_stem(pixels)))
        return maps

    def top(self, maps: Tensor) -> Tensor:
        """That map -> the backbone's last map as patches (B, P, C)."""
        net = self.backbone
        last: Tensor = net.bn2(net.conv_head(net.blocks[-TOP_STAGES:](maps)))
        return last.flatten(2).transpose(1, 2)

    def top_parameters(self, depthwise: bool = True) -> list[nn.Parameter]:
        """The weights of `top`, with or without its depthwise filters."""
        net = self.backbone
        tops = (*net.blocks[-TOP_STAGES:], net.conv_head, net.bn2)
        modules = [m for top in tops for m in top.modules()]
        learning = [m for m in modules if depthwise or not _is_depthwise(m)]
        return [parameter for m in learning for parameter in m.parameters(recurse=False)]

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        return self.embed(self.features(pixels).float())

    def embed(self, patches: Tensor) -> tuple[Tensor, Tensor]:
        """The backbone's patches (B, P, C) -> global and patches."""
        return self.heads.embed_global(patches.mean(1)), self.heads.embed_patches(patches)


def _is_depthwise(module: nn.Module) -> bool:
    return isinstance(module, nn.Conv2d) and module.groups > 1


def make_backbone(name: str = BACKBONE) -> "EfficientNet":
    """The timm network without its classifier, with random weights, in evaluation mode.

    Raises CheckpointError for a network of another kind.
    """
    if name not in BACKBONES:
        raise CheckpointError(f"{name!r} is not an EfficientNet-Lite")
    from timm import create_model  # takes seconds: only where photos are encoded
    from timm.models import EfficientNet

    network = create_model(name, pretrained=False, num_classes=0)
    assert isinstance(network, EfficientNet)
    return network.eval().to(memory_format=torch.channels_last)


def image_tower(folder: Path, config: ModelConfig) -> MiniImageTower:
    """The image tower of a model folder. Raises CheckpointError."""
    backbone = make_backbone(config.architecture)
    heads = Heads(backbone.num_features, config.dim, config.hidden, config.local_hidden)
    tower = MiniImageTower(backbone, heads)
    load_into(tower, folder / IMAGE_FILE, config.files.get(IMAGE_FILE))
    return tower
