"""How a command ends where something is wrong: one line, and exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from click_default_group import DefaultGroup

from app.cli.printing import printable
from app.library.records import LibraryError
from app.settings import SettingsError


class Failure(click.ClickException):
    """An error the user can act on: one line, exit code 2."""

    exit_code = 2


class Commands(DefaultGroup, click.Group):  # type: ignore[misc]  # the first has no types
    """The commands by name, with one way to end for all of them."""

    def invoke(self, ctx: click.Context) -> Any:
        with plain_ending():
            return super().invoke(ctx)


@contextmanager
def plain_ending() -> Iterator[None]:
    """Whatever goes wrong outside of the program ends in one line and an exit code."""
    try:
        yield
    except (LibraryError, SettingsError) as error:
        raise Failure(printable(str(error))) from error
    except BrokenPipeError:
        raise  # `| head` is no error; click ends quietly
    except OSError as error:
        raise Failure(printable(f"{error.filename}: {error.strerror}")) from error
