"""What a scan of one root finds to do: compares the disk with what is known, opens no file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.library.files.scan import Scan
from app.library.records import Found, Progress, Root
from app.library.store.photos import Known
from app.library.store.store import Store

SCAN_REPORT_EVERY = 1000


@dataclass
class Plan:
    """What one root's scan found to do."""

    root: Root
    to_read: list[Found] = field(default_factory=list)
    unchanged: int = 0
    still_skipped: list[tuple[Path, str]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    back: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    gone_skipped: list[str] = field(default_factory=list)


def plan_root(
    store: Store, scan: Scan, root: Root, encoded: Mapping[str, int]
) -> Iterator[Progress | Plan]:
    """Compare what is on the disk with what is known: opens no file. Yields the Plan last."""
    known = store.photos.known_paths(root)
    plan = Plan(root)
    for number, found in enumerate(scan, 1):
        _sort_in(plan, found, known.pop(found.path, None), encoded)
        if number % SCAN_REPORT_EVERY == 0:
            yield Progress("scan", found=number)
    unread = tuple(path for path, _ in scan.unread)
    for path, left in known.items():
        if not _is_below(path, scan.within) or any(_is_below(path, u) for u in unread):
            continue
        if left.photo_id is None:
            plan.gone_skipped.append(path)
        elif not left.missing:
            plan.gone.append(left.photo_id)
    plan.still_skipped += [(root.path / p, f"cannot be read: {why}") for p, why in scan.unread]
    yield plan


def _sort_in(plan: Plan, found: Found, known: Known | None, encoded: Mapping[str, int]) -> None:
    if known and known.photo_id is not None:
        plan.seen.add(known.photo_id)
    if known is None or (known.size, known.mtime_ns) != (found.size, found.mtime_ns):
        plan.to_read.append(found)
    elif known.photo_id is None:
        plan.still_skipped.append((plan.root.path / found.path, known.reason or ""))
    elif known.identity in encoded:
        plan.unchanged += 1
        if known.missing:
            plan.back.append(known.photo_id)
    else:
        plan.to_read.append(found)


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
