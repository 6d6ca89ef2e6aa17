"""The commands that say how labels belong together: sub-commands of `mkt-tagger label`."""

import click

from app.cli.options import open_library, plain_errors


@click.command()
@click.argument("keep")
@click.argument("other")
@plain_errors
def merge(keep: str, other: str) -> None:
    """Make OTHER another name of KEEP, in any language. `label unmerge OTHER` undoes it."""
    with open_library() as library:
        library.merge_labels(keep, other)
    click.echo(f"{other} now means {keep}")


@click.command()
@click.argument("other")
@plain_errors
def unmerge(other: str) -> None:
    """Make OTHER a label of its own again, with the tags it had."""
    with open_library() as library:
        library.unmerge_label(other)
    click.echo(f"{other} is a label of its own again")


@click.command()
@click.argument("child")
@click.argument("above", metavar="PARENT", required=False)
@click.option("--none", is_flag=True, help="Put CHILD below no label.")
@plain_errors
def parent(child: str, above: str | None, none: bool) -> None:
    """Put label CHILD below PARENT (dog below animal): a search for PARENT finds CHILD too."""
    if (above is None) == (not none):
        raise click.UsageError("give either PARENT or --none")
    with open_library() as library:
        library.set_parent(child, above)
    click.echo(f"{child} is below {above}" if above else f"{child} is below no label")


COMMANDS = (merge, unmerge, parent)
