"""Reading ahead: in order, bounded, and no thread is left."""

import threading
from collections.abc import Iterator

import pytest

from app.library.indexing.read_ahead import reading_ahead


def test_each_thing_comes_with_its_result_in_order():
    with reading_ahead(range(100), lambda n: n * n, window=7) as results:
        assert list(results) == [(n, n * n) for n in range(100)]


def test_no_more_than_the_window_is_read_ahead():
    begun: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            begun.append(len(begun))
            yield begun[-1]

    with reading_ahead(endless(), str, window=5) as results:
        assert [next(results) for _ in range(3)] == [(0, "0"), (1, "1"), (2, "2")]
        assert len(begun) == 3 + 5


def test_an_error_comes_at_its_turn_and_ends_the_pool():
    before = threading.active_count()
    with (
        pytest.raises(ZeroDivisionError),
        reading_ahead([2, 1, 0, 1], lambda n: 2 // n, window=9) as results,
    ):
        assert [next(results) for _ in range(2)] == [(2, 1), (1, 2)]
        next(results)
    assert threading.active_count() == before
