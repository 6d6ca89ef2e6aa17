"""The one door to the model: what the library needs of it, which models exist, and load()."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np
from PIL import Image

from app.library.model.steps import reported
from app.library.records import LibraryError
from app.paths import Paths, resources


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

    vectors: np.ndarray
    scales: np.ndarray
    counts: np.ndarray
    background: np.ndarray


class Look(Protocol):
    """One photo with every patch in its place.

    vector (D,) and patches (h, w, D) float32; background (2, 3) float32: as in Encoded; region:
    the part of the photo that the patches cover (left, top, right, bottom, each 0..1).
    """

    vector: np.ndarray
    patches: np.ndarray
    background: np.ndarray
    region: tuple[float, float, float, float]


class Encoder(Protocol):
    """A loaded model. `prepare` may be called from any thread; encode_images from one thread at a
    time, and encode_text from one, beside it."""

    device: str
    batch_size: int

    def prepare(self, image: Image.Image) -> np.ndarray:
        """An upright RGB image -> (S, S, 3) uint8."""

    def encode_images(self, pixels: Sequence[np.ndarray]) -> Encoded:
        """Prepared photos -> their features."""

    def encode_text(self, labels: Sequence[str]) -> np.ndarray:
        """Labels -> (L, D) float32 embeddings, prompt templates applied."""

    def look(self, image: Image.Image) -> Look:
        """An upright RGB image -> what the model sees in each of its places; as encode_images."""


class ModelError(LibraryError):
    """A model that is not there, is damaged, or cannot run on the chosen device."""


def find_model(name: str, paths: Paths) -> Path:
    """The folder of a model: among the user's own, else among those that ship with the program."""
    for base in (paths.models, resources() / "models"):
        if (base / name / "config.json").is_file():
            return base / name
    raise ModelError(f"there is no model {name!r} here; see: mkt-tagger model list")


def installed_models(paths: Paths) -> list[Path]:
    """The folders of every model that can be used now, by name."""
    found: dict[str, Path] = {}
    for base in (resources() / "models", paths.models):
        for config in sorted(base.glob("*/config.json")):
            found[config.parent.name] = config.parent
    return [found[name] for name in sorted(found)]


@cache
def background_vocabulary() -> tuple[str, ...]:
    """The fixed list of common words that scores are compared over."""
    return tuple(word_list("background"))


