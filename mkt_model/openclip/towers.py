"""The towers of an open_clip model: any ViT that yields patch tokens, read from a local folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from open_clip.model import CLIP, CustomTextCLIP
from open_clip.timm_model import TimmModel
from open_clip.tokenizer import SimpleTokenizer
from open_clip.transformer import VisionTransformer
from torch import Tensor, nn
from torch.nn.functional import linear, normalize

from mkt_model.config import ConfigError, ModelConfig
from mkt_model.openclip.folder import fill, patch_count, read_model_cfg, read_weights, skeleton
from mkt_model.openclip.tokenizer import make_tokenizer
from mkt_model.tensor_files import CheckpointError, load_into
from mkt_model.towers.text import TEXTS_AT_ONCE, with_tuned_prompt
from mkt_model.towers.tuned_prompt import Words

LOCAL_HEAD_FILE = "local_head.safetensors"


class VitImageTower(nn.Module):
    """open_clip's own ViT: pixels (B, 3, S, S) -> global (B, D) and patches (B, P, D).

    "plain" patches share ln_post and proj with the global token, as in MKT's released code. "value"
    patches are the last block's value projection alone, without attention, residual and MLP
    (MaskCLIP, ECCV 2022, in the reduced form of NACLIP, WACV 2025). A local head, where there is
    one, embeds the patches instead of proj (paper, the local stream; the released code has none).
    """

    def __init__(self, visual: VisionTransformer, config: ModelConfig) -> None:
        super().__init__()
        self.visual = visual
        self.value_path, self.normalise = config.patch_path == "value", config.normalise
        self.local_head: nn.Sequential | None = None
        if config.local_hidden:
            self.local_head = local_head(visual.proj.shape[0], config.local_hidden, config.dim)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        tokens = self.visual._embeds(pixels)  # (B, 1 + P, W)
        for block in self.visual.transformer.resblocks:
            before, tokens = tokens, block(tokens)
        return self.finish(before[:, 1:], tokens)

    def finish(self, before: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """The patches before the last block (B, P, W), and all tokens (B, 1 + P, W) after it."""
        pooled, _ = self.visual._pool(tokens)
        placed = self._values(before) if self.value_path else tokens[:, 1:]
        placed = self.visual.ln_post(placed)
        patches = self.local_head(placed) if self.local_head else placed @ self.visual.proj
        return _finish(pooled @ self.visual.proj, patches, self.normalise)

    def _values(self, tokens: Tensor) -> Tensor:
        """The input of the last block (B, P, W) -> its values after the output projection."""
        block = self.visual.transformer.resblocks[-1]
        weight, bias = (p.chunk(3)[2] for p in (block.attn.in_proj_weight, block.attn.in_proj_bias))
        values: Tensor = block.attn.out_proj(linear(block.ln_1(tokens), weight, bias))
        return values


class PooledImageTower(nn.Module):
    """A timm trunk with an attention pool (SigLIP): pixels -> global (B, D), patches (B, P, D).

    A patch goes through the pool as if all attention were on it, so a photo of equal patch tokens
    has patches equal to its global embedding.
    """

    def __init__(self, visual: TimmModel, config: ModelConfig) -> None:
        super().__init__()
        self.visual, self.normalise = visual, config.normalise

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        return self.embed(self.visual.trunk.forward_features(pixels))

    def embed(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """The trunk's last tokens, (B, P, W) after any class token -> global and patches."""
        trunk, pool = self.visual.trunk, self.visual.trunk.attn_pool
        pooled = self.visual.head(trunk.forward_head(tokens))  # (B, D)
        placed = tokens[:, trunk.num_prefix_tokens :]
        placed = placed if pool.pos_embed is None else placed + pool.pos_embed
        weight, bias = (p.chunk(2)[1] for p in (pool.kv.weight, pool.kv.bias))
        values = pool.proj(linear(placed, weight, bias))
        values = values + pool.mlp(pool.norm(values))
        patches = self.visual.head(trunk.head(trunk.fc_norm(values)))  # (B, P, D)
        return _finish(pooled, patches, self.normalise)


