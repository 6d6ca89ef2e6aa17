"""Prompt tuning: the words around a label as learned vectors, the label's own words untouched.

L texts, T tokens, C context tokens, W the width of a token embedding.
"""

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

from mkt_model.config import ConfigError

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
        tokens: Tensor = self.embedding(ids)  # (L, T, W)
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
        self.original: Tensor
        self.register_buffer("original", embedding.weight.detach().clone(), persistent=False)
        self.table: nn.Embedding = nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]  # torch gives no types
            embedding.weight.detach().clone(), freeze=False
        )

    def forward(self, ids: Tensor) -> Tensor:
        learned, original = self.table(ids), nn.functional.embedding(ids, self.original)
        is_label = self._between(ids).unsqueeze(-1)
        return torch.where(is_label, original, learned)  # (L, T, W)

    def _between(self, ids: Tensor) -> Tensor:
        """Whether a token belongs to the label: (L, T)."""
        ends = (ids == self.prompt.end).int().argmax(1, keepdim=True) - len(self.prompt.after)
        place = torch.arange(ids.shape[1], device=ids.device)
        return (place > len(self.prompt.before)) & (place < ends)


Words = nn.Embedding | TunedContext | TunedTable  # token ids (L, T) -> embeddings (L, T, W)


def table_of(words: Words) -> nn.Embedding:
    """The token table, whatever was learned over it."""
    if isinstance(words, TunedContext):
        return words.embedding
    return words.table if isinstance(words, TunedTable) else words


def learning_words(
    words: Words, prompt: Prompt, variant: Literal["context", "table"]
) -> TunedContext | TunedTable:
    """Words that can learn in place of a text tower's `words`.

    Where the same prompt was tuned before, its learned context is gone on from.
    """
    table = table_of(words)
    if variant == "table":
        return TunedTable(table, prompt)
    learning = TunedContext(table, prompt)
    if isinstance(words, TunedContext) and words.prompt.tokens == prompt.tokens:
        learning.context.data.copy_(words.context)
    return learning