def word_list(name: str) -> list[str]:
    """A shipped vocabulary: one label a line, # starts a comment."""
    text = (resources() / "vocabulary" / f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def describe(folder: Path) -> ModelInfo:
    """Read a model's config.json; imports no torch. Raises ModelError."""
    from mkt_model.config import ConfigError, load_config, model_id

    try:
        config = load_config(folder)
    except (OSError, ConfigError) as error:
        raise ModelError(f"model in {folder} cannot be read: {error}") from error
    same = {f.name for f in fields(ModelInfo)} & {f.name for f in fields(config)}
    return ModelInfo(
        model_id=model_id(config, background_vocabulary()),
        folder=folder,
        side=max(config.preprocess.size, config.preprocess.short_side),
        **{name: getattr(config, name) for name in same},
    )


def load(info: ModelInfo, device: str = "auto", batch: int | None = None) -> Encoder:
    """A model ready to use; its weights are read when they are first needed.

    Raises ModelError for a missing device, and so does every use of damaged weights.
    """
    from mkt_model.infer import Inference

    with _model_errors(info):
        return LoadedModel(info, Inference(info.folder, background_vocabulary(), device, batch))


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


def list_models(paths: Paths, in_use: str) -> list[dict[str, object]]:
    """Every model that is here or in the catalogue, as plain facts."""
    from mkt_model.hub.catalogue import CATALOGUE

    here = {folder.name: describe(folder) for folder in installed_models(paths)}
    offered = {entry.name: entry for entry in CATALOGUE}
    return [
        {
            "name": name,
            "title": (here.get(name) or offered[name]).title,
            "licence": (here.get(name) or offered[name]).licence,
            "installed": name in here,
            "in_use": name == in_use,
            "shipped": name in here and here[name].folder.is_relative_to(resources()),
            "bytes": _size(here[name].folder) if name in here else offered[name].download_bytes,
            "vram_gb": offered[name].vram_gb if name in offered else None,
            "about": _about(here.get(name), offered.get(name)),
        }
        for name in [*here, *(n for n in offered if n not in here)]
    ]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _about(here: ModelInfo | None, offered: Any) -> str:
    """What is known of a model's abilities and quality, in Markdown: its card, figures first, else
    a few lines."""
    if here is not None and (card := here.folder / "MODEL_CARD.md").is_file():
        first, *sections = card.read_text(encoding="utf-8").split("\n## ")
        return "\n## ".join([first, *sorted(sections, key=lambda s: not s.startswith("Figures"))])
    return f"{offered.description}\n\n{offered.quality}" if offered else ""


def fetching(name: str, paths: Paths) -> Iterator[tuple[int, int]]:
    """Download a catalogue model, saying (bytes here, bytes in all) of all its files as they come.

    Close the generator to stop; what has arrived is kept. Raises ModelError.
    """
    entry, here = _offered(name), {}
    with closing(reported(lambda say: fetch_model(name, paths, say))) as reports:
        for file, count, _ in reports:
            here[file] = count
            yield sum(here.values()), max(sum(here.values()), entry.download_bytes)


def fetch_model(
    name: str, paths: Paths, progress: Callable[[str, int, int], None] | None = None
) -> Path:
    """Download a catalogue model into the user's models folder. Raises ModelError.

    `progress` hears (file name, bytes here, bytes in all); without it a terminal shows a bar.
    """
    entry = _offered(name)
    from mkt_model.hub.download import DownloadError
    from mkt_model.hub.fetch import fetch  # takes seconds

    try:
        return fetch(entry, paths.models, progress)
    except DownloadError as error:
        raise ModelError(str(error)) from error


def _offered(name: str) -> Any:
    """The catalogue's entry of a model. Raises ModelError."""
    from mkt_model.hub.catalogue import CATALOGUE

    entry = next((e for e in CATALOGUE if e.name == name), None)
    if entry is None:
        known = ", ".join(e.name for e in CATALOGUE)
        raise ModelError(f"{name!r} is not in the catalogue; there are: {known}")
    return entry


def import_model(
    name: str, clip: Path, image: Path | None, text: Path | None, faithful: bool, paths: Paths
) -> Path:
    """Make published weights a model of the user's, see mkt_model.hub.import_published.

    Raises ModelError for a name that is taken or no plain name, and for files that do not fit.
    """
    from mkt_model.hub.import_published import import_published
    from mkt_model.tensor_files import CheckpointError

    folder = _new_model_folder(name, paths)
    try:
        import_published(clip, image, text, folder, faithful)
    except CheckpointError as error:
        raise ModelError(str(error)) from error
    except OSError as error:
        raise ModelError(f"cannot write {folder}: {error.strerror or error}") from error
    return folder


def add_model(source: Path, paths: Paths) -> Path:
    """Copy a model folder, for instance one just trained, among the user's own models.

    Raises ModelError for a folder that holds no whole model and for a name that is taken.
    """
    from mkt_model.config import CONFIG_FILE, file_digest, load_config

    describe(source)
    config = load_config(source)
    folder = _new_model_folder(config.name, paths)
    for name, digest in config.files.items():
        if not (source / name).is_file() or digest not in ("", file_digest(source / name)):
            raise ModelError(f"{source / name} is missing or not the file the model was made with")
    paths.models.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=paths.models, prefix=".adding-") as name:
        draft = Path(name) / "model"
        draft.mkdir()
        for file in (*config.files, CONFIG_FILE):
            shutil.copy2(source / file, draft)
        draft.rename(folder)
    return folder


def _new_model_folder(name: str, paths: Paths) -> Path:
    """Where a model of this name goes. Raises ModelError where it cannot be."""
    if name != Path(name).name or not name or name.startswith("."):
        raise ModelError(f"{name!r} cannot be a model's name; use letters, digits and dashes")
    folder = paths.models / name
    if folder.exists() or name in {other.name for other in installed_models(paths)}:
        raise ModelError(f"there is a model {name!r} already; choose another name")
    return folder
