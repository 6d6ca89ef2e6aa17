"""Prompt tuning: the words around a label as learned vectors, the label's own words untouched.

L texts, T tokens, C context tokens, W the width of a token embedding.
"""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from mkt_model.config import ConfigError, ModelConfig
from mkt_model.tensor_files import CheckpointError, check_digest, read_tensors

PROMPT_FILE = "prompt.safetensors"
Tokenize = Callable[[list[str]], Tensor]


def token_lists(tokenize: Tokenize, texts: list[str], end: int) -> list[list[int]]:
    """The ids of each text between its start token and its first end token."""
    ids = tokenize(texts)
    return [row[1 : row.index(end)] for row in ids.tolist()]


class Prompt:
    """Where a template's own words stand in a tokenised text: [start] before LABEL after [end].

    Raises ConfigError for a template that is not exactly "... {} ...".
    """

    def __init__(self, template: str, tokenize: Tokenize, end: int) -> None:
        parts = template.split("{}")
        if len(parts) != 2 or not template.replace("{}", "").strip():
            raise ConfigError(f"the prompt {template!r} must hold words and one {{}}")
        self.before, self.after = token_lists(tokenize, [p.strip() for p in parts], end)
        self.end = end

    @property
    def tokens(self) -> list[int]:
        """The ids of the C context tokens."""
        return [*self.before, *self.after]

    def places(self, ids: Tensor) -> Tensor:
        """Token ids (L, T) -> the positions of the context tokens (L, C)."""
        ends = (ids == self.end).int().argmax(1, keepdim=True)  # (L, 1)
        first = torch.arange(1, len(self.before) + 1, device=ids.device).expand(len(ids), -1)
        last = ends - torch.arange(len(self.after), 0, -1, device=ids.device)
        return torch.cat([first, last], 1)  # (L, C)


class TunedContext(nn.Module):
    """A token embedding whose context words are C learned vectors (paper, prompt tuning; CoOp)."""

    def __init__(self, embedding: nn.Embedding, prompt: Prompt) -> None:
        super().__init__()
        self.embedding, self.prompt = embedding.requires_grad_(False), prompt
        self.context = nn.Parameter(embedding.weight[prompt.tokens].detach().float().clone())

    def forward(self, ids: Tensor) -> Tensor:
        tokens = self.embedding(ids)  # (L, T, W)
        places = self.prompt.places(ids).unsqueeze(-1).expand(-1, -1, tokens.shape[-1])
        context = self.context.to(tokens.dtype).expand(len(ids), -1, -1)
        return tokens.scatter(1, places, context)


class TunedTable(nn.Module):
    """The released code's variant: the whole token table learns, label words stay as they were.

    Only the context words' rows receive a gradient, but weight decay shrinks every row; afterwards
    the table is used for all tokens, the label's too, as the released single-image inference does.
    """

    def __init__(self, embedding: nn.Embedding, prompt: Prompt) -> None:
        super().__init__()
        self.prompt = prompt
        self.register_buffer("original", embedding.weight.detach().clone(), persistent=False)
        self.table = nn.Embedding.from_pretrained(embedding.weight.detach().clone(), freeze=False)

    def forward(self, ids: Tensor) -> Tensor:
        learned, original = self.table(ids), nn.functional.embedding(ids, self.original)
        is_label = self._between(ids).unsqueeze(-1)
        return torch.where(is_label, original, learned)  # (L, T, W)

    def _between(self, ids: Tensor) -> Tensor:
        """Whether a token belongs to the label: (L, T)."""
        ends = (ids == self.prompt.end).int().argmax(1, keepdim=True) - len(self.prompt.after)
        place = torch.arange(ids.shape[1], device=ids.device)
        return (place > len(self.prompt.before)) & (place < ends)


def with_tuned_prompt(tower: nn.Module, folder: Path, config: ModelConfig) -> nn.Module:
    """The text tower with the context words that prompt tuning learned, where the model has them.

    Raises CheckpointError.
    """
    if PROMPT_FILE in config.files:
        prompt = Prompt(config.templates[0], tower.token_ids, tower.end)
        tower.put_words(TunedContext(tower.words, prompt))
        file = folder / PROMPT_FILE
        check_digest(file, config.files[PROMPT_FILE])
        context = read_tensors(file).get("context")
        if context is None or context.shape != tower.words.context.shape:
            raise CheckpointError(f"{file} does not fit the prompt {config.templates[0]!r}")
        tower.words.context.data = context
    return tower
