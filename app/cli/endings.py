"""How a command ends: errors in one line or as JSON, Ctrl+C, a reader that went away."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

import click
from click_default_group import DefaultGroup

from app.cli.printing import printable
from app.library.errors import LibraryError
from app.settings import SettingsError

# What a shell says of a program that was ended by SIGINT and by SIGPIPE: 128 and the signal.
STOPPED, NOBODY_READS = 130, 141
AS_JSON = f"{__name__}.as_json"


class Failure(click.ClickException):
    """An error the user can act on: one line, exit code 2."""

    exit_code = 2


class Commands(DefaultGroup, click.Group):  # type: ignore[misc]  # the first has no types
    """The commands by name, with one way to end for all of them, usage errors included."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> Any:
        ctx.meta[AS_JSON] = "--json" in takewhile("--".__ne__, args)
        with plain_ending(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with plain_ending(ctx):
            return super().invoke(ctx)


@contextmanager
def plain_ending(ctx: click.Context) -> Iterator[None]:
    """Whatever goes wrong outside of the program ends in one line and an exit code."""
    try:
        with _errors_told(ctx):
            yield
    except KeyboardInterrupt:
        click.echo("\nstopped", err=True)
        ctx.exit(STOPPED)
    except BrokenPipeError:
        _drop_output()
        ctx.exit(NOBODY_READS)


@contextmanager
def _errors_told(ctx: click.Context) -> Iterator[None]:
    """Errors as one line on standard error; with --json as {"error": line} on standard output."""
    try:
        yield
    except BrokenPipeError:
        raise  # `| head` is no error
    except (LibraryError, SettingsError, OSError, click.ClickException) as error:
        failure = _failure(error)
        if ctx.meta[AS_JSON]:
            click.echo(json.dumps({"error": failure.format_message()}))
        else:
            failure.show()
        ctx.exit(failure.exit_code)


def _failure(error: Exception) -> click.ClickException:
    if isinstance(error, click.ClickException):
        return error
    if isinstance(error, OSError) and error.filename is not None:
        return Failure(printable(f"{error.filename}: {error.strerror}"))
    return Failure(printable(str(error)))


def _drop_output() -> None:
    """Nothing more can be written; without this Python would try once more at its end and fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
