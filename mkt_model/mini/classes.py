"""The published backbone's classifier of 1,000 classes as a second teacher.

It says of every photo, labelled or not, how likely each class is; the words above the classes (a
spaniel is a dog, a dog an animal) are as likely as their classes together. N photos, C channels of
the backbone, K classes, H words above them.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from mkt_model.data.words import DataError, read_words
from mkt_model.train.losses import divergence

UNSURE = 0.05  # words above the classes that together are less likely than this say little


@dataclass(frozen=True)
class Classes:
    """The classes' names in their order, and which words stand above each."""

    names: list[str]
    above: list[tuple[str, ...]]

    @cached_property
    def words(self) -> list[str]:
        """Every word above a class, once, in alphabetical order."""
        return sorted({word for words in self.above for word in words})

    @cached_property
    def below(self) -> Tensor:
        """(K, H): 1 where a class is below a word."""
        column = {word: i for i, word in enumerate(self.words)}
        below = torch.zeros(len(self.names), len(column))
        for row, words in enumerate(self.above):
            below[row, [column[word] for word in words]] = 1
        return below


def read_classes(path: Path) -> Classes:
    """One class a line, "name: word above it, next word". Raises DataError."""
    lines = [line.partition(":") for line in read_words(path)]
    if not lines:
        raise DataError(f"{path} names no class")
    above = [tuple(w.strip() for w in words.split(",") if w.strip()) for _, _, words in lines]
    return Classes([name.strip() for name, _, _ in lines], above)


@dataclass(frozen=True)
class ClassTeacher:
    """What the classifier with weight (K, C) and bias (K,) believes of photos."""

    classes: Classes
    weight: Tensor
    bias: Tensor

    @property
    def texts(self) -> list[str]:
        """What is taught: K names and H words."""
        return [*self.classes.names, *self.classes.words]

    def beliefs(self, pooled: Tensor) -> Tensor:
        """The published backbone's mean features (N, C) -> how likely each class is (N, K)."""
        return (pooled @ self.weight.T + self.bias).softmax(1)

    def loss(self, logits: Tensor, beliefs: Tensor, words: float) -> Tensor:
        """How far the model's logits over `texts` (N, K + H) are from the beliefs (N, K): over the
        names, and `words` times over the words above them."""
        count = len(self.classes.names)
        above = beliefs @ self.classes.below  # (N, H)
        target = above / above.sum(1, keepdim=True).clamp_min(UNSURE)
        names, higher = logits[:, :count], logits[:, count:]
        return divergence(names, beliefs) + words * divergence(higher, target)
