"""The MKT model: an image tower, a text tower and how their embeddings become a score.

Shapes: B photos, S pixels a side, P patches, D joint embedding, L labels, M patch tokens.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import torch
from torch import Tensor, nn

from mkt_model.config import ModelConfig
from mkt_model.preprocess import to_tensor
from mkt_model.scoring import Streams, combine, comparable, global_scores, local_scores
from mkt_model.towers.text import TextTower, encode_labels


class MKT:
    """Two towers, each loaded when it is first used: typing a label needs no image tower."""

    def __init__(
        self,
        config: ModelConfig,
        load_image_tower: Callable[[], nn.Module],
        load_text_tower: Callable[[], TextTower],
        device: torch.device | str = "cpu",
    ) -> None:
        self.config, self.device = config, torch.device(device)
        self._load_image_tower, self._load_text_tower = load_image_tower, load_text_tower

    @cached_property
    def image_tower(self) -> nn.Module:
        """Pixels (B, 3, S, S) -> global (B, D) and patches (B, P, D)."""
        with torch.inference_mode(False):  # what is made under it could never be trained
            tower = self._load_image_tower().eval().to(self.device)
            return tower.to(memory_format=torch.channels_last)

    @cached_property
    def text_tower(self) -> TextTower:
        """Texts -> (L, D)."""
        with torch.inference_mode(False):
            return self._load_text_tower().eval().to(self.device)

    @torch.inference_mode()
    def encode_images(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Prepared photos (B, S, S, 3) uint8 -> global (B, D) and patches (B, P, D), float32."""
        ready = to_tensor(pixels, self.config.preprocess)
        ready = ready.contiguous(memory_format=torch.channels_last)
        globals_, patches = self.image_tower(ready)
        return globals_.float(), patches.float()

    @torch.inference_mode()
    def encode_labels(self, labels: Sequence[str]) -> Tensor:
        """Labels -> (L, D) float32, through the model's prompt templates."""
        return encode_labels(self.text_tower, labels, self.config.templates).float()

    def streams(self, globals_: Tensor, patches: Tensor, labels: Tensor) -> Streams:
        """Raw global and local scores, each (B, L), of label embeddings (L, D)."""
        local = local_scores(patches, labels, self.config.top_k)
        return global_scores(globals_, labels), local

    def score(
        self, globals_: Tensor, patches: Tensor, labels: Tensor, background: Tensor | None = None
    ) -> Tensor:
        """The combined score (B, L), each stream compared over the `background` labels' (L', D).

        Without a background the labels themselves are the list: the published, faithful form.
        """
        streams = self.streams(globals_, patches, labels)
        others = streams if background is None else self.streams(globals_, patches, background)
        compared = comparable(streams, others, self.config.comparison)
        return combine(*compared, self.config.local_weight)
