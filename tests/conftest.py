"""Fixtures for all tests: a home for each, real small photos, no thread left behind."""

import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pillow_heif
import pytest
from hypothesis import settings
from PIL import Image, ImageDraw

from app.library import default_words
from app.library.library import Library
from app.library.model import encoder as encoders
from app.library.model import words
from app.paths import Paths, paths_under, resources
from mkt_model.config import ModelConfig, Preprocess, save_config
from tests.colour_encoder import DIM, TOKENS, TOP_K, ColourEncoder

# Property tests keep nothing and do not mind a slow machine.
settings.register_profile("tests", deadline=None, database=None, max_examples=60)
settings.load_profile("tests")

MINI, DEMO = resources() / "models" / "mkt-mini", resources() / "demo"
VOCABULARY = ["red", "green", "blue"]


def permissions_bind() -> bool:
    """Whether a file without any permission is really closed to us; to root it is open."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return not os.access(file.name, os.R_OK)


needs_permissions = pytest.mark.skipif(not permissions_bind(), reason="root may read everything")
COLOURS = {"red": (220, 30, 30), "green": (30, 200, 40), "blue": (30, 40, 220)}


@pytest.fixture(autouse=True)
def no_thread_is_left_behind():
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    for thread in left:
        thread.join(timeout=2)
    assert not [t.name for t in left if t.is_alive() and not t.daemon]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """MKT_TAGGER_HOME of this test."""
    monkeypatch.setenv("MKT_TAGGER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def paths(home: Path) -> Paths:
    return paths_under(home)


def make_photo(path: Path, colour: str = "red", seed: int = 0, size: tuple[int, int] = (160, 120)):
    """A real picture file: one colour with a few shapes of its own, so each is its own content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", size, COLOURS[colour])
    draw = ImageDraw.Draw(image)
    for x, y in np.random.default_rng(seed).integers(0, 100, (4, 2)):
        draw.ellipse((x, y, x + 12, y + 12), fill=(int(x) * 2, int(y) * 2, 128))
    if path.suffix == ".heic":
        save_heic(image, path)
    else:
        image.save(path)
    return path


def save_heic(image: Image.Image, path: Path, **options: object) -> None:
    """As a phone writes it. The program itself can only read HEIC."""
    pillow_heif.from_pillow(image).save(path, **options)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of six photos: three red, two green, one blue, some in a sub-folder."""
    folder = tmp_path / "photos"
    for i in range(3):
        make_photo(folder / f"red{i}.jpg", "red", i)
    make_photo(folder / "sub" / "green0.png", "green", 10)
    make_photo(folder / "sub" / "green1.webp", "green", 11)
    make_photo(folder / "sub" / "deep" / "blue.jpg", "blue", 12)
    return folder


@pytest.fixture
def colour_encoder(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Iterator[ColourEncoder]:
    """The model "colours" of this test's home, and what `load` gives for it."""
    config = ModelConfig(
        "colours", "mini", "colours", DIM, 9, TOP_K,
        Preprocess(3, "squash", (0, 0, 0), (1, 1, 1)), tokens=TOKENS,
    )  # fmt: skip
    folder = paths.models / "colours"
    folder.mkdir(parents=True)
    save_config(config, folder)
    encoder = ColourEncoder()
    monkeypatch.setattr(encoders, "load", lambda info, device, batch: encoder)
    monkeypatch.setattr(encoders, "_loaded", {})
    small = default_words.DefaultVocabulary(tuple(map(default_words.Word, VOCABULARY)))
    monkeypatch.setattr(default_words, "default_vocabulary", lambda: small)
    monkeypatch.setattr(words, "word_list", lambda name: ["a", "b"])
    words.background_vocabulary.cache_clear()
    yield encoder
    words.background_vocabulary.cache_clear()  # the next test may use a real model


@pytest.fixture
def library(paths: Paths, colour_encoder: ColourEncoder) -> Iterator[Library]:
    with Library(paths, "colours") as library:
        yield library


def index(library: Library, *folders: Path):
    """Index to the end and return the last Progress."""
    return list(library.index(folders))[-1]
