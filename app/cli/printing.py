"""What the commands print with: lines any terminal can show, JSON, facts and progress."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

import click

from app.library.records import Progress

PHASES = {
    "scan": "Looking for photos",
    "model": "Loading the model",
    "index": "Indexing",
    "labels": "Scoring labels",
    "done": "Indexing",
}


def printable(text: str) -> str:
    """Text that any terminal can show on one line: odd bytes and line breaks are escaped."""
    shown = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)


def say(rows: object, lines: Iterable[str], as_json: bool) -> None:
    """Print what a command found: `rows` as one line of JSON, or else `lines` for a reader."""
    if as_json:
        click.echo(json.dumps(rows))
        return
    for line in lines:
        tell(line)


def tell(text: str) -> None:
    """Print one line for a reader."""
    click.echo(printable(text))


def note(text: str) -> None:
    """Print one line that is no result: on standard error, out of the way of a script."""
    click.echo(printable(text), err=True)


def show_facts(facts: Mapping[str, object], as_json: bool) -> None:
    """Print named values, one a line."""
    say(facts, (_fact(name, value) for name, value in facts.items()), as_json)


def _fact(name: str, value: object) -> str:
    shown = ", ".join(map(str, value)) if isinstance(value, list) else value
    return f"{name.replace('_', ' '):18} {shown}"


def show_progress(steps: Iterator[Progress]) -> Progress:
    """Run an indexing generator under a progress bar on standard error; returns its last word."""
    final = Progress("scan")
    with (
        closing(steps),  # type: ignore[type-var]  # a generator, though its type says iterator
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
                click.echo(f"\r{printable(f'skipped {path}: {reason}')}", err=True)
    return final


def _rate(step: Progress | None) -> str:
    if step is None or not step.photos_per_second:
        return ""
    return f"{step.photos_per_second:.1f} photos/s"
