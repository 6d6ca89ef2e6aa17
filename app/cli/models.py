"""The commands about models: `mkt-tagger model`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from app.cli.options import json_option, settings
from app.cli.printing import say, show_facts, tell
from app.paths import user_paths
from app.settings import save_settings

WEIGHTS = click.Path(exists=True, dir_okay=False, path_type=Path)
MODEL_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def model() -> None:
    """The models: which there are, which is used, and fetching others."""


@model.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the models that are here and those that can be fetched."""
    from app.library.model.installed import Models

    models = Models(user_paths()).listed(settings().model)
    say(models, _model_lines(models), as_json)


def _model_lines(models: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in models:
        mark = "*" if row["in_use"] else " "
        state = "here" if row["installed"] else "mkt-tagger model fetch " + row["name"]
        yield f"{mark} {row['name']:28} {row['title']}  [{row['licence']}; {state}]"


@model.command()
@click.argument("name", required=False)
@json_option
def info(name: str | None, as_json: bool) -> None:
    """Show all about one model (default: the one in use)."""
    from app.library.model.installed import Models

    found = Models(user_paths()).info(name or settings().model)
    show_facts({**asdict(found), "folder": str(found.folder)}, as_json)


@model.command()
@click.argument("name")
def use(name: str) -> None:
    """Use model NAME from now on. Features made with another are kept beside its own."""
    from app.library.model.installed import Models

    Models(user_paths()).info(name)
    save_settings(replace(settings(), model=name), user_paths().settings)
    tell(f"{name} is used from now on; run `mkt-tagger index` to encode your photos with it")


@model.command()
@click.argument("name")
def fetch(name: str) -> None:
    """Download model NAME from its public hub. The only command that uses the network."""
    from app.library.model.download import fetch_model

    _say_where(name, fetch_model(name, user_paths()))


@model.command("import")
@click.option("--clip", required=True, type=WEIGHTS, help="CLIP's weights, as OpenAI gives them.")
@click.option("--image", type=WEIGHTS, help="MKT's first stage: the image tower.")
@click.option("--text", type=WEIGHTS, help="MKT's second stage: the text tower.")
@click.option("--name", required=True, help="What to call the model.")
@click.option(
    "--faithful", is_flag=True, help="Compare scores as the published code does, not by SPARC."
)
def import_(clip: Path, image: Path | None, text: Path | None, name: str, faithful: bool) -> None:
    """Make published weights of CLIP or MKT a model of this program."""
    from app.library.model.installed import Models

    _say_where(name, Models(user_paths()).import_published(name, clip, image, text, faithful))


def _say_where(name: str, folder: Path) -> None:
    tell(f"{name} is in {folder}; use it with: mkt-tagger model use {name}")


@model.command()
@click.argument("folder", type=MODEL_FOLDER)
def add(folder: Path) -> None:
    """Add the model in FOLDER, for instance one trained on your own labels."""
    from app.library.model.installed import Models

    tell(f"use it with: mkt-tagger model use {Models(user_paths()).add(folder).name}")
