"""The models that are here: the user's own, and those that ship with the program."""

import shutil
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.library.model import words
from app.library.model.encoder import ModelError, ModelInfo
from app.paths import Paths, resources


def describe(folder: Path) -> ModelInfo:
    """Read a model's config.json; imports no torch. Raises ModelError."""
    from mkt_model.config import ConfigError, load_config, model_id

    try:
        config = load_config(folder)
    except (OSError, ConfigError) as error:
        raise ModelError(f"model in {folder} cannot be read: {error}") from error
    same = {f.name for f in fields(ModelInfo)} & {f.name for f in fields(config)}
    return ModelInfo(
        model_id=model_id(config, words.background_vocabulary()),
        folder=folder,
        side=max(config.preprocess.size, config.preprocess.short_side),
        **{name: getattr(config, name) for name in same},
    )


class Models:
    """The models of one user. No method imports torch but `import_published`."""

    def __init__(self, paths: Paths) -> None:
        self._own, self._shipped = paths.models, resources() / "models"

    def info(self, name: str) -> ModelInfo:
        """A model of this name, the user's own first. Raises ModelError."""
        for base in (self._own, self._shipped):
            if (base / name / "config.json").is_file():
                return describe(base / name)
        raise ModelError(f"there is no model {name!r} here; see: mkt-tagger model list")

    def installed(self) -> dict[str, ModelInfo]:
        """Every model that can be used now, by name. Raises ModelError for a damaged one."""
        folders = {
            config.parent.name: config.parent
            for base in (self._shipped, self._own)
            for config in sorted(base.glob("*/config.json"))
        }
        return {name: describe(folders[name]) for name in sorted(folders)}

    def listed(self, in_use: str) -> list[dict[str, Any]]:
        """Every model that is here or in the catalogue, as plain facts."""
        from mkt_model.hub.catalogue import CATALOGUE

        here = self.installed()
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

    def add(self, source: Path) -> Path:
        """Copy a model folder, for instance one just trained, among the user's own models.

        Raises ModelError for a folder that holds no whole model and for a name that is taken.
        """
        from mkt_model.config import CONFIG_FILE, file_digest, load_config

        describe(source)
        config = load_config(source)
        folder = self._new_folder(config.name)
        for name, digest in config.files.items():
            if not (source / name).is_file() or digest not in ("", file_digest(source / name)):
                raise ModelError(
                    f"{source / name} is missing or not the file the model was made with"
                )
        self._own.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._own, prefix=".adding-") as name:
            draft = Path(name) / "model"
            draft.mkdir()
            for file in (*config.files, CONFIG_FILE):
                shutil.copy2(source / file, draft)
            draft.rename(folder)
        return folder

    def import_published(
        self, name: str, clip: Path, image: Path | None, text: Path | None, faithful: bool
    ) -> Path:
        """Make published weights a model of the user's, see mkt_model.hub.import_published.

        Raises ModelError for a name that is taken or no plain name, and for files that do not fit.
        """
        from mkt_model.hub.import_published import import_published
        from mkt_model.tensor_files import CheckpointError

        folder = self._new_folder(name)
        try:
            import_published(clip, image, text, folder, faithful)
        except CheckpointError as error:
            raise ModelError(str(error)) from error
        except OSError as error:
            raise ModelError(f"cannot write {folder}: {error.strerror or error}") from error
        return folder

    def _new_folder(self, name: str) -> Path:
        """Where a model of this name goes. Raises ModelError where it cannot be."""
        if name != Path(name).name or not name or name.startswith("."):
            raise ModelError(f"{name!r} cannot be a model's name; use letters, digits and dashes")
        if (self._own / name).exists() or (self._shipped / name).exists():
            raise ModelError(f"there is a model {name!r} already; choose another name")
        return self._own / name


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _about(here: ModelInfo | None, offered: Any) -> str:
    """What is known of a model's abilities and quality, in Markdown: its card, figures first, else
    a few lines."""
    if here is not None and (card := here.folder / "MODEL_CARD.md").is_file():
        first, *sections = card.read_text(encoding="utf-8").split("\n## ")
        return "\n## ".join([first, *sorted(sections, key=lambda s: not s.startswith("Figures"))])
    return f"{offered.description}\n\n{offered.quality}" if offered else ""
