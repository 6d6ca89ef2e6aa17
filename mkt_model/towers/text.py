"""What every text tower is, a label through the prompt templates, and a tuned prompt put in.

L texts, T tokens, D joint embedding.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from mkt_model.config import ModelConfig
from mkt_model.tensor_files import CheckpointError, check_digest, read_tensors
from mkt_model.towers.tuned_prompt import Prompt, TunedContext, Words, table_of

TOKENIZER_FILE, PROMPT_FILE = "tokenizer.json", "prompt.safetensors"
TEXTS_AT_ONCE = 256


class TextTower(Protocol):
    """A torch module that embeds texts and whose prompt can be tuned."""

    def encode(self, texts: Sequence[str]) -> Tensor:
        """L texts -> (L, D)."""

    @property
    def end(self) -> int:
        """The id of the token after a text. Raises ConfigError where its prompt has no place."""

    @property
    def words(self) -> Words:
        """Token ids (L, T) -> embeddings."""

    def put_words(self, module: Words) -> None:
        """Use another module for `words`, as prompt tuning does."""

    def token_ids(self, texts: list[str]) -> Tensor:
        """Ids (L, T), padded."""

    def eval(self) -> Self: ...

    def to(self, device: torch.device, /) -> Self: ...

    def requires_grad_(self, requires_grad: bool = True) -> Self: ...

    def parameters(self) -> Iterator[nn.Parameter]: ...


T = TypeVar("T", bound=TextTower)


def encode_labels(tower: TextTower, labels: Sequence[str], templates: Sequence[str]) -> Tensor:
    """Label embeddings (L, D): every template's embedding at unit length, averaged.

    With one template the embedding keeps the length the tower gives it (the published form).
    """
    if len(templates) == 1:
        return tower.encode([templates[0].format(label) for label in labels])
    texts = [template.format(label) for template in templates for label in labels]
    each = normalize(tower.encode(texts), dim=-1)
    each = each.reshape(len(templates), len(labels), each.shape[1])
    return normalize(each.mean(0), dim=-1)  # (L, D)


def with_tuned_prompt(tower: T, folder: Path, config: ModelConfig) -> T:
    """The text tower with the context words that prompt tuning learned, where the model has them.

    Raises CheckpointError.
    """
    if PROMPT_FILE in config.files:
        file, template = folder / PROMPT_FILE, config.templates[0]
        prompt = Prompt(template, tower.token_ids, tower.end)
        tuned = TunedContext(table_of(tower.words), prompt)
        check_digest(file, config.files[PROMPT_FILE])
        context = read_tensors(file).get("context")
        if context is None or context.shape != tuned.context.shape:
            raise CheckpointError(f"{file} does not fit the prompt {template!r}")
        tuned.context.data = context
        tower.put_words(tuned)
    return tower
