"""Getting a model of the catalogue; the one part of the program that uses the network."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.library.model.encoder import ModelError
from app.library.model.steps import reported
from app.paths import Paths


def fetching(name: str, paths: Paths) -> Iterator[tuple[int, int]]:
    """Download a catalogue model, saying (bytes here, bytes in all) of all its files as they come.

    Close the generator to stop; what has arrived is kept. Raises ModelError.
    """
    entry, here = _offered(name), {}
    with closing(reported(lambda say: fetch_model(name, paths, say))) as reports:
        for file, count, _ in reports:
            here[file] = count
            yield sum(here.values()), max(sum(here.values()), entry.download_bytes)


def fetch_model(
    name: str, paths: Paths, progress: Callable[[str, int, int], None] | None = None
) -> Path:
    """Download a catalogue model into the user's models folder. Raises ModelError.

    `progress` hears (file name, bytes here, bytes in all); without it a terminal shows a bar.
    """
    entry = _offered(name)
    from mkt_model.hub.download import DownloadError
    from mkt_model.hub.fetch import fetch  # takes seconds

    try:
        return fetch(entry, paths.models, progress)
    except DownloadError as error:
        raise ModelError(str(error)) from error


def _offered(name: str) -> Any:
    """The catalogue's entry of a model. Raises ModelError."""
    from mkt_model.hub.catalogue import CATALOGUE

    entry = next((e for e in CATALOGUE if e.name == name), None)
    if entry is None:
        known = ", ".join(e.name for e in CATALOGUE)
        raise ModelError(f"{name!r} is not in the catalogue; there are: {known}")
    return entry
