"""What the command line prints: progress, tables and JSON."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app.library.records import Learned, LibraryError, Line, Progress

if TYPE_CHECKING:
    from app.library.library import Library
    from app.library.model.encoder import ModelInfo

PHASES = {"scan": "Looking for photos", "model": "Loading the model", "index": "Indexing",
          "labels": "Scoring labels", "done": "Indexing"}  # fmt: skip


def printable(text: str) -> str:
    """Text that any terminal can show on one line: odd bytes and line breaks are escaped."""
    shown = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)


def show_progress(steps: Iterator[Progress]) -> Progress:
    """Run an indexing generator under a progress bar on standard error; returns its last word."""
    final = Progress("scan")
    with (
        closing(steps),
        click.progressbar(
            length=0, label=PHASES["scan"], show_pos=True, file=sys.stderr, item_show_func=_rate
        ) as bar,
    ):
        for step in steps:
            final = step
            bar.label = PHASES[step.phase]
            bar.length = step.total
            bar.update(step.done - bar.pos, step)
            for path, reason in step.skipped:
                click.echo(f"\rskipped {printable(str(path))}: {printable(reason)}", err=True)
    return final


def _rate(step: Progress | None) -> str:
    if step is None or not step.photos_per_second:
        return ""
    return f"{step.photos_per_second:.1f} photos/s"


def index_report(final: Progress, device: str, model_id: str) -> dict[str, Any]:
    names = ("found", "indexed", "unchanged", "moved", "failed")
    return {
        **{name: getattr(final, name) for name in names},
        "seconds": round(final.seconds, 3),
        "photos_per_second": round(final.photos_per_second, 2),
        "device": device,
        "model_id": model_id,
    }


def show_index(report: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report))
        return
    click.echo(
        "{found} photos found: {indexed} indexed, {unchanged} unchanged, {moved} moved, {failed} "
        "could not be read".format(**report)
    )
    if report["indexed"]:
        click.echo("{photos_per_second:.1f} photos/s on {device}".format(**report))


def line_value(typed: str, line: Line) -> float | None:
    """A line as typed: a number, the name of a preset, or "default". Raises LibraryError."""
    if typed == "default":
        return None
    try:
        return line.presets[typed] if typed in line.presets else float(typed)
    except ValueError:
        names = ", ".join(line.presets)
        raise LibraryError(
            f"{typed!r} is no line; give a number from 0 to 1, {names} or default"
        ) from None


def show_line(line: Line, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**asdict(line), "presets": dict(line.presets)}))
        return
    chosen = "chosen" if line.chosen else "default"
    presets = ", ".join(f"{name} {value:.2f}" for name, value in line.presets.items())
    click.echo(f"{line.label}: {line.value:.2f} ({chosen}); {presets}")


def show_learned(learned: Learned, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(learned)))
        return
    tuned = "its embedding was tuned" if learned.tuned else "its line moved"
    click.echo(
        f"{learned.label}: {learned.positives} yes, {learned.negatives} no; {tuned},"
        f" {learned.moved} photos changed sides"
    )


def show_facts(facts: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(facts))
        return
    for name, value in facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        click.echo(f"{name.replace('_', ' '):18} {printable(str(shown))}")


def facts_of(info: "ModelInfo") -> dict[str, Any]:
    return {**asdict(info), "folder": str(info.folder)}


def show_models(models: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(models))
        return
    for row in models:
        mark = "*" if row["in_use"] else " "
        state = "here" if row["installed"] else "mkt-tagger model fetch " + row["name"]
        click.echo(f"{mark} {row['name']:28} {row['title']}  [{row['licence']}; {state}]")


def show_demo(library: "Library", queries: Sequence[str]) -> None:
    """The labels of every photo, then the best photos of some typed queries."""
    click.echo("\nSuggested labels")
    for photo in library.photos(library.photo_ids()):
        named = ", ".join(s.label for s in library.labels_of(photo, 5)) or "(none is sure)"
        click.echo(f"  {photo.path.name:32} {named}")
    for query in queries:
        result = library.search(query, limit=3)
        click.echo(f"\nPhotos of “{query}”")
        if not result.hits:
            click.echo("  the model is sure of none; the nearest:")
            result = library.search(result.instead, limit=3)
        for hit in result.hits:
            click.echo(f"  {hit.confidence:4.0%}  {hit.path.name}")
