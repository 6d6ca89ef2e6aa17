"""What the commands share: options, kinds of arguments, and opening the user's library."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.paths import user_paths
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.library.library import Library

DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])

device_option = click.option(
    "--device", type=DEVICES, help="Where the model runs (default: the setting, else auto)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
path_type = click.Path(path_type=Path)


def settings() -> Settings:
    """What the user chose. Raises SettingsError."""
    return load_settings(user_paths().settings)


def open_library(device: str | None = None, batch: int | None = None) -> "Library":
    """The user's library, seen with the model of the settings. Raises LibraryError."""
    from app.library.library import Library

    chosen = settings()
    return Library(user_paths(), chosen.model, device or chosen.device, batch, chosen.language)
