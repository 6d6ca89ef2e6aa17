"""What the library needs of a model, and load()."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from PIL import Image

from app.library.errors import LibraryError
from app.library.model import words


@dataclass(frozen=True)
class ModelInfo:
    """What the library must know of a model without loading it. `side`: input size in pixels."""

    model_id: str
    name: str
    title: str
    folder: Path
    dim: int
    tokens: int
    top_k: int
    comparison: str
    local_weight: float
    confidence_half: float
    confidence_slope: float
    side: int
    licence: str


class Encoded(Protocol):
    """A batch of B photos as the features file keeps them; row 0 of `vectors` is the global one.

    vectors (B, 1 + M, D) int8, scales (B, 1 + M) float32: embedding = vector * scale;
    counts (B, M) uint16: patches merged into each token, 0 for an unused one;
    background (B, 2, 3) float32: mean, sd and L2 norm of the (global, local) scores over the
    background vocabulary.
    """

    @property
    def vectors(self) -> np.ndarray: ...
    @property
    def scales(self) -> np.ndarray: ...
    @property
    def counts(self) -> np.ndarray: ...
    @property
    def background(self) -> np.ndarray: ...


class Look(Protocol):
    """One photo with every patch in its place.

    vector (D,) and patches (h, w, D) float32; background (2, 3) float32: as in Encoded; region:
    the part of the photo that the patches cover (left, top, right, bottom, each 0..1).
    """

    @property
    def vector(self) -> np.ndarray: ...
    @property
    def patches(self) -> np.ndarray: ...
    @property
    def background(self) -> np.ndarray: ...
    @property
    def region(self) -> tuple[float, float, float, float]: ...


class Encoder(Protocol):
    """A loaded model. `prepare` may be called from any thread; encode_images from one thread at a
    time, and encode_text from one, beside it."""

    @property
    def device(self) -> str: ...
    @property
    def batch_size(self) -> int: ...

    def prepare(self, image: Image.Image) -> np.ndarray:
        """An upright RGB image -> (S, S, 3) uint8."""
        ...

    def encode_images(self, pixels: Sequence[np.ndarray]) -> Encoded:
        """Prepared photos -> their features."""
        ...

    def encode_text(self, labels: Sequence[str]) -> np.ndarray:
        """Labels -> (L, D) float32 embeddings, prompt templates applied."""
        ...

    def look(self, image: Image.Image) -> Look:
        """An upright RGB image -> what the model sees in each of its places; as encode_images."""
        ...


class ModelError(LibraryError):
    """A model that is not there, is damaged, or cannot run on the chosen device."""


def load(info: ModelInfo, device: str = "auto", batch: int | None = None) -> Encoder:
    """A model ready to use; its weights are read when they are first needed.

    Raises ModelError for a missing device, and so does every use of damaged weights.
    """
    from mkt_model.infer import Inference

    with _model_errors(info):
        return LoadedModel(
            info, Inference(info.folder, words.background_vocabulary(), device, batch)
        )


class LoadedModel:
    """An Inference whose errors are the library's own. See Encoder."""

    def __init__(self, info: ModelInfo, inference: Encoder) -> None:
        self._info, self._inference = info, inference
        self.device, self.prepare = inference.device, inference.prepare

    @property
    def batch_size(self) -> int:
        with _model_errors(self._info):
            return self._inference.batch_size

    def encode_images(self, pixels: Sequence[np.ndarray]) -> Encoded:
        with _model_errors(self._info):
            return self._inference.encode_images(pixels)

    def encode_text(self, labels: Sequence[str]) -> np.ndarray:
        with _model_errors(self._info):
            return self._inference.encode_text(labels)

    def look(self, image: Image.Image) -> Look:
        with _model_errors(self._info):
            return self._inference.look(image)


@contextmanager
def _model_errors(info: ModelInfo) -> Iterator[None]:
    """What is wrong with a model or a device, as ModelError."""
    from mkt_model.infer import DeviceError
    from mkt_model.tensor_files import CheckpointError

    try:
        yield
    except (OSError, CheckpointError, DeviceError) as error:
        raise ModelError(f"model {info.name} cannot be used: {error}") from error


_loaded: dict[tuple[ModelInfo, str, int | None], Encoder] = {}
_loading = Lock()


class SharedEncoder:
    """A model that is loaded when it is first needed, and then shared by every library of this
    process that wants it on the same device: it is large and slow to load."""

    def __init__(self, info: ModelInfo, device: str = "auto", batch: int | None = None) -> None:
        """`device` and `batch` as in `load`."""
        self.info, self.wanted_device = info, device
        self._key = (info, device, batch)

    def load(self) -> Encoder:
        """The loaded model. Raises ModelError."""
        with _loading:
            if self._key not in _loaded:
                _loaded[self._key] = load(*self._key)
            return _loaded[self._key]

    @property
    def device(self) -> str:
        """Where the model runs; "none" as long as nothing needed it."""
        with _loading:
            loaded = _loaded.get(self._key)
        return loaded.device if loaded else "none"

    @property
    def known_device(self) -> str:
        """Where the model runs or is to run, as far as can be told without loading it."""
        return self.device if self.device != "none" else self.wanted_device

    def try_out(self) -> None:
        """Load the whole model and run it on a word and a blank photo. Raises ModelError."""
        encoder = self.load()
        encoder.encode_text(["photo"])
        blank = Image.new("RGB", (self.info.side, self.info.side))
        encoder.encode_images([encoder.prepare(blank)])
