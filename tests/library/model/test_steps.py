"""A call that reports its progress, as a generator: errors come through, and closing ends it."""

from itertools import count

import pytest

from app.library.model.steps import reported


def test_what_a_reported_call_raises_is_raised():
    def call(report):
        report("one", 1)
        raise OSError("disk full")

    steps = reported(call)
    assert next(steps) == ("one", 1)
    with pytest.raises(OSError, match="disk full"):
        next(steps)


def test_closing_ends_a_call_that_would_never_end():
    ended = []

    def call(report):
        try:
            for number in count():
                report(number)
        finally:
            ended.append(True)

    steps = reported(call)
    assert next(steps) == (0,)
    assert not ended
    steps.close()
    assert ended
