"""A tiny real encoder: embeds a photo by its colours and knows the words red, green and blue.

It stands in for a model where a test is about the library; the tests in tests/e2e use mkt-mini.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from app.library.default_words import DefaultVocabulary, Word
from app.paths import Paths
from mkt_model.config import ModelConfig, Preprocess, save_config

DIM, TOKENS, TOP_K = 32, 9, 2
WORDS = {"red": 0, "green": 1, "blue": 2}
CONFIG = ModelConfig(
    "colours",
    "mini",
    "colours",
    DIM,
    9,
    TOP_K,
    Preprocess(3, "squash", (0, 0, 0), (1, 1, 1)),
    tokens=TOKENS,
)

SMALL_VOCABULARY = DefaultVocabulary(tuple(map(Word, WORDS)))  # of a new library


def add_model(paths: Paths) -> None:
    """Make "colours" a model of this home."""
    folder = paths.models / CONFIG.name
    folder.mkdir(parents=True)
    save_config(CONFIG, folder)


def word_list(name: str) -> list[str]:
    """The background vocabulary: two words."""
    return ["a", "b"]


@dataclass(frozen=True)
class ColourFeatures:
    vectors: np.ndarray
    scales: np.ndarray
    counts: np.ndarray
    background: np.ndarray


@dataclass(frozen=True)
class ColourLook:
    vector: np.ndarray
    patches: np.ndarray
    background: np.ndarray
    region: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


class ColourEncoder:
    device = "cpu"

    def __init__(self, batch_size: int = 4) -> None:
        self.batch_size = batch_size
        self.images_encoded = 0
        self.labels_encoded: list[str] = []
        noise = np.random.default_rng(0).normal(size=(50, DIM)).astype(np.float32)
        self._background = noise / np.linalg.norm(noise, axis=1, keepdims=True)

    def prepare(self, image: Image.Image) -> np.ndarray:
        return np.asarray(image.resize((3, 3), Image.Resampling.BOX))

    def encode_images(self, pixels: list[np.ndarray]) -> ColourFeatures:
        self.images_encoded += len(pixels)
        patches = np.zeros((len(pixels), TOKENS, DIM), np.float32)
        patches[:, :, :3] = np.reshape(pixels, (-1, TOKENS, 3)) / 255
        embeddings = np.concatenate([patches.mean(1, keepdims=True), patches], axis=1)
        scales = embeddings.max(-1) / 127 + 1e-9
        vectors = np.rint(embeddings / scales[..., None]).astype(np.int8)
        return ColourFeatures(
            vectors,
            scales.astype(np.float32),
            np.ones((len(pixels), TOKENS), np.uint16),
            self._statistics(embeddings),
        )

    def look(self, image: Image.Image) -> ColourLook:
        encoded = self.encode_images([self.prepare(image)])
        embeddings = encoded.vectors[0] * encoded.scales[0][:, None]
        return ColourLook(
            embeddings[0], embeddings[1:].reshape(3, 3, DIM), encoded.background[0]
        )  # fmt: skip

    def _statistics(self, embeddings: np.ndarray) -> np.ndarray:
        scores = embeddings @ self._background.T  # (B, 1 + M, L)
        streams = np.stack([scores[:, 0], np.sort(scores[:, 1:], axis=1)[:, -TOP_K:].mean(1)], 1)
        return np.stack([streams.mean(-1), streams.std(-1), np.linalg.norm(streams, axis=-1)], -1)

    def encode_text(self, labels: list[str]) -> np.ndarray:
        self.labels_encoded += labels
        embeddings = np.zeros((len(labels), DIM), np.float32)
        for row, label in enumerate(labels):
            embeddings[row, WORDS.get(label, 3 + sum(label.encode()) % (DIM - 3))] = 1
        return embeddings
