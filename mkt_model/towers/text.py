"""What every text tower is, and a label's embedding through a model's prompt templates."""

from collections.abc import Sequence
from typing import Protocol

from torch import Tensor
from torch.nn import functional as F

TOKENIZER_FILE = "tokenizer.json"
TEXTS_AT_ONCE = 256


class TextTower(Protocol):
    """Anything that embeds texts: L texts -> (L, D)."""

    def encode(self, texts: Sequence[str]) -> Tensor: ...


def encode_labels(tower: TextTower, labels: Sequence[str], templates: Sequence[str]) -> Tensor:
    """Label embeddings (L, D): every template's embedding at unit length, averaged.

    With one template the embedding keeps the length the tower gives it (the published form).
    """
    if len(templates) == 1:
        return tower.encode([templates[0].format(label) for label in labels])
    texts = [template.format(label) for template in templates for label in labels]
    each = F.normalize(tower.encode(texts), dim=-1).unflatten(0, (len(templates), len(labels)))
    return F.normalize(each.mean(0), dim=-1)  # (L, D)
