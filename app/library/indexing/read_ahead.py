"""Reads things by a pool of threads ahead of the one who takes them, in their order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

WORKERS = os.cpu_count() or 1

Thing = TypeVar("Thing")
Result = TypeVar("Result")


@contextmanager
def reading_ahead(
    things: Iterable[Thing], read: Callable[[Thing], Result], window: int
) -> Iterator[Iterator[tuple[Thing, Result]]]:
    """Each thing with what `read` makes of it; at most `window` of them wait to be taken, so that
    memory is bounded. Leaving the block ends the pool; an error of `read` is raised at its turn."""
    pool = ThreadPoolExecutor(WORKERS, "decode")
    try:
        yield _in_order(pool, things, read, window)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ThreadPoolExecutor,
    things: Iterable[Thing],
    read: Callable[[Thing], Result],
    window: int,
) -> Iterator[tuple[Thing, Result]]:
    waiting: deque[tuple[Thing, Future[Result]]] = deque()
    for thing in things:
        waiting.append((thing, pool.submit(read, thing)))
        if len(waiting) > window:
            first, future = waiting.popleft()
            yield first, future.result()
    for thing, future in waiting:
        yield thing, future.result()
