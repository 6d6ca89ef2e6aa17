"""Indexing as a generator: scan -> decode window -> encode -> store, yielding Progress.

Every yield is a safe place to stop: closing the generator, a crash or a power cut loses at most the
batch under way, and the next run goes on from there.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.library.files.decode import read_photo
from app.library.files.scan import Scan
from app.library.indexing.batch import Batch, orientation_of
from app.library.indexing.edits import carry_tags
from app.library.indexing.moves import ContentMoves
from app.library.indexing.plan import Plan, plan_root
from app.library.indexing.read_ahead import WORKERS, reading_ahead
from app.library.model.encoder import Encoder
from app.library.records import Decoded, Found, Progress, Root, Skipped
from app.library.scores.view import ModelView
from app.library.store.edits import Replaced


class Indexer:
    """One run over some roots. The caller holds the indexing lock."""

    def __init__(self, view: ModelView) -> None:
        self.view = view
        self.store, self.features, self.info = view.store, view.features, view.info
        self.encoded = view.encodings.rows()
        self.orientations = view.encodings.orientations()
        self.shapes: dict[tuple[int, str], tuple[int, int]] = {}  # of known files, by root and path
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
        self.shapes = {(p.root.id, path): s for p in plans for path, s in p.shapes.items()}
        files = [(plan.root, found) for plan in plans for found in plan.to_read]
        if files:
            yield from self._read_all(files)
        self.progress = replace(self.progress, edited=carry_tags(self.store))
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
                batch.add(root, result)
                if batch.is_full(encoder.batch_size):
                    yield self._advance(self._store(batch, encoder), started, before)
                    batch = Batch()
            if batch:
                yield self._advance(self._store(batch, encoder), started, before)

    def _read(self, encoder: Encoder, file: tuple[Root, Found]) -> Decoded | Skipped:
        """Runs in the threads of the pool."""
        root, found = file
        read = partial(
            read_photo,
            root.path,
            found,
            self.encoded,
            encoder.prepare,
            self.info.side,
            carries=True,
        )
        result = read()
        if isinstance(result, Decoded) and result.pixels is None and self._is_turned(root, result):
            return read(orientation=0)
        return result

    def _is_turned(self, root: Root, photo: Decoded) -> bool:
        """Whether the features of a photo show it turned otherwise. Of those that an earlier
        version made nobody knows; there the shape of the photo tells most."""
        for identity in (photo.identity, photo.former):
            if identity in self.orientations:
                return self.orientations[identity] != orientation_of(photo)
        shape = self.shapes.get((root.id, photo.found.path))
        facts = photo.facts
        return bool(shape and facts and shape != (facts.width, facts.height))

    def _store(self, batch: Batch, encoder: Encoder) -> Progress:
        """Encode a batch and commit it: first the features, then one transaction."""
        fresh = batch.to_encode(self.encoded, self.orientations)
        first = len(self.features)
        if fresh:
            pixels = [photo.pixels for photo in fresh.values() if photo.pixels is not None]
            first = self.features.append(encoder.encode_images(pixels))
        turned = {identity: orientation_of(photo) for identity, photo in fresh.items()}
        new_ids, moved = [], 0
        with self.store.transaction():
            for _, photo in batch.photos:
                self._take_identity_over(photo)
            self.view.encodings.add(first, turned)
            for root, photo in batch.photos:
                photo_id, was_moved = self._store_photo(root, photo)
                moved += was_moved
                new_ids.append(photo_id)
            for root, skipped in batch.skipped:
                self.store.photos.note_skipped(root, skipped)
        self.encoded |= {identity: first + i for i, identity in enumerate(fresh)}
        self.orientations |= turned
        return replace(
            self.progress,
            indexed=self.progress.indexed + len(batch.photos) - moved,
            moved=self.progress.moved + moved,
            failed=self.progress.failed + len(batch.skipped),
            new_ids=tuple(new_ids),
            skipped=tuple((r.path / s.found.path, s.reason) for r, s in batch.skipped),
        )

    def _take_identity_over(self, photo: Decoded) -> None:
        """What is known of a content by the identity it had in an earlier version goes to its new
        one; and how it was turned when that version encoded it is kept."""
        identity, former = photo.identity, photo.former
        if former and former != identity and self.store.rename_content(former, identity):
            for known in (self.encoded, self.orientations):
                if former in known and identity not in known:
                    known[identity] = known[former]
        if photo.pixels is None and identity not in self.orientations:
            self.view.encodings.note_orientation(identity, orientation_of(photo))
            self.orientations[identity] = orientation_of(photo)

    def _store_photo(self, root: Root, photo: Decoded) -> tuple[int, bool]:
        """(photo id, whether it is a known photo at a new place).

        A path that is known keeps its photo, at first: see content_moves.
        """
        known = self.store.photos.known_at(root, photo.found.path)
        if known is None:
            for photo_id, folder, path in self.store.photos.of_identity(photo.identity):
                if photo_id not in self.seen and _is_gone(folder, path):
                    self.store.photos.move(photo_id, root, photo)
                    self.seen.add(photo_id)
                    return photo_id, True
        photo_id = self.store.photos.insert(root, photo)
        before = known.identity if known else None
        self.content_moves.note(photo_id, before, photo.identity)
        # A file that was gone at the last look is no edited one.
        if known and not known.missing and before and before != photo.identity:
            self.store.edits.note(Replaced(photo_id, before, photo.identity))
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
