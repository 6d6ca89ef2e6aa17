"""The words around a label learn; the label's own stay as they were."""

import pytest
import torch
from torch import nn

from mkt_model.config import ConfigError
from mkt_model.towers.tuned_prompt import Prompt, TunedContext, TunedTable, learning_words

WORDS = ["<start>", "<end>", "a", "photo", "of", "dog", "sea"]


def token_ids(texts: list[str]) -> torch.Tensor:
    """Ids (L, 6): a start, the words, an end, and ends as padding."""
    rows = [[0, *(WORDS.index(word) for word in text.split()), 1] for text in texts]
    return torch.tensor([row + [1] * (6 - len(row)) for row in rows])


def prompt(template: str = "a photo of {}") -> Prompt:
    return Prompt(template, token_ids, end=1)


@pytest.fixture
def table() -> nn.Embedding:
    torch.manual_seed(0)
    return nn.Embedding(len(WORDS), 4)


def test_only_the_context_is_replaced(table: nn.Embedding):
    tuned, ids = TunedContext(table, prompt()), token_ids(["a photo of dog"])
    torch.testing.assert_close(tuned(ids), table(ids))
    tuned.context.data.zero_()
    assert tuned(ids)[0, 1:4].abs().sum() == 0
    torch.testing.assert_close(tuned(ids)[0, [0, 4, 5]], table(ids)[0, [0, 4, 5]])


def test_in_the_released_variant_the_label_keeps_its_own_words(table: nn.Embedding):
    tuned, ids = TunedTable(table, prompt()), token_ids(["a photo of dog"])
    tuned.table.weight.data.zero_()
    assert tuned(ids)[0, [0, 1, 2, 3, 5]].abs().sum() == 0
    torch.testing.assert_close(tuned(ids)[0, 4], table.weight[WORDS.index("dog")])


def test_a_tuned_prompt_is_gone_on_from_and_another_begins_anew(table: nn.Embedding):
    first = learning_words(table, prompt(), "context")
    assert isinstance(first, TunedContext)
    first.context.data.fill_(7)
    again = learning_words(first, prompt(), "context")
    other = learning_words(first, prompt("photo of {}"), "context")
    assert isinstance(again, TunedContext)
    assert isinstance(other, TunedContext)
    assert (again.context == 7).all()
    torch.testing.assert_close(other.context.data, table.weight[other.prompt.tokens].detach())
    whole = learning_words(first, prompt(), "table")
    assert isinstance(whole, TunedTable)
    torch.testing.assert_close(whole.table.weight.data, table.weight.data)


@pytest.mark.parametrize("template", ["a photo of", "{}", "a {} of {}"])
def test_a_template_without_words_or_a_place_is_refused(template: str):
    with pytest.raises(ConfigError, match="must hold words and one"):
        prompt(template)
