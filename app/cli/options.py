"""What the commands share: options, errors in one line, and opening the user's library."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import reports
from app.library.records import LibraryError
from app.paths import user_paths
from app.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from app.library.library import Library

DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])

device_option = click.option(
    "--device", type=DEVICES, help="Where the model runs (default: the setting, else auto)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
folder_type = click.Path(path_type=Path)


class Failure(click.ClickException):
    """An error the user can act on: one line, exit code 2."""

    exit_code = 2


def plain_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Show what the library says is wrong as one line."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (LibraryError, SettingsError) as error:
            raise Failure(reports.printable(str(error))) from error
        except BrokenPipeError:
            raise  # `| head` is no error; click ends quietly
        except OSError as error:
            raise Failure(reports.printable(f"{error.filename}: {error.strerror}")) from error

    return wrapped


def settings() -> Settings:
    return load_settings(user_paths().settings)


def open_library(device: str | None = None, batch: int | None = None) -> "Library":
    """The user's library, seen with the model of the settings."""
    from app.library.library import Library

    chosen = settings()
    return Library(user_paths(), chosen.model, device or chosen.device, batch)
