"""What the user chose: a small JSON file, written whole or not at all."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_type_hints

EMBEDDED_MODEL = "mkt-mini"


class SettingsError(ValueError):
    """The settings file cannot be understood."""


@dataclass(frozen=True)
class Settings:
    """model: the name of the model used for indexing and search; device: auto, cpu, cuda or mps;
    batch: photos at once, 0 by the memory; theme: system, light or dark; language: system or a code
    like de; thumbnail_mb: the thumbnails' cache, in millions of bytes."""

    model: str = EMBEDDED_MODEL
    device: str = "auto"
    batch: int = 0
    theme: str = "system"
    language: str = "system"
    thumbnail_mb: int = 1000


def load_settings(path: Path) -> Settings:
    """The settings of `path`, or the defaults where there is no file.

    Keys of other versions are ignored, so that an older program can still start.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except ValueError as error:
        raise SettingsError(f"{path} is damaged ({error}); mend or delete it") from error
    if not isinstance(values, dict):
        raise SettingsError(f"{path} is damaged (not an object); mend or delete it")
    kinds = get_type_hints(Settings)
    try:
        return Settings(**{k: kinds[k](v) for k, v in values.items() if k in kinds})
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{path} is damaged ({error}); mend or delete it") from error


def save_settings(settings: Settings, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(settings), indent=1) + "\n", encoding="utf-8")
    draft.replace(path)
