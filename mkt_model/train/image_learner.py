"""What of an image tower learns in MKT's first stage, and what stays frozen and can be kept.

B photos, P patches, D embedding, W the width of the features kept.
"""

import hashlib
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from mkt_model.config import ConfigError
from mkt_model.openclip.towers import VitImageTower
from mkt_model.towers.mini_image import MiniImageTower


class VitLearner(nn.Module):
    """The last `blocks` of a ViT, its ln_post and proj, and its local head if it has one."""

    def __init__(self, tower: VitImageTower, blocks: int) -> None:
        super().__init__()
        self.tower = tower.requires_grad_(False)
        layers = tower.visual.transformer.resblocks
        if not 0 <= blocks <= len(layers):
            raise ConfigError(f"image.blocks is {blocks}; this tower has {len(layers)}")
        # Value patches are made of what the last block is given, so that is what must be kept.
        first = len(layers) - (max(blocks, 1) if tower.value_path else blocks)
        self._frozen, self._learning = layers[:first], layers[first:]
        for parameter in self._top():
            parameter.requires_grad_(True)
        layers[len(layers) - blocks :].requires_grad_(True)

    def _top(self) -> Iterator[nn.Parameter]:
        yield from self.tower.visual.ln_post.parameters()
        yield self.tower.visual.proj
        if self.tower.local_head is not None:
            yield from self.tower.local_head.parameters()

    def features(self, pixels: Tensor) -> Tensor:
        """Pixels -> all tokens before the first block that `forward` runs, (B, 1 + P, W)."""
        tokens: Tensor = self.tower.visual._embeds(pixels)
        for block in self._frozen:
            tokens = block(tokens)
        return tokens

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Those tokens -> global (B, D) and patches (B, P, D)."""
        before = tokens
        for block in self._learning:
            before, tokens = tokens, block(tokens)
        return self.tower.finish(before[:, 1:], tokens)

    def embed_global(self, tokens: Tensor) -> Tensor:
        """Those tokens -> the global embedding alone, (B, D)."""
        return self.forward(tokens)[0]

    def parts(self) -> list[list[nn.Parameter]]:
        """What learns, from the top down."""
        return [list(self._top()), *(list(b.parameters()) for b in reversed(self._learning))]


class MiniLearner(nn.Module):
    """Both heads of mkt-mini; the local one is the paper's two-layer head."""

    def __init__(self, tower: MiniImageTower) -> None:
        super().__init__()
        self.tower = tower.requires_grad_(False)
        tower.heads.requires_grad_(True)

    def features(self, pixels: Tensor) -> Tensor:
        """Pixels -> the backbone's patches, (B, P, W)."""
        return self.tower.features(pixels.contiguous(memory_format=torch.channels_last)).float()

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Those patches -> global (B, D) and patches (B, P, D)."""
        return self.tower.embed(features)

    def embed_global(self, features: Tensor) -> Tensor:
        """Those patches -> the global embedding alone, (B, D)."""
        return self.tower.heads.embed_global(features.mean(1))

    def parts(self) -> list[list[nn.Parameter]]:
        """What learns."""
        return [list(self.tower.heads.parameters())]


# A module: features (B, ...) -> global (B, D) and patches (B, P, D); what of its parameters
# requires a gradient learns.
ImageLearner = VitLearner | MiniLearner


def frozen_digest(learner: nn.Module) -> str:
    """A hash of the weights that do not learn: the features stay good as long as it is the same."""
    digest = hashlib.sha256()
    learning = {name for name, value in learner.named_parameters() if value.requires_grad}
    for name, value in sorted(learner.state_dict().items()):
        if name not in learning:
            digest.update(name.encode() + value.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()


def make_learner(tower: nn.Module, blocks: int) -> ImageLearner:
    """Raises ConfigError for a tower that cannot be trained here."""
    if isinstance(tower, MiniImageTower):
        return MiniLearner(tower)
    if isinstance(tower, VitImageTower):
        return VitLearner(tower, blocks)
    raise ConfigError(f"a {type(tower).__name__} cannot be trained; use a CLIP ViT or mkt-mini")
