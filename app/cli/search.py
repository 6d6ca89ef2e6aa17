"""The commands that find photos: by a query, by another photo, duplicates; and saved searches."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import click

from app.cli.options import device_option, json_option, open_library, path_type
from app.cli.printing import note, say
from app.library.errors import QueryError
from app.library.records import NEAR_DUPLICATE, DuplicateGroup
from app.library.search.fields import FIELDS
from app.library.search.ranking import Hit, Ranking

limit_option = click.option(
    "--limit",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="At most this many photos; 0 for all.",
)


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
@click.option(
    "--queries",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    help="A file with one query a line; prints one JSON line each.",
)
@click.option("--explain", is_flag=True, help="Show both streams beside the score.")
@device_option
@json_option
def search(
    query: str | None,
    limit: int,
    all_photos: bool,
    queries: IO[str] | None,
    explain: bool,
    device: str | None,
    as_json: bool,
) -> None:
    if (query is None) == (queries is None):
        raise click.UsageError("give either one QUERY or --queries FILE")
    typed = [query] if query is not None else filter(None, map(str.strip, queries or ()))
    failed = False
    with open_library(device) as library:
        for text in typed:
            try:
                result = library.photos.search(text, limit, all_photos)
            except QueryError as error:
                if not (queries or as_json):
                    raise
                failed = True
                say(_query_error(text, error), (), as_json=True)
                continue
            show_search(result, explain, as_json or queries is not None)
            if not (result.hits or queries or as_json):
                note(why_nothing(result, bool(library.photos.ids())))
    sys.exit(2 if failed else 0)


def show_search(result: Ranking, explain: bool, as_json: bool) -> None:
    """The photos found, best first, and whether there are more."""
    facts = {
        "query": result.query.text.strip(),
        "seconds": round(result.seconds, 4),
        "total": result.total,
        "instead": result.instead,
        "results": [_hit_facts(hit) for hit in result.hits],
    }
    say(facts, (_hit_line(hit, explain) for hit in result.hits), as_json)
    if not as_json and 0 < len(result.hits) < result.total:
        note(f"{len(result.hits)} of {result.total} photos; --limit 0 shows all")


def _hit_facts(hit: Hit) -> dict[str, object]:
    return {
        "path": str(hit.path),
        "score": round(hit.score, 5),
        "confidence": round(hit.confidence, 5),
        "global": round(hit.global_score, 5),
        "local": round(hit.local_score, 5),
    }


def _hit_line(hit: Hit, explain: bool) -> str:
    streams = (
        f"  score {hit.score:7.3f}  global {hit.global_score:7.3f}  local {hit.local_score:7.3f}"
    )
    return f"{hit.confidence:4.0%}{streams if explain else ''}  {hit.path}"


def why_nothing(result: Ranking, any_photos: bool) -> str:
    """Why a search found no photo, and what to do."""
    if not any_photos:
        return "no photos are indexed yet; run: mkt-tagger index FOLDER"
    if result.instead:
        return (
            "the model is sure of no photo; to see the nearest, search for "
            f"{result.instead} (or add --all)"
        )
    return "no photo is like that"


def _query_error(query: str, error: QueryError) -> dict[str, object]:
    return {
        "query": query.strip(),
        "error": str(error),
        "position": error.position,
        "suggestion": error.suggestion,
    }


@click.command()
@click.argument("photo", type=path_type)
@limit_option
@json_option
def similar(photo: Path, limit: int, as_json: bool) -> None:
    """Show the photos most similar to PHOTO."""
    with open_library() as library:
        result = library.photos.similar(library.photos.at(photo).id, limit)
    show_search(result, explain=False, as_json=as_json)


@click.command()
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=NEAR_DUPLICATE,
    show_default=True,
    help="From which similarity on two photos count as nearly the same.",
)
@json_option
def duplicates(threshold: float, as_json: bool) -> None:
    """Show groups of photos that are the same, or nearly the same, picture. Deletes nothing.

    At the default threshold nearly all copies that were stored again as JPEG are found, and some of
    those that were made much smaller or cut; a lower one finds more of these and more photos that
    are only similar.
    """
    with open_library() as library:
        groups = library.photos.duplicates(threshold)
        ids = [i for group in groups for i in group.photo_ids]
        paths = {photo.id: str(photo.path) for photo in library.photos.get(ids)}
    show_groups(groups, paths, as_json)


def show_groups(groups: Sequence[DuplicateGroup], paths: Mapping[int, str], as_json: bool) -> None:
    """Groups of photos that are one picture; `paths` by photo id."""
    named = [(group, [paths[i] for i in group.photo_ids if i in paths]) for group in groups]
    rows = [
        {"kind": group.kind, "similarity": round(group.similarity, 4), "photos": photos}
        for group, photos in named
    ]
    say(rows, _group_lines(named), as_json)
    if not (rows or as_json):
        note("there are no duplicates")


def _group_lines(named: Sequence[tuple[DuplicateGroup, Sequence[str]]]) -> Iterator[str]:
    for group, photos in named:
        yield f"{group.kind}  {group.similarity:.3f}"
        yield from (f"  {path}" for path in photos)


@click.group()
def saved() -> None:
    """Saved searches, which the window lists too."""


@saved.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List them."""
    with open_library() as library:
        found = library.searches.saved()
    rows = [{"name": name, "query": query} for name, query in found]
    say(rows, (f"{name}: {query}" for name, query in found), as_json)


@saved.command()
@click.argument("name")
@click.argument("query")
def add(name: str, query: str) -> None:
    """Keep QUERY under NAME; one of that name is replaced."""
    with open_library() as library:
        library.searches.save(name, query)


@saved.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget the search called NAME."""
    with open_library() as library:
        library.searches.delete(name)
