"""The group of all commands, and those about the program as a whole. Imports no torch and no Qt."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.backups import backup, restore
from app.cli.endings import Commands
from app.cli.folders import folder, ignore
from app.cli.labels import label
from app.cli.models import model
from app.cli.options import device_option, json_option, open_library, path_type, settings
from app.cli.printing import note, say, show_facts, show_progress, tell
from app.cli.search import duplicates, saved, search, similar
from app.cli.tags import labels, tag, tags
from app.cli.window import has_screen, open_window
from app.library.errors import LibraryError
from app.library.records import Progress
from app.paths import paths_under, resources, user_paths
from app.settings import EMBEDDED_MODEL, Settings

if TYPE_CHECKING:
    from app.library.library import Library

DEMO_LABELS = ("pagoda", "orchestra conductor", "paint brush")
REPORTED = ("found", "indexed", "unchanged", "moved", "edited", "failed")


@click.group(
    cls=Commands,
    default="window",
    default_if_no_args=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="mkt-tagger")
def cli() -> None:
    """Find your photos by any word. Nothing leaves this machine.

    \b
    mkt-tagger ~/Pictures             open the window and index this folder
    mkt-tagger index ~/Pictures       index without a window
    mkt-tagger search "street at night"
    mkt-tagger labels photo.jpg       what the model sees in one photo

    Exit codes: 0 all fine, 1 some photos could not be read, 2 wrong use or environment, 130 stopped
    with Ctrl+C, 141 nobody reads the output any more. With --json an error is {"error": "..."} on
    standard output.
    """


@cli.command()
@click.argument("folders", nargs=-1, type=path_type)
def window(folders: tuple[Path, ...]) -> None:
    """Open the window and index FOLDERS, if any. This is what no command does."""
    if missing := [f for f in folders if not f.exists()]:
        raise LibraryError(
            f"there is no command or folder {os.fspath(missing[0])!r}; see: mkt-tagger --help"
        )
    sys.exit(open_window(user_paths(), settings(), folders))


@cli.command()
@click.argument("folders", nargs=-1, type=path_type)
@device_option
@click.option("--batch", type=click.IntRange(1, 4096), help="Photos a batch (default: by memory).")
@json_option
def index(folders: tuple[Path, ...], device: str | None, batch: int | None, as_json: bool) -> None:
    """Index the photos in FOLDERS; without any, those in every folder indexed before.

    Only new and changed photos are read. Stop it with Ctrl+C whenever you like: what was indexed is
    kept and the next run goes on from there.
    """
    with open_library(device, batch) as library:
        _warn_of_loss(library)
        final = show_progress(library.index(folders))
        show_index(final, library.encoder.device, library.view.model_id, as_json)
    sys.exit(1 if final.failed else 0)


def show_index(final: Progress, device: str, model_id: str, as_json: bool) -> None:
    """What an indexing run did."""
    report: dict[str, Any] = {
        **{name: getattr(final, name) for name in REPORTED},
        "seconds": round(final.seconds, 3),
        "photos_per_second": round(final.photos_per_second, 2),
        "device": device,
        "model_id": model_id,
    }
    lines = [
        f"{final.found} photos found: {final.indexed} indexed, {final.unchanged} unchanged, "
        f"{final.moved} moved, {final.failed} could not be read"
    ]
    if final.indexed:
        lines.append(f"{final.photos_per_second:.1f} photos/s on {device}")
    if final.edited:
        lines.append(f"{final.edited} edited, tags kept; see: mkt-tagger folder edits")
    say(report, lines, as_json)


@cli.command()
@json_option
def status(as_json: bool) -> None:
    """Show what is indexed, with which model, and where it lives."""
    with open_library() as library:
        _warn_of_loss(library)
        show_facts(library.status(), as_json)


def _warn_of_loss(library: "Library") -> None:
    if lost := library.lost():
        note(lost)


@cli.command()
@json_option
@click.option(
    "--full",
    is_flag=True,
    help="Also check every stored feature and weight file, and the database's indexes.",
)
def doctor(as_json: bool, full: bool) -> None:
    """Check versions, devices, folders, free disk and that the model loads."""
    from app.library.doctor import examine

    facts = examine(user_paths(), settings(), full)
    show_facts(facts, as_json)
    sys.exit(2 if facts["problems"] else 0)


@cli.command()
@click.option("--no-window", is_flag=True, help="Print the results and do not open the window.")
def demo(no_window: bool) -> None:
    """Try it on the photos that come with the program, in a library of their own.

    Prints labels and results, then opens the window where there is a screen.
    """
    from app.library.library import Library

    paths = paths_under(user_paths().data / "demo")
    with Library(paths, EMBEDDED_MODEL) as library:
        final = show_progress(library.index([resources() / "demo"]))
        show_demo(library, DEMO_LABELS)
    if no_window or not has_screen():
        sys.exit(1 if final.failed else 0)
    sys.exit(open_window(paths, Settings(), ()))


def show_demo(library: "Library", queries: Sequence[str]) -> None:
    """The labels of every photo, then the best photos of some typed queries."""
    tell("")
    tell("Suggested labels")
    for photo in library.photos.get(library.photos.ids()):
        named = ", ".join(s.label for s in library.tags.beside(photo, 5)) or "(none is sure)"
        tell(f"  {photo.path.name:32} {named}")
    for query in queries:
        result = library.photos.search(query, limit=3)
        tell("")
        tell(f"Photos of “{query}”")
        if not result.hits:
            tell("  the model is sure of none; the nearest:")
            result = library.photos.search(result.instead, limit=3)
        for hit in result.hits:
            tell(f"  {hit.confidence:4.0%}  {hit.path.name}")


COMMANDS = (search, similar, duplicates, saved, tag, tags, labels, label, folder, ignore, model)
for command in (*COMMANDS, backup, restore):
    cli.add_command(command)
