"""The report on held-out photos, on embeddings whose figures are known."""

import pytest
import torch
from torch.nn.functional import normalize

from mkt_model.data.tar_sets import Example
from mkt_model.mini.report import EvaluationSet, report, stored_streams, streams

WORDS = ["dog", "sea", "house", "tree"]


def encode(texts: list[str]) -> torch.Tensor:
    """Each word is its own axis; a caption is that of its first word."""
    return torch.eye(4)[[WORDS.index(text.split()[0]) for text in texts]]


def labelled(noise: float) -> EvaluationSet:
    """Twelve photos, each of one word; `noise` drowns what is seen of it."""
    generator = torch.Generator().manual_seed(0)
    shows = torch.eye(4).repeat(3, 1)
    patches = shows[:, None] + noise * torch.randn(12, 9, 4, generator=generator)
    examples = [Example(f"{i}.jpg", (WORDS[i % 4],), (), True) for i in range(12)]
    globals_ = normalize(patches.mean(1), dim=-1)
    return EvaluationSet("set", examples, globals_, normalize(patches, dim=-1), WORDS)


def test_photos_that_show_their_label_have_all_figures_1():
    figures = report([labelled(0.01)], encode, 3, 0.5, WORDS)["set"]
    assert figures["photos"] == 12
    assert figures["raw both"] == figures["raw stored"] == pytest.approx(1)
    assert figures["raw error"] == pytest.approx(0)
    assert figures["chance"] < 0.7


def test_figures_of_noise_have_an_error():
    figures = report([labelled(2.0)], encode, 3, 0.5, WORDS)["set"]
    assert 0.02 < figures["raw error"] < 0.2


def test_unmerged_patches_differ_only_by_int8():
    photos = labelled(0.5)
    stored = stored_streams(photos, torch.eye(4), 3, tokens=9)
    for ours, exact in zip(stored, streams(photos, torch.eye(4), 3), strict=True):
        torch.testing.assert_close(ours, exact, atol=1 / 127, rtol=0)


def test_captions_find_their_photos():
    examples = [
        Example(f"{i}.jpg", (), (f"{w} here", f"{w} there"), True) for i, w in enumerate(WORDS)
    ]
    photos = EvaluationSet("captions", examples, torch.eye(4), torch.eye(4)[:, None], [])
    figures = report([photos], encode, 3, 0.5, WORDS)["captions"]
    assert figures["raw both"] == 1
    assert figures["raw error"] == 0
