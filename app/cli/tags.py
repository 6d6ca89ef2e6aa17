"""The commands about one photo's labels: what you say of it, and what the model sees in it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import json_option, open_library, path_type
from app.cli.printing import note, say
from app.library.records import TagKind

if TYPE_CHECKING:
    from app.library.labels.tagging import PhotoLabel, TagChange

SAID = {None: "nothing is said of", TagKind.REJECTED: "no to"}


@click.command()
@click.argument("photo", type=path_type)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True)
@json_option
def labels(photo: Path, limit: int, as_json: bool) -> None:
    """Show the labels of PHOTO: yours, then those of the vocabulary that the model sees in it."""
    with open_library() as library:
        found = library.tags.beside(library.photos.at(photo), limit)
    facts = {"path": str(photo), "labels": [asdict(label) for label in found]}
    say(facts, _label_lines(found), as_json)
    if not (found or as_json):
        note("the model is sure of no label of the vocabulary")


def _label_lines(found: Sequence["PhotoLabel"]) -> Iterator[str]:
    for label in found:
        mark = f"  {label.kind}" if label.kind else ""
        yield f"{label.confidence:4.0%}  {label.label}{mark}"


@click.command()
@click.argument("photos", nargs=-1, required=True, type=path_type)
@click.argument("label")
@click.option("--reject", "kind", flag_value="reject", help="Say no: never show them for LABEL.")
@click.option("--remove", "kind", flag_value="remove", help="Take back what was said of LABEL.")
@json_option
def tag(photos: tuple[Path, ...], label: str, kind: str | None, as_json: bool) -> None:
    """Say of PHOTOS that they show LABEL, whatever the model thinks.

    A tag outranks every score, and stays when the file is moved, renamed or indexed anew.
    """
    said = {None: TagKind.ADDED, "reject": TagKind.REJECTED, "remove": None}[kind]
    with open_library() as library:
        ids = [library.photos.at(photo).id for photo in photos]
        show_change(library.tags.set(ids, label, said), photos, as_json)


def show_change(change: "TagChange", photos: Sequence[Path], as_json: bool) -> None:
    """What a tag command did."""
    paths = [str(photo) for photo in photos]
    facts = {"label": change.label, "kind": change.after, "photos": paths}
    number = f"{len(photos)} photo{'s' if len(photos) != 1 else ''}"
    said = SAID.get(change.after, "yes to")
    say(facts, [f"{said} {change.label} on {number}"], as_json)


@click.command()
@click.argument("photo", type=path_type)
@json_option
def tags(photo: Path, as_json: bool) -> None:
    """Show what you said of PHOTO."""
    with open_library() as library:
        found = library.tags.of(library.photos.at(photo).id)
    facts = {"path": str(photo), "tags": [asdict(tag) for tag in found]}
    say(facts, (f"{tag.kind:8}  {tag.label}  {tag.set_at}" for tag in found), as_json)
    if not (found or as_json):
        note("you said nothing of this photo yet")
