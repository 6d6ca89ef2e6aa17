"""The text tower of mkt-mini: all-MiniLM-L6-v2 in plain torch, and a linear map to the joint space.

Imports neither timm nor open_clip: a newly typed label must not wait for them.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize

from mkt_model.config import ModelConfig
from mkt_model.tensor_files import CheckpointError, check_digest, load_into
from mkt_model.towers.text import TEXTS_AT_ONCE, TOKENIZER_FILE, with_tuned_prompt
from mkt_model.towers.tuned_prompt import Words

TEXT_FILE = "text.safetensors"

WIDTH, HEADS, LAYERS, HIDDEN, POSITIONS, WORDS = 384, 12, 6, 1536, 512, 30522
LONGEST_TEXT = 64  # tokens; a caption is about 15


class MiniLM(nn.Module):
    """BERT with 6 layers: token ids and mask (L, T) -> mean of its last layer (L, 384)."""

    def __init__(self) -> None:
        super().__init__()
        self.words: Words = nn.Embedding(WORDS, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))  # BERT's segment 0; there is no other here
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        layer = nn.TransformerEncoderLayer(
            WIDTH, HEADS, HIDDEN, 0.0, gelu, layer_norm_eps=1e-12, batch_first=True
        )
        self.layers = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        positions = self.positions.weight[: ids.shape[1]]
        tokens = self.norm(self.words(ids) + positions + self.kind)  # (L, T, 384)
        tokens = self.layers(tokens, src_key_padding_mask=~mask)
        weights = mask.unsqueeze(-1).float()
        mean: Tensor = (tokens * weights).sum(1) / weights.sum(1)  # (L, 384)
        return mean


class MiniTextTower(nn.Module):
    """Texts -> (L, D), at unit length."""

    def __init__(self, tokenizer: Path, dim: int) -> None:
        super().__init__()
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.enable_truncation(LONGEST_TEXT)
        self.tokenizer.enable_padding()
        self.network = MiniLM()
        self.to_joint = nn.Linear(WIDTH, dim)

    @property
    def end(self) -> int:
        """The id of the token after a text. Raises CheckpointError where there is no such token."""
        end = self.tokenizer.token_to_id("[SEP]")
        if end is None:
            raise CheckpointError("this tokenizer has no [SEP]: it is not MiniLM's")
        return end

    @property
    def words(self) -> Words:
        """Token ids (L, T) -> embeddings."""
        return self.network.words

    def put_words(self, module: Words) -> None:
        """Use another module for `words`, as prompt tuning does."""
        self.network.words = module

    def token_ids(self, texts: list[str]) -> Tensor:
        """Ids (L, T), padded."""
        return torch.tensor([e.ids for e in self.tokenizer.encode_batch(texts)])

    def sentences(self, texts: Sequence[str]) -> Tensor:
        """MiniLM's own sentence embeddings (L, 384), at unit length."""
        embeddings = self.to_joint.weight.new_zeros(len(texts), WIDTH)
        # Texts of like length share a batch, so that little is computed for padding.
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            chosen = by_length[start : start + TEXTS_AT_ONCE]
            embeddings[chosen] = self._sentences([texts[i] for i in chosen])
        return embeddings

    def _sentences(self, texts: Sequence[str]) -> Tensor:
        encoded = self.tokenizer.encode_batch(list(texts))
        device = self.to_joint.weight.device
        ids = torch.tensor([e.ids for e in encoded], device=device)
        mask = torch.tensor([e.attention_mask for e in encoded], dtype=torch.bool, device=device)
        return normalize(self.network(ids, mask).float(), dim=-1)  # also under autocast

    def project(self, sentences: Tensor) -> Tensor:
        """Sentence embeddings (L, 384) -> (L, D)."""
        return normalize(self.to_joint(sentences), dim=-1)

    def encode(self, texts: Sequence[str]) -> Tensor:
        return self.project(self.sentences(texts))


def text_tower(folder: Path, config: ModelConfig) -> MiniTextTower:
    """The text tower of a model folder. Raises CheckpointError."""
    tokenizer = folder / TOKENIZER_FILE
    if not tokenizer.is_file():
        raise CheckpointError(f"{tokenizer} is missing")
    check_digest(tokenizer, config.files.get(TOKENIZER_FILE))
    tower = MiniTextTower(tokenizer, config.dim)
    load_into(tower, folder / TEXT_FILE, config.files.get(TEXT_FILE))
    return with_tuned_prompt(tower, folder, config)
