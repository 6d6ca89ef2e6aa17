"""What the command line prints of photos found, their tags, and the vocabulary's health."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.reports import printable
from app.library.records import (
    DuplicateGroup,
    LabelHealth,
    PhotoLabel,
    QueryError,
    RootState,
    Tag,
    TagChange,
)
from app.library.search.ranking import Ranking


def show_search(result: Ranking, explain: bool, as_json: bool) -> None:
    rows = [
        {
            "path": str(hit.path),
            "score": round(hit.score, 5),
            "confidence": round(hit.confidence, 5),
            "global": round(hit.global_score, 5),
            "local": round(hit.local_score, 5),
        }
        for hit in result.hits
    ]
    if as_json:
        facts = {"query": result.query.text.strip(), "seconds": round(result.seconds, 4),
                 "total": result.total, "instead": result.instead}  # fmt: skip
        click.echo(json.dumps({**facts, "results": rows}))
        return
    for row in rows:
        streams = "  score {score:7.3f}  global {global:7.3f}  local {local:7.3f}".format(**row)
        shown = f"{row['confidence']:4.0%}{streams if explain else ''}  {printable(row['path'])}"
        click.echo(shown)
    if 0 < len(rows) < result.total:
        click.echo(f"{len(rows)} of {result.total} photos; --limit 0 shows all", err=True)


def show_nothing(result: Ranking, any_photos: bool) -> None:
    """Why a search found no photo, and what to do."""
    if not any_photos:
        click.echo("no photos are indexed yet; run: mkt-tagger index FOLDER", err=True)
    elif result.instead:
        click.echo(
            "the model is sure of no photo; to see the nearest, search for "
            f"{printable(result.instead)} (or add --all)",
            err=True,
        )
    else:
        click.echo("no photo is like that", err=True)


def show_query_error(query: str, error: QueryError) -> None:
    """One JSON line for a query of a file that cannot be understood."""
    facts = {"query": query.strip(), "error": str(error), "position": error.position,
             "suggestion": error.suggestion}  # fmt: skip
    click.echo(json.dumps(facts))


def show_labels(photo: Path, found: Sequence[PhotoLabel], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"path": str(photo), "labels": [asdict(label) for label in found]}))
        return
    for label in found:
        mark = f"  {label.kind}" if label.kind else ""
        click.echo(f"{label.confidence:4.0%}  {printable(label.label)}{mark}")
    if not found:
        click.echo("the model is sure of no label of the vocabulary", err=True)


def show_change(change: TagChange, photos: Sequence[Path], as_json: bool) -> None:
    """What a tag command did."""
    if as_json:
        paths = [str(photo) for photo in photos]
        click.echo(json.dumps({"label": change.label, "kind": change.after, "photos": paths}))
        return
    said = {None: "nothing is said of", "rejected": "no to"}.get(change.after, "yes to")
    number = f"{len(photos)} photo{'s' if len(photos) != 1 else ''}"
    click.echo(f"{said} {printable(change.label)} on {number}")


def show_tags(photo: Path, found: Sequence[Tag], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"path": str(photo), "tags": [asdict(tag) for tag in found]}))
        return
    for tag in found:
        click.echo(f"{tag.kind:8}  {printable(tag.label)}  {tag.set_at}")
    if not found:
        click.echo("you said nothing of this photo yet", err=True)


def show_groups(groups: Sequence[DuplicateGroup], paths: Mapping[int, Path], as_json: bool) -> None:
    rows = [
        {
            "kind": group.kind,
            "similarity": round(group.similarity, 4),
            "photos": [str(paths[i]) for i in group.photo_ids if i in paths],
        }
        for group in groups
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['kind']}  {row['similarity']:.3f}")
        for path in row["photos"]:
            click.echo(f"  {printable(path)}")
    if not rows:
        click.echo("there are no duplicates", err=True)


def show_health(health: LabelHealth, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(health)))
        return
    for label, share in health.everywhere:
        click.echo(f"nearly everywhere  {printable(label)} ({share:.0%} of the photos)")
    for label in health.never:
        click.echo(f"never              {printable(label)}")
    for pair in health.same:
        names = f"{printable(pair.one)} / {printable(pair.other)}"
        click.echo(f"alike              {names} (words {pair.texts:.2f}, photos {pair.scores:.2f})")
    if not (health.everywhere or health.never or health.same):
        click.echo("all labels are well, or there are too few photos to tell", err=True)


def show_saved(found: Sequence[tuple[str, str]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([{"name": name, "query": query} for name, query in found]))
        return
    for name, query in found:
        click.echo(f"{printable(name)}: {printable(query)}")


def show_folders(roots: Sequence[RootState], as_json: bool) -> None:
    if as_json:
        rows = [{"path": str(r.root.path), "present": r.present, "photos": r.photos} for r in roots]
        click.echo(json.dumps(rows))
        return
    for state in roots:
        missing = "" if state.present else "  (not there now)"
        click.echo(f"{state.photos:7}  {printable(str(state.root.path))}{missing}")


def show_skipped(found: Sequence[tuple[Path, str]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([{"path": str(path), "reason": reason} for path, reason in found]))
        return
    for path, reason in found:
        click.echo(f"{printable(str(path))}: {printable(reason)}")