def local_head(width: int, hidden: int, dim: int) -> nn.Sequential:
    """Patches (..., W) -> (..., D): two layers with a tanh between them (paper, local stream)."""
    return nn.Sequential(nn.Linear(width, hidden), nn.Tanh(), nn.Linear(hidden, dim))


def _finish(pooled: Tensor, patches: Tensor, normalise: bool) -> tuple[Tensor, Tensor]:
    if not normalise:
        return pooled, patches
    return normalize(pooled.float(), dim=-1), normalize(patches.float(), dim=-1)


class OpenClipTextTower(nn.Module):
    """Texts -> (L, D), through open_clip's encode_text; of unit length where the config says so."""

    def __init__(
        self,
        model: CLIP | CustomTextCLIP,
        tokenize: Callable[[list[str]], Tensor],
        config: ModelConfig,
    ) -> None:
        super().__init__()
        self.model, self.tokenize = model, tokenize
        self.dim, self.normalise = config.dim, config.normalise

    @property
    def end(self) -> int:
        """The id of the token after a text. Raises ConfigError where texts have no start token."""
        if not isinstance(self.tokenize, SimpleTokenizer):
            raise ConfigError("only the prompt of CLIP or mkt-mini can be tuned, not SigLIP's")
        return int(self.tokenize.eot_token_id)

    @property
    def words(self) -> Words:
        """Token ids (L, T) -> embeddings."""
        words: Words = self._network.token_embedding
        return words

    def put_words(self, module: Words) -> None:
        """Use another module for `words`, as prompt tuning does."""
        self._network.token_embedding = module

    @property
    def _network(self) -> Any:
        """The part with the text's layers; open_clip is published without types."""
        return getattr(self.model, "text", self.model)

    def token_ids(self, texts: list[str]) -> Tensor:
        """Ids (L, T), padded."""
        return self.tokenize(texts)

    def encode(self, texts: Sequence[str]) -> Tensor:
        device = next(self.parameters()).device
        parts = [torch.zeros(0, self.dim, device=device)]
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            ids = self.tokenize(list(texts[start : start + TEXTS_AT_ONCE])).to(device)  # (L, T)
            parts.append(self.model.encode_text(ids, normalize=self.normalise))
        return torch.cat(parts)


def image_tower(folder: Path, config: ModelConfig) -> VitImageTower | PooledImageTower:
    """Raises CheckpointError for damaged weights or a backbone that has no patch tokens."""
    visual = skeleton(read_model_cfg(folder)).visual
    if patch_count(visual) != config.patches:
        raise CheckpointError(f"{folder}: config.json is of another model")
    weights = read_weights(folder, lambda name: name.startswith("visual."))
    fill(visual, {name.removeprefix("visual."): value for name, value in weights.items()}, folder)
    if hasattr(visual, "trunk"):
        return PooledImageTower(visual, config)
    tower = VitImageTower(visual, config)
    if tower.local_head is not None:
        load_into(tower.local_head, folder / LOCAL_HEAD_FILE, config.files.get(LOCAL_HEAD_FILE))
    return tower


def text_tower(folder: Path, config: ModelConfig) -> OpenClipTextTower:
    """Raises CheckpointError for damaged weights or a missing tokenizer."""
    model_cfg = read_model_cfg(folder)
    tokenize = make_tokenizer(folder, model_cfg["text_cfg"])
    model = skeleton(model_cfg)
    model.visual = model.logit_scale = model.logit_bias = None
    weights = read_weights(folder, lambda name: not name.startswith(("visual.", "logit_")))
    tower = OpenClipTextTower(fill(model, weights, folder), tokenize, config)
    return with_tuned_prompt(tower, folder, config)
