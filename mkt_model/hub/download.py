"""Downloads a file from a Hugging Face hub, going on where a broken download stopped.

huggingface_hub finds the file, speaks to the hub and shows the progress bar; what has arrived is
kept here, because hf_hub_download throws it away when a download breaks off. HF_ENDPOINT names
another hub.
"""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkt_model.config import file_digest

Report = Callable[[str, int, int], None]  # file name, bytes here, bytes in all
SHA256 = re.compile("[0-9a-f]{64}")


class DownloadError(RuntimeError):
    """A download that cannot be had now; the text says what to do."""


def download(repository: str, name: str, folder: Path, report: Report | None = None) -> Path:
    """Fetch the file `name` of a public repository into `folder`.

    What a broken download left in `folder` is kept and completed. Without `report`, huggingface_hub
    shows its bar on a terminal. What `report` raises goes through and stops the download.
    Raises DownloadError.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import HfHubHTTPError

    # The bases name the errors of the hub's HTTP library: httpx or httpx2, by version.
    errors: tuple[type[Exception], ...] = (OSError, *HfHubHTTPError.__bases__)
    url = hf_hub_url(repository, name)
    try:
        found = get_hf_file_metadata(url, token=False)
        return _complete(url, found.etag or "", found.size, folder / name, report)
    except errors as error:
        raise DownloadError(_advice(url, folder, error)) from error


def _complete(url: str, etag: str, size: int | None, target: Path, report: Report | None) -> Path:
    """Fetch what is still missing of `target`; `etag` is its sha256 for large files."""
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # public

    if target.is_file() and file_digest(target) == etag:
        return target
    partial = _partial(target, etag, size)
    with partial.open("ab") as stream:
        _check_space(target.parent, (size or 0) - stream.tell())
        http_get(
            url,
            stream,
            resume_size=stream.tell(),
            headers={**build_hf_headers(token=False), "Accept-Encoding": "identity"},
            expected_size=size,
            displayed_filename=target.name,
            tqdm_class=_bar(target.name, report),
        )
        stream.flush()
        os.fsync(stream.fileno())
    if SHA256.fullmatch(etag) and file_digest(partial) != etag:
        partial.unlink()
        raise DownloadError(f"{target.name} was damaged on the way; run the same command again")
    return partial.replace(target)


def _partial(target: Path, etag: str, size: int | None) -> Path:
    """Where this version of `target` is gathered; the beginning of any other version is removed."""
    version = hashlib.sha256(etag.encode()).hexdigest()[:12]
    partial = target.with_name(f"{target.name}.{version}.part")
    for other in target.parent.glob(f"{target.name}.*.part"):
        if other != partial or (size is not None and other.stat().st_size > size):
            other.unlink()
    return partial


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DownloadError(
            f"not enough room in {folder}: {needed / 1e9:.1f} GB are needed and "
            f"{free / 1e9:.1f} GB are free; make room and run the same command again"
        )


def _bar(name: str, report: Report | None) -> Any:
    """What huggingface_hub uses in place of its own progress bar: it only calls `report`."""
    if report is None:
        return None
    say = report

    class Bar:
        def __init__(self, total: int | None = None, initial: int = 0, **_: object) -> None:
            self.here, self.total = initial, total or 0

        def update(self, more: int) -> None:
            self.here += more
            say(name, self.here, self.total)

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None:
            pass

    return Bar


def _advice(url: str, folder: Path, error: Exception) -> str:
    """What went wrong, in one line, and what to do about it."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"the disk is full; make room in {folder} and run the same command again"
    if (response := getattr(error, "response", None)) is not None:
        return f"the hub answered {response.status_code} for {url}; try again later"
    why = (str(error) or type(error).__name__).splitlines()[0]
    return (
        f"cannot download {url}: {why}. Check the internet connection and run the same command "
        "again; what has arrived is kept"
    )
