"""Turns a call that reports its progress into a generator that yields it."""

import threading
from collections.abc import Callable, Generator
from queue import SimpleQueue
from typing import Any


class _Stopped(BaseException):
    """Raised out of a report to end the call; no error, so nothing catches it on the way."""


def reported(
    call: Callable[[Callable[..., None]], object],
) -> Generator[tuple[Any, ...], None, None]:
    """Run call(report) in a thread and yield the arguments of each report as they come.

    What the call raises is raised here. Closing the generator makes the next report raise, and
    waits for the call to end.
    """
    said: SimpleQueue[tuple[bool, Any]] = SimpleQueue()
    stopped = threading.Event()

    def report(*arguments: object) -> None:
        if stopped.is_set():
            raise _Stopped
        said.put((False, arguments))

    def run() -> None:
        try:
            call(report)
        except BaseException as error:  # handed to the other thread, which raises it
            said.put((True, error))
        else:
            said.put((True, None))

    thread = threading.Thread(target=run, name="reported")
    thread.start()
    try:
        while True:
            ended, what = said.get()
            if not ended:
                yield what
            elif what is None:
                return
            else:
                raise what
    finally:
        stopped.set()
        thread.join()
