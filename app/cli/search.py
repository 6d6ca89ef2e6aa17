"""The commands that find photos and tag them."""

import sys
from pathlib import Path
from typing import Any

import click

from app.cli import found_reports
from app.cli.options import device_option, folder_type, json_option, open_library, plain_errors
from app.library.records import NEAR_DUPLICATE, QueryError, TagKind
from app.library.search.fields import FIELDS

limit_option = click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True,
    help="At most this many photos; 0 for all.",
)  # fmt: skip


FIELD_LINES = "\n".join(f"{field.example:29}{field.meaning}" for field in FIELDS.values())
SEARCH_HELP = f"""Show the photos that QUERY means, best first.

\b
golden retriever             a label: photos of which the model is sure, and
                             those you tagged; words side by side are one label
"street sign" dog            quotes keep labels apart; both must be there
dog OR cat                   AND OR NOT in capitals, ( ) around groups
dog -leash                   dog AND NOT leash
dog>0.8                      a line of your own, from 0 to 1: > >= < <=
{FIELD_LINES}

For a query that begins with - put -- before it. More: docs/searching.md
"""


@click.command(help=SEARCH_HELP)
@click.argument("query", required=False)
@limit_option
@click.option("--all", "all_photos", is_flag=True, help="Every photo, the nearest first: no line.")
@click.option("--queries", type=click.File(encoding="utf-8", errors="surrogateescape"),
              help="A file with one query a line; prints one JSON line each.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Show both streams beside the score.")
@device_option
@json_option
@plain_errors
def search(
    query: str | None,
    limit: int,
    all_photos: bool,
    queries: Any,
    explain: bool,
    device: str | None,
    as_json: bool,
) -> None:
    if (query is None) == (queries is None):
        raise click.UsageError("give either one QUERY or --queries FILE")
    with open_library(device) as library:
        if queries is None:
            result = library.search(query, limit, all_photos)
            found_reports.show_search(result, explain, as_json)
            if not result.hits and not as_json:
                found_reports.show_nothing(result, bool(library.photo_ids()))
            return
        failed = False
        for line in filter(None, map(str.strip, queries)):
            try:
                result = library.search(line, limit, all_photos)
                found_reports.show_search(result, explain, as_json=True)
            except QueryError as error:
                failed = True
                found_reports.show_query_error(line, error)
    sys.exit(2 if failed else 0)


@click.command()
@click.argument("photo", type=folder_type)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True)
@json_option
@plain_errors
def labels(photo: Path, limit: int, as_json: bool) -> None:
    """Show the labels of PHOTO: yours, then those of the vocabulary that the model sees in it."""
    with open_library() as library:
        found = library.labels_of(library.photo_at(photo), limit)
    found_reports.show_labels(photo, found, as_json)


@click.command()
@click.argument("photos", nargs=-1, required=True, type=folder_type)
@click.argument("label")
@click.option("--reject", "kind", flag_value="reject", help="Say no: never show them for LABEL.")
@click.option("--remove", "kind", flag_value="remove", help="Take back what was said of LABEL.")
@json_option
@plain_errors
def tag(photos: tuple[Path, ...], label: str, kind: str | None, as_json: bool) -> None:
    """Say of PHOTOS that they show LABEL, whatever the model thinks.

    A tag outranks every score, and stays when the file is moved, renamed or indexed anew.
    """
    said = {None: TagKind.ADDED, "reject": TagKind.REJECTED, "remove": None}[kind]
    with open_library() as library:
        ids = [library.photo_at(photo).id for photo in photos]
        change = library.set_tags(ids, label, said)
    found_reports.show_change(change, photos, as_json)


@click.command()
@click.argument("photo", type=folder_type)
@json_option
@plain_errors
def tags(photo: Path, as_json: bool) -> None:
    """Show what you said of PHOTO."""
    with open_library() as library:
        found = library.tags(library.photo_at(photo).id)
    found_reports.show_tags(photo, found, as_json)


@click.command()
@click.argument("photo", type=folder_type)
@limit_option
@json_option
@plain_errors
def similar(photo: Path, limit: int, as_json: bool) -> None:
    """Show the photos most similar to PHOTO."""
    with open_library() as library:
        result = library.similar(library.photo_at(photo).id, limit)
    found_reports.show_search(result, explain=False, as_json=as_json)


@click.command()
@click.option("--threshold", type=click.FloatRange(0, 1), default=NEAR_DUPLICATE, show_default=True,
              help="From which similarity on two photos count as nearly the same.")  # fmt: skip
@json_option
@plain_errors
def duplicates(threshold: float, as_json: bool) -> None:
    """Show groups of photos that are the same, or nearly the same, picture. Deletes nothing.

    At the default threshold nearly all copies that were stored again as JPEG are found, and some of
    those that were made much smaller or cut; a lower one finds more of these and more photos that
    are only similar.
    """
    with open_library() as library:
        groups = library.duplicates(threshold)
        ids = [i for group in groups for i in group.photo_ids]
        paths = {photo.id: photo.path for photo in library.photos(ids)}
    found_reports.show_groups(groups, paths, as_json)


@click.group()
def saved() -> None:
    """Saved searches, which the window lists too."""


@saved.command("list")
@json_option
@plain_errors
def saved_list(as_json: bool) -> None:
    """List them."""
    with open_library() as library:
        found_reports.show_saved(library.saved_searches(), as_json)


@saved.command("add")
@click.argument("name")
@click.argument("query")
@plain_errors
def saved_add(name: str, query: str) -> None:
    """Keep QUERY under NAME; one of that name is replaced."""
    with open_library() as library:
        library.save_search(name, query)


@saved.command("remove")
@click.argument("name")
@plain_errors
def saved_remove(name: str) -> None:
    """Forget the search called NAME."""
    with open_library() as library:
        library.delete_search(name)


COMMANDS = (search, labels, tag, tags, similar, duplicates, saved)
