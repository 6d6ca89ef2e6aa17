"""The commands about labels: `mkt-tagger label`. The vocabulary, lines, learning, families."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.options import json_option, open_library, path_type
from app.cli.printing import note, say, tell
from app.library.errors import LibraryError

if TYPE_CHECKING:
    from app.library.labels.health import LabelHealth
    from app.library.labels.lines import Line
    from app.library.labels.teaching import Taught


@click.group()
def label() -> None:
    """The vocabulary: the labels scored for every photo."""


# The vocabulary


@label.command()
@click.argument("names", nargs=-1, required=True)
def add(names: tuple[str, ...]) -> None:
    """Add labels to the vocabulary and score them over all photos."""
    with open_library() as library:
        for name in names:
            tell(f"added {library.labels.add(name)}")


@label.command()
@click.argument("names", nargs=-1, required=True)
def remove(names: tuple[str, ...]) -> None:
    """Take labels out of the vocabulary. They can still be searched."""
    with open_library() as library:
        for name in names:
            tell(f"removed {library.labels.remove(name)}")


@label.command()
def defaults() -> None:
    """Add the labels of the default vocabulary that are missing, with their tree and aliases."""
    with open_library() as library:
        added = library.labels.add_defaults()
    tell(f"added {len(added)} labels" if added else "no label was missing")


@label.command("list")
@click.option("--health", is_flag=True, help="Labels that tell nothing, and those that are alike.")
@json_option
def list_(health: bool, as_json: bool) -> None:
    """List the vocabulary."""
    with open_library() as library:
        if health:
            show_health(library.labels.health(), as_json)
            return
        names = [label.name for label in library.labels.vocabulary()]
    say(names, names, as_json)


def show_health(health: "LabelHealth", as_json: bool) -> None:
    """Which labels of the vocabulary tell nothing, and which mean the same."""
    say(asdict(health), _health_lines(health), as_json)
    if not (as_json or health.everywhere or health.never or health.same):
        note("all labels are well, or there are too few photos to tell")


def _health_lines(health: "LabelHealth") -> Iterator[str]:
    for name, share in health.everywhere:
        yield f"nearly everywhere  {name} ({share:.0%} of the photos)"
    for name in health.never:
        yield f"never              {name}"
    for pair in health.same:
        names = f"{pair.one} / {pair.other}"
        yield f"alike              {names} (words {pair.texts:.2f}, photos {pair.scores:.2f})"


# Lines and learning


@label.command()
@click.argument("name")
@click.argument("value", required=False)
@json_option
def line(name: str, value: str | None, as_json: bool) -> None:
    """Show from which confidence on label NAME answers yes, or set it to VALUE.

    VALUE is a number from 0 to 1, or strict, balanced or generous; "default" takes it back.
    """
    with open_library() as library:
        if value is not None:
            library.lines.set(name, line_value(value, library.lines.of(name)))
        show_line(library.lines.of(name), as_json)


def line_value(typed: str, line: "Line") -> float | None:
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


def show_line(line: "Line", as_json: bool) -> None:
    """A label's line, who chose it, and the presets."""
    chosen = "chosen" if line.chosen else "default"
    presets = ", ".join(f"{name} {value:.2f}" for name, value in line.presets.items())
    facts = {**asdict(line), "presets": dict(line.presets)}
    say(facts, [f"{line.label}: {line.value:.2f} ({chosen}); {presets}"], as_json)


@label.command()
@click.argument("name")
@json_option
def learn(name: str, as_json: bool) -> None:
    """Fit label NAME to the yes and no you gave its photos."""
    with open_library() as library:
        show_learned(library.teaching.learn(name), as_json)


def show_learned(learned: "Taught", as_json: bool) -> None:
    """What a label's answers changed."""
    tuned = "its embedding was tuned" if learned.tuned else "its line moved"
    text = (
        f"{learned.label}: {learned.positives} yes, {learned.negatives} no; {tuned},"
        f" {learned.moved} photos changed sides"
    )
    say(asdict(learned), [text], as_json)


@label.command()
@click.argument("name")
def forget(name: str) -> None:
    """Forget what label NAME learned. Your tags stay."""
    with open_library() as library:
        library.teaching.forget(name)
    tell(f"{name} is again what its words say")


@label.command("export-learned")
@click.argument("name")
@click.argument("file", type=path_type)
def export_learned(name: str, file: Path) -> None:
    """Write what label NAME learned to a small FILE, for another library with the same model."""
    with open_library() as library:
        library.teaching.export(name, file)
    tell(f"{name} is in {file}")


@label.command("import-learned")
@click.argument("file", type=path_type)
def import_learned(file: Path) -> None:
    """Take over a label that was exported to FILE, in place of what it learned here."""
    with open_library() as library:
        tell(f"took over {library.teaching.take_over(file)}")


# How labels belong together


@label.command()
@click.argument("keep")
@click.argument("other")
def merge(keep: str, other: str) -> None:
    """Make OTHER another name of KEEP, in any language. `label unmerge OTHER` undoes it."""
    with open_library() as library:
        library.labels.merge(keep, other)
    tell(f"{other} now means {keep}")


@label.command()
@click.argument("other")
def unmerge(other: str) -> None:
    """Make OTHER a label of its own again, with the tags it had."""
    with open_library() as library:
        library.labels.unmerge(other)
    tell(f"{other} is a label of its own again")


@label.command()
@click.argument("child")
@click.argument("above", metavar="PARENT", required=False)
@click.option("--none", is_flag=True, help="Put CHILD below no label.")
def parent(child: str, above: str | None, none: bool) -> None:
    """Put label CHILD below PARENT (dog below animal): a search for PARENT finds CHILD too."""
    if (above is None) == (not none):
        raise click.UsageError("give either PARENT or --none")
    with open_library() as library:
        library.labels.set_parent(child, above)
    tell(f"{child} is below {above}" if above else f"{child} is below no label")
