"""The commands about the library's folders: `mkt-tagger folder`."""

from pathlib import Path

import click

from app.cli import found_reports
from app.cli.options import folder_type, json_option, open_library, plain_errors


@click.group()
def folder() -> None:
    """The folders of the library; `mkt-tagger index FOLDER` adds one."""


@folder.command("list")
@json_option
@plain_errors
def folder_list(as_json: bool) -> None:
    """List the folders, with how many photos each holds."""
    with open_library() as library:
        found_reports.show_folders(library.roots(), as_json)


@folder.command("forget")
@click.argument("path", metavar="FOLDER", type=folder_type)
@plain_errors
def folder_forget(path: Path) -> None:
    """Take FOLDER out of the library. Its files stay; your tags come back if you index it again."""
    with open_library() as library:
        library.forget_root(path)
    click.echo(f"forgot {path}; no file was touched")


@folder.command("moved")
@click.argument("old", type=folder_type)
@click.argument("new", type=folder_type)
@plain_errors
def folder_moved(old: Path, new: Path) -> None:
    """Say that folder OLD lies at NEW now; its photos keep their tags and scores."""
    with open_library() as library:
        library.relocate_root(old, new)
    click.echo(f"{old} is {new} now")


@folder.command("skipped")
@json_option
@plain_errors
def folder_skipped(as_json: bool) -> None:
    """List the files that could not be read, and why."""
    with open_library() as library:
        found_reports.show_skipped(library.skipped(), as_json)
