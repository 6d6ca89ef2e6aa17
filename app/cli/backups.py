"""The commands about copies of the library: `mkt-tagger backup` and `restore`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.options import json_option, path_type
from app.cli.printing import note, say, tell
from app.library.errors import LibraryError
from app.paths import user_paths

if TYPE_CHECKING:
    from app.library.backups import Backups
    from app.library.store.restoring import Copy


def _backups() -> "Backups":
    from app.library.backups import Backups

    return Backups(user_paths())


@click.command()
@click.argument("file", required=False, type=path_type)
@json_option
def backup(file: Path | None, as_json: bool) -> None:
    """Copy what the library knows, your tags first of all, to FILE or among its dated copies.

    It can be done at any time. Such copies are also made by themselves, at most one a day, and the
    newest five are kept. Features and photos are no part of a copy.
    """
    copy = _backups().write(file)
    say(_facts(copy), [f"copied to {copy.file}: {_counts(copy)}"], as_json)


@click.command()
@click.argument("file", required=False, type=path_type)
@click.option("--recover", is_flag=True, help="Keep what can still be read of a damaged library.")
@json_option
def restore(file: Path | None, recover: bool, as_json: bool) -> None:
    """Put the copy FILE in the place of the library; without FILE, list the copies there are.

    The library that was there is kept as a dated copy.

    \b
    mkt-tagger restore                  the copies, newest first
    mkt-tagger restore --recover        save what a damaged library still holds
    """
    if recover and file:
        raise click.UsageError("--recover takes no FILE: it reads the damaged library itself")
    if recover:
        _recover(as_json)
    elif file:
        _restore(file, as_json)
    else:
        _list(as_json)


def _list(as_json: bool) -> None:
    found = _backups().all()
    rows = [{"error": str(c)} if isinstance(c, LibraryError) else _facts(c) for c in found]
    say(rows, (str(c) if isinstance(c, LibraryError) else _line(c) for c in found), as_json)
    if not (found or as_json):
        note("there is no copy yet; run: mkt-tagger backup")


def _restore(file: Path, as_json: bool) -> None:
    copy, kept = _backups().restore(file)
    lines = [f"restored {file}: {_counts(copy)}", f"the library until now is kept: {kept}"]
    say({**_facts(copy), "kept": str(kept)}, lines, as_json)
    if not as_json:
        tell("photos that came later are found again by: mkt-tagger index")


def _recover(as_json: bool) -> None:
    recovered, kept = _backups().recover()
    counts = ", ".join(f"{number} {table}" for table, number in recovered.rows.items())
    lines = [f"recovered {counts}", f"the damaged library is kept: {kept}"]
    if recovered.torn:
        source = (
            f"filled from {recovered.filled_from}" if recovered.filled_from else "there is no copy"
        )
        lines.insert(1, f"not read to the end: {', '.join(recovered.torn)}; {source}")
    facts: dict[str, Any] = asdict(recovered)
    facts["filled_from"] = recovered.filled_from and str(recovered.filled_from)
    say({**facts, "kept": str(kept)}, lines, as_json)
    if not as_json:
        tell("photos that are missing are found again by: mkt-tagger index")


def _facts(copy: "Copy") -> dict[str, Any]:
    return {
        "file": str(copy.file),
        "made_at": copy.made_at,
        "photos": copy.photos,
        "tags": copy.tags,
    }


def _line(copy: "Copy") -> str:
    return f"{copy.made_at}  {_counts(copy)}  {copy.file}"


def _counts(copy: "Copy") -> str:
    return f"{copy.photos} photos, {copy.tags} tags"
