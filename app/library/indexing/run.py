"""Indexing as a generator: scan -> decode window -> encode -> store, yielding Progress.

Every yield is a safe place to stop: closing the generator, a crash or a power cut loses at most the
batch under way, and the next run goes on from there.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from app.library.files.decode import read_photo
from app.library.files.scan import Scan
from app.library.indexing.moves import ContentMoves
from app.library.indexing.plan import Plan, plan_root
from app.library.indexing.read_ahead import WORKERS, reading_ahead
from app.library.model.encoder import Encoder
from app.library.records import Decoded, Found, Progress, Root, Skipped
from app.library.scores.view import ModelView

MOST_FILES_A_BATCH = 1000  # of files that need no encoding, so that a transaction stays short


@dataclass
class Batch:
    """Files that were read and are not stored yet, in the order they came."""

    photos: list[tuple[Root, Decoded]] = field(default_factory=list)
    skipped: list[tuple[Root, Skipped]] = field(default_factory=list)

    def is_full(self, batch_size: int) -> bool:
        waiting = sum(p.pixels is not None for _, p in self.photos)
        return waiting >= batch_size or len(self.photos) + len(self.skipped) >= MOST_FILES_A_BATCH

    def to_encode(self, encoded: Mapping[str, int]) -> dict[str, np.ndarray]:
        """The pixels of each content that has no features yet, by identity."""
        return {
            photo.identity: photo.pixels
            for _, photo in self.photos
            if photo.pixels is not None and photo.identity not in encoded
        }


class Indexer:
    """One run over some roots. The caller holds the indexing lock."""

    def __init__(self, view: ModelView) -> None:
        self.view = view
        self.store, self.features, self.info = view.store, view.features, view.info
        self.encoded = view.encodings.rows()
        self.seen: set[int] = set()
        self.content_moves = ContentMoves()
        self.progress = Progress("scan")

    def run(self, scans: Sequence[tuple[Root, Scan]]) -> Iterator[Progress]:
        plans: list[Plan] = []
        for root, scan in scans:
            for step in plan_root(self.store, scan, root, self.encoded):
                if isinstance(step, Plan):
                    plans.append(step)
                else:
                    yield step
        self._settle(plans)
        yield self.progress
        files = [(plan.root, found) for plan in plans for found in plan.to_read]
        if files:
            yield from self._read_all(files)
        self.seen |= self.content_moves.settle(self.store, {i for p in plans for i in p.gone})
        # Only now, so that a moved photo was found at its new place before it counts as missing.
        for plan in plans:
            self.store.photos.set_missing([i for i in plan.gone if i not in self.seen], ())
        for _ in self.view.refresh_vocabulary():
            yield replace(self.progress, phase="labels", new_ids=(), skipped=())
        yield replace(self.progress, phase="done", eta=0.0, new_ids=(), skipped=())

    def _settle(self, plans: Sequence[Plan]) -> None:
        """Store what the scan alone can tell, and start the counts."""
        skipped: list[tuple[Path, str]] = []
        for plan in plans:
            self.store.photos.set_missing((), plan.back)
            self.store.photos.forget_skipped(plan.root, plan.gone_skipped)
            self.seen |= plan.seen
            skipped += plan.still_skipped
        unchanged = sum(p.unchanged for p in plans)
        total = unchanged + len(skipped) + sum(len(p.to_read) for p in plans)
        self.progress = Progress(
            "index",
            total=total,
            found=total,
            unchanged=unchanged,
            failed=len(skipped),
            skipped=tuple(skipped),
        )

    def _read_all(self, files: Sequence[tuple[Root, Found]]) -> Iterator[Progress]:
        yield replace(self.progress, phase="model", skipped=())
        encoder = self.view.encoder.load()
        self.view.vocabulary()
        started, before = time.perf_counter(), self.progress.done
        batch = Batch()
        read = partial(self._read, encoder)
        with reading_ahead(files, read, 2 * encoder.batch_size + WORKERS) as results:
            for (root, _), result in results:
                if isinstance(result, Skipped):
                    batch.skipped.append((root, result))
                else:
                    batch.photos.append((root, result))
                if batch.is_full(encoder.batch_size):
                    yield self._advance(self._store(batch, encoder), started, before)
                    batch = Batch()
            if batch.photos or batch.skipped:
                yield self._advance(self._store(batch, encoder), started, before)

    def _read(self, encoder: Encoder, file: tuple[Root, Found]) -> Decoded | Skipped:
        root, found = file
        return read_photo(root.path, found, self.encoded, encoder.prepare, self.info.side)

    def _store(self, batch: Batch, encoder: Encoder) -> Progress:
        """Encode a batch and commit it: first the features, then one transaction."""
        fresh = batch.to_encode(self.encoded)
        first = len(self.features)
        if fresh:
            first = self.features.append(encoder.encode_images(list(fresh.values())))
        rows = {identity: first + i for i, identity in enumerate(fresh)}
        new_ids, moved = [], 0
        with self.store.transaction():
            self.view.encodings.add(first, list(rows))
            for root, photo in batch.photos:
                photo_id, was_moved = self._store_photo(root, photo)
                moved += was_moved
                new_ids.append(photo_id)
            for root, skipped in batch.skipped:
                self.store.photos.note_skipped(root, skipped)
        self.encoded.update(rows)
        return replace(
            self.progress,
            indexed=self.progress.indexed + len(batch.photos) - moved,
            moved=self.progress.moved + moved,
            failed=self.progress.failed + len(batch.skipped),
            new_ids=tuple(new_ids),
            skipped=tuple((r.path / s.found.path, s.reason) for r, s in batch.skipped),
        )

    def _store_photo(self, root: Root, photo: Decoded) -> tuple[int, bool]:
        """(photo id, whether it is a known photo at a new place).

        A path that is known keeps its photo, at first: see content_moves.
        """
        known = self.store.photos.at(root, photo.found.path)
        if known is None:
            for photo_id, folder, path in self.store.photos.of_identity(photo.identity):
                if photo_id not in self.seen and _is_gone(folder, path):
                    self.store.photos.move(photo_id, root, photo.found)
                    self.seen.add(photo_id)
                    return photo_id, True
        photo_id = self.store.photos.insert(root, photo)
        self.content_moves.note(photo_id, known.identity if known else None, photo.identity)
        self.seen.add(photo_id)
        return photo_id, False

    def _advance(self, progress: Progress, started: float, before: int) -> Progress:
        seconds = time.perf_counter() - started
        rate = (progress.done - before) / max(seconds, 1e-9)
        left = progress.total - progress.done
        self.progress = replace(
            progress, seconds=seconds, photos_per_second=rate, eta=left / max(rate, 1e-9)
        )
        return self.progress


def _is_gone(root: Path, path: str) -> bool:
    """Whether a photo's file was moved away. Under a missing root nothing counts as moved: that is
    an unplugged drive, and its photos will be back."""
    return root.is_dir() and not os.path.lexists(os.path.join(root, path))  # noqa: PTH118 - any bytes
