"""The command line: each command is a thin call into app.library. Imports no torch and no Qt."""

import json
import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click
from click_default_group import DefaultGroup

from app.cli import families as cli_labels
from app.cli import found_reports, reports
from app.cli import search as cli_search
from app.cli.folders import folder
from app.cli.options import (
    device_option,
    folder_type,
    json_option,
    open_library,
    plain_errors,
    settings,
)
from app.library.records import LibraryError
from app.paths import Paths, paths_under, resources, user_paths
from app.settings import EMBEDDED_MODEL, Settings, save_settings

DEMO_LABELS = ("pagoda", "orchestra conductor", "paint brush")


@click.group(
    cls=DefaultGroup,
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

    Exit codes: 0 all fine, 1 some photos could not be read, 2 wrong use or environment.
    """


@cli.command()
@click.argument("folders", nargs=-1, type=folder_type)
@plain_errors
def window(folders: tuple[Path, ...]) -> None:
    """Open the window and index FOLDERS, if any. This is what no command does."""
    if missing := [f for f in folders if not f.exists()]:
        raise LibraryError(
            f"there is no command or folder {os.fspath(missing[0])!r}; see: mkt-tagger --help"
        )
    sys.exit(open_window(user_paths(), settings(), folders))


def keep_log(path: Path) -> None:
    """Write what goes wrong out of sight to a file of bounded size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    logging.basicConfig(
        handlers=[handler], level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )


def has_screen() -> bool:
    """Whether Qt has anything to draw on; without it Qt ends the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def open_window(paths: Paths, chosen: Settings, folders: Sequence[Path]) -> int:
    """Run the window; imports Qt only here. Raises LibraryError where there is no screen."""
    if not has_screen():
        raise LibraryError("there is no screen to open a window on; see: mkt-tagger --help")
    try:
        from app.gui.window.application import run
    except ImportError as error:
        raise LibraryError(
            f"the window cannot open, a system library is missing: {error}. On Debian or Ubuntu: "
            "apt install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 "
            "libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libdbus-1-3"
        ) from error
    keep_log(paths.log)
    return run(paths, chosen, folders)


@cli.command()
@click.argument("folders", nargs=-1, type=folder_type)
@device_option
@click.option("--batch", type=click.IntRange(1, 4096), help="Photos a batch (default: by memory).")
@json_option
@plain_errors
def index(folders: tuple[Path, ...], device: str | None, batch: int | None, as_json: bool) -> None:
    """Index the photos in FOLDERS; without any, those in every folder indexed before.

    Only new and changed photos are read. Stop it with Ctrl+C whenever you like: what was indexed is
    kept and the next run goes on from there.
    """
    with open_library(device, batch) as library:
        final = reports.show_progress(library.index(folders))
        report = reports.index_report(final, library.device, library.view.model_id)
    reports.show_index(report, as_json)
    sys.exit(1 if final.failed else 0)


@cli.command()
@click.argument("folder", type=folder_type)
@click.argument("patterns", nargs=-1)
@click.option("--remove", is_flag=True, help="Take these PATTERNS back.")
@json_option
@plain_errors
def ignore(folder: Path, patterns: tuple[str, ...], remove: bool, as_json: bool) -> None:
    """Keep files of FOLDER, as it was indexed, out of the library; without PATTERNS, list them.

    Patterns mean what they mean in a .gitignore, and a file .mktignore in any photo folder may hold
    more. Photos that are indexed already are hidden at once; their tags stay and come back.

    \b
    mkt-tagger ignore ~/Pictures "screenshots/" "*.gif" "!keep.gif"
    mkt-tagger ignore ~/Pictures --remove "*.gif"
    """
    with open_library() as library:
        kept = library.ignored(folder)
        if remove and (unknown := [p for p in patterns if p not in kept]):
            raise LibraryError(f"{unknown[0]!r} is no ignore pattern of {folder}")
        if patterns:
            without = [p for p in kept if p not in patterns]
            kept = without if remove else [*without, *patterns]
            hidden, shown = library.set_ignored(folder, kept)
            click.echo(f"{hidden} photos hidden, {shown} shown again", err=True)
    click.echo(json.dumps(kept) if as_json else "\n".join(kept), nl=as_json or bool(kept))


@cli.group()
def label() -> None:
    """The vocabulary: the labels scored for every photo."""


@label.command("add")
@click.argument("names", nargs=-1, required=True)
@plain_errors
def label_add(names: tuple[str, ...]) -> None:
    """Add labels to the vocabulary and score them over all photos."""
    with open_library() as library:
        for name in names:
            click.echo(f"added {library.add_label(name)}")


@label.command("remove")
@click.argument("names", nargs=-1, required=True)
@plain_errors
def label_remove(names: tuple[str, ...]) -> None:
    """Take labels out of the vocabulary. They can still be searched."""
    with open_library() as library:
        for name in names:
            click.echo(f"removed {library.remove_label(name)}")


@label.command("list")
@click.option("--health", is_flag=True, help="Labels that tell nothing, and those that are alike.")
@json_option
@plain_errors
def label_list(health: bool, as_json: bool) -> None:
    """List the vocabulary."""
    with open_library() as library:
        if health:
            found_reports.show_health(library.label_health(), as_json)
            return
        names = [label.name for label in library.vocabulary()]
    click.echo(json.dumps(names) if as_json else "\n".join(names))


@label.command("line")
@click.argument("name")
@click.argument("value", required=False)
@json_option
@plain_errors
def label_line(name: str, value: str | None, as_json: bool) -> None:
    """Show from which confidence on label NAME answers yes, or set it to VALUE.

    VALUE is a number from 0 to 1, or strict, balanced or generous; "default" takes it back.
    """
    with open_library() as library:
        if value is not None:
            library.set_line(name, reports.line_value(value, library.line(name)))
        reports.show_line(library.line(name), as_json)


@label.command("learn")
@click.argument("name")
@json_option
@plain_errors
def label_learn(name: str, as_json: bool) -> None:
    """Fit label NAME to the yes and no you gave its photos."""
    with open_library() as library:
        reports.show_learned(library.learn(name), as_json)


@label.command("forget")
@click.argument("name")
@plain_errors
def label_forget(name: str) -> None:
    """Forget what label NAME learned. Your tags stay."""
    with open_library() as library:
        library.forget_learning(name)
    click.echo(f"{name} is again what its words say")


@label.command("export-learned")
@click.argument("name")
@click.argument("file", type=folder_type)
@plain_errors
def label_export(name: str, file: Path) -> None:
    """Write what label NAME learned to a small FILE, for another library with the same model."""
    with open_library() as library:
        library.export_learned(name, file)
    click.echo(f"{name} is in {file}")


@label.command("import-learned")
@click.argument("file", type=folder_type)
@plain_errors
def label_import(file: Path) -> None:
    """Take over a label that was exported to FILE, in place of what it learned here."""
    with open_library() as library:
        click.echo(f"took over {library.import_learned(file)}")


@cli.command()
@json_option
@plain_errors
def status(as_json: bool) -> None:
    """Show what is indexed, with which model, and where it lives."""
    with open_library() as library:
        reports.show_facts(library.status(), as_json)


@cli.command()
@json_option
@click.option("--full", is_flag=True, help="Also check every stored feature and weight file.")
@plain_errors
def doctor(as_json: bool, full: bool) -> None:
    """Check versions, devices, folders, free disk and that the model loads."""
    from app.library.doctor import examine

    facts = examine(user_paths(), settings(), full)
    reports.show_facts(facts, as_json)
    sys.exit(2 if facts["problems"] else 0)


@cli.command()
@click.option("--no-window", is_flag=True, help="Print the results and do not open the window.")
@plain_errors
def demo(no_window: bool) -> None:
    """Try it on the photos that come with the program, in a library of their own.

    Prints labels and results, then opens the window where there is a screen.
    """
    from app.library.library import Library

    paths = paths_under(user_paths().data / "demo")
    with Library(paths, EMBEDDED_MODEL) as library:
        final = reports.show_progress(library.index([resources() / "demo"]))
        reports.show_demo(library, DEMO_LABELS)
    if no_window or not has_screen():
        sys.exit(1 if final.failed else 0)
    sys.exit(open_window(paths, Settings(), ()))


@cli.group()
def model() -> None:
    """The models: which there are, which is used, and fetching others."""


@model.command("list")
@json_option
@plain_errors
def model_list(as_json: bool) -> None:
    """List the models that are here and those that can be fetched."""
    from app.library.model.installed import Models

    reports.show_models(Models(user_paths()).listed(settings().model), as_json)


@model.command("info")
@click.argument("name", required=False)
@json_option
@plain_errors
def model_info(name: str | None, as_json: bool) -> None:
    """Show all about one model (default: the one in use)."""
    from app.library.model.installed import Models

    info = Models(user_paths()).info(name or settings().model)
    reports.show_facts(reports.facts_of(info), as_json)


@model.command("use")
@click.argument("name")
@plain_errors
def model_use(name: str) -> None:
    """Use model NAME from now on. Features made with another are kept beside its own."""
    from app.library.model.installed import Models

    Models(user_paths()).info(name)
    save_settings(Settings(name, settings().device), user_paths().settings)
    click.echo(f"{name} is used from now on; run `mkt-tagger index` to encode your photos with it")


@model.command("fetch")
@click.argument("name")
@plain_errors
def model_fetch(name: str) -> None:
    """Download model NAME from its public hub. The only command that uses the network."""
    from app.library.model.download import fetch_model

    folder = fetch_model(name, user_paths())
    click.echo(f"{name} is in {folder}; use it with: mkt-tagger model use {name}")


WEIGHTS = click.Path(exists=True, dir_okay=False, path_type=Path)


@model.command("import")
@click.option("--clip", required=True, type=WEIGHTS, help="CLIP's weights, as OpenAI gives them.")
@click.option("--image", type=WEIGHTS, help="MKT's first stage: the image tower.")
@click.option("--text", type=WEIGHTS, help="MKT's second stage: the text tower.")
@click.option("--name", required=True, help="What to call the model.")
@click.option(
    "--faithful", is_flag=True, help="Compare scores as the published code does, not by SPARC."
)
@plain_errors
def model_import(
    clip: Path, image: Path | None, text: Path | None, name: str, faithful: bool
) -> None:
    """Make published weights of CLIP or MKT a model of this program."""
    from app.library.model.installed import Models

    folder = Models(user_paths()).import_published(name, clip, image, text, faithful)
    click.echo(f"{name} is in {folder}; use it with: mkt-tagger model use {name}")


@model.command("add")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@plain_errors
def model_add(folder: Path) -> None:
    """Add the model in FOLDER, for instance one trained on your own labels."""
    from app.library.model.installed import Models

    added = Models(user_paths()).add(folder)
    click.echo(f"use it with: mkt-tagger model use {added.name}")


for command in (*cli_search.COMMANDS, folder):
    cli.add_command(command)
for command in cli_labels.COMMANDS:
    label.add_command(command)
