"""Scores from stored features equal those from the formulas."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.library.model.encoder import ModelInfo
from app.library.scores.formulas import (
    combine,
    score_block,
    score_label,
    sorting_network,
    top_k_mean,
)
from app.library.store.label_scores import LabelScores
from mkt_model import tokens as tokens_of_the_model
from tests.colour_encoder import ColourEncoder
from tests.library.scores.features_of import features_of


@pytest.fixture
def info(tmp_path: Path) -> ModelInfo:
    return ModelInfo("m-1", "m", "", tmp_path, 32, 9, 2, "standardise", 0.5, 2.0, 2.0, 3, "")


def test_top_k_mean_takes_the_best_tokens_until_k_patches_are_reached():
    similarities = np.array([[[0.1, 0.9, 0.5]]])
    counts = np.array([[4, 1, 2]])
    best_two = (0.9 * 1 + 0.5 * 1) / 2
    assert top_k_mean(similarities, counts, 2)[0, 0] == pytest.approx(best_two)
    best_five = (0.9 + 2 * 0.5 + 2 * 0.1) / 5
    assert top_k_mean(similarities, counts, 5)[0, 0] == pytest.approx(best_five)


def test_top_k_mean_of_unmerged_tokens_is_the_mean_of_the_k_largest():
    similarities = np.random.default_rng(0).normal(size=(3, 20, 16))
    ones = np.ones((20, 16), np.uint16)
    expected = np.sort(similarities, -1)[..., -5:].mean(-1)
    np.testing.assert_allclose(top_k_mean(similarities, ones, 5), expected)


def test_unused_tokens_and_too_few_patches_do_not_count():
    similarities = np.array([[[0.9, 0.2, 0.4]]])
    counts = np.array([[0, 1, 1]])
    assert top_k_mean(similarities, counts, 18)[0, 0] == pytest.approx(0.3)


@pytest.mark.parametrize("tokens", [1, 2, 3, 8, 16, 32])
def test_top_k_mean_is_that_of_the_model(tokens: int):
    rng = np.random.default_rng(tokens)
    similarities = rng.normal(size=(2, 300, tokens)).astype(np.float32).round(1)  # with ties
    counts = rng.integers(0, 7, (300, tokens)).astype(np.uint16)
    ours = top_k_mean(similarities, counts, 9)
    theirs = tokens_of_the_model.top_k_mean(
        torch.from_numpy(similarities).transpose(0, 1), torch.from_numpy(counts.astype(int)), 9
    )
    np.testing.assert_allclose(ours.T, theirs, atol=1e-6)


@pytest.mark.parametrize("size", range(1, 18))
def test_the_sorting_network_sorts(size: int):
    values = np.random.default_rng(size).permuted(np.tile(np.arange(size), (200, 1)), axis=1)
    for better, worse in sorting_network(size):
        pair = values[:, [better, worse]]
        values[:, better], values[:, worse] = pair.max(1), pair.min(1)
    assert (np.diff(values, axis=1) < 0).all()


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ("raw", 0.5 * 4 + 0.5 * 10),
        ("standardise", 0.5 * (4 - 1) / 2 + 0.5 * (10 - 2) / 4),
        ("list_norm", 0.5 * 4 / 8 + 0.5 * 10 / 20),
    ],
)
def test_combine(info: ModelInfo, comparison: str, expected: float):
    background = np.array([[[1, 2, 8], [2, 4, 20]]], np.float32)  # mean, sd, norm of each stream
    score = combine(
        np.array([4.0]), np.array([10.0]), background, replace(info, comparison=comparison)
    )
    assert score == pytest.approx([expected])


def test_stored_features_score_as_the_pixels_do(tmp_path: Path, info: ModelInfo):
    pixels = np.random.default_rng(3).integers(0, 255, (40, 3, 3, 3))
    encoder = ColourEncoder()
    features = features_of(info, tmp_path)
    features.append(encoder.encode_images(list(pixels)))
    red = encoder.encode_text(["red"])
    _, globals_, locals_ = score_block(features.rows(0, 40), red, info)
    patches = np.sort(pixels[..., 0].reshape(40, 9) / 255, axis=1)
    np.testing.assert_allclose(globals_[0], patches.mean(1), atol=0.01)
    np.testing.assert_allclose(locals_[0], patches[:, -2:].mean(1), atol=0.01)


def test_a_score_does_not_depend_on_the_other_labels_or_the_block(
    tmp_path: Path, info: ModelInfo, monkeypatch: pytest.MonkeyPatch
):
    pixels = np.random.default_rng(3).integers(0, 255, (10, 3, 3, 3))
    encoder = ColourEncoder()
    features = features_of(info, tmp_path)
    features.append(encoder.encode_images(list(pixels)))
    rows = features.rows(0, 10)
    embeddings = encoder.encode_text(["red", "green", "blue"])
    together, _, _ = score_block(rows, embeddings, info)
    monkeypatch.setattr("app.library.scores.formulas.BLOCK_ROWS", 3)
    for label in range(3):
        alone = score_label(rows, embeddings[label], info)
        np.testing.assert_allclose(alone.combined, together[label], rtol=1e-6)


def test_a_score_is_the_same_before_and_after_it_was_kept(tmp_path: Path, info: ModelInfo):
    """It is kept as float16, and so rounded from the start."""
    pixels = np.random.default_rng(3).integers(0, 255, (10, 3, 3, 3))
    encoder = ColourEncoder()
    features = features_of(info, tmp_path)
    features.append(encoder.encode_images(list(pixels)))
    scores = score_label(features.rows(0, 10), encoder.encode_text(["red"])[0], info)
    again = LabelScores.unpack(*scores.pack())
    np.testing.assert_array_equal(again.combined, scores.combined)
    assert again.combined.dtype == scores.combined.dtype == np.float32
