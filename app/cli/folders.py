"""The commands about the library's folders: `mkt-tagger folder`, and `ignore`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import json_option, open_library, path_type
from app.cli.printing import note, say, tell
from app.library.errors import LibraryError

if TYPE_CHECKING:
    from app.library.store.roots import RootState


@click.group()
def folder() -> None:
    """The folders of the library; `mkt-tagger index FOLDER` adds one."""


@folder.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the folders, with how many photos each holds."""
    with open_library() as library:
        roots = library.folders.all()
    rows = [{"path": str(r.root.path), "present": r.present, "photos": r.photos} for r in roots]
    say(rows, map(_root_line, roots), as_json)


def _root_line(state: "RootState") -> str:
    missing = "" if state.present else "  (not there now)"
    return f"{state.photos:7}  {state.root.path}{missing}"


@folder.command()
@click.argument("path", metavar="FOLDER", type=path_type)
def forget(path: Path) -> None:
    """Take FOLDER out of the library. Its files stay; your tags come back if you index it again."""
    with open_library() as library:
        library.folders.forget(path)
    tell(f"forgot {path}; no file was touched")


@folder.command()
@click.argument("old", type=path_type)
@click.argument("new", type=path_type)
def moved(old: Path, new: Path) -> None:
    """Say that folder OLD lies at NEW now; its photos keep their tags and scores."""
    with open_library() as library:
        library.folders.relocate(old, new)
    tell(f"{old} is {new} now")


@folder.command()
@json_option
def skipped(as_json: bool) -> None:
    """List the files that could not be read, and why."""
    with open_library() as library:
        found = library.folders.skipped()
    rows = [{"path": str(path), "reason": reason} for path, reason in found]
    say(rows, (f"{path}: {reason}" for path, reason in found), as_json)


@click.command()
@click.argument("folder", type=path_type)
@click.argument("patterns", nargs=-1)
@click.option("--remove", is_flag=True, help="Take these PATTERNS back.")
@json_option
def ignore(folder: Path, patterns: tuple[str, ...], remove: bool, as_json: bool) -> None:
    """Keep files of FOLDER, as it was indexed, out of the library; without PATTERNS, list them.

    Patterns mean what they mean in a .gitignore, and a file .mktignore in any photo folder may hold
    more. Photos that are indexed already are hidden at once; their tags stay and come back.

    \b
    mkt-tagger ignore ~/Pictures "screenshots/" "*.gif" "!keep.gif"
    mkt-tagger ignore ~/Pictures --remove "*.gif"
    """
    with open_library() as library:
        kept = library.folders.ignored(folder)
        if remove and (unknown := [p for p in patterns if p not in kept]):
            raise LibraryError(f"{unknown[0]!r} is no ignore pattern of {folder}")
        if patterns:
            without = [p for p in kept if p not in patterns]
            kept = without if remove else [*without, *patterns]
            hidden, shown = library.folders.set_ignored(folder, kept)
            note(f"{hidden} photos hidden, {shown} shown again")
    say(kept, kept, as_json)
