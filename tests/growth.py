"""Whether work grows with the length of what it is given.  The measure comes from the same test, never from a clock."""

import time
from collections.abc import Callable

_TIMES = 16
_ROOM = 6
"""What caches, warming up and a busy machine may add; work that grows with the square takes 16 times as long again."""
_LEAST = 0.02
"""Seconds of processor time below which nothing can be said."""
_TRIES = 3


def processor_seconds(work: Callable[[], object]) -> float:
    """What one call costs this process, whatever else the machine does."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def least_seconds(work: Callable[[], object]) -> float:
    """The cheapest of three calls: the first may load and build what the others find."""
    return min(processor_seconds(work) for _ in range(3))


def assert_grows_with_length(work: Callable[[int], object], size: int) -> None:
    """Work of this size takes about 16 times as long as that of a sixteenth, not 256 times.

    What grows too fast does so each time; a machine that stumbles does not.
    """
    seen = []
    for _ in range(_TRIES):
        few = least_seconds(lambda: work(size // _TIMES))
        many = processor_seconds(lambda: work(size))
        if many < _TIMES * _ROOM * max(few, _LEAST):
            return
        seen.append((round(few, 3), round(many, 3)))
    raise AssertionError(f"seconds for {size // _TIMES:,} and for {size:,}: {seen}")


def assert_costs_like(work: Callable[[], object], usual: float, times: int) -> None:
    """Work takes less than so many times the seconds that the usual work took."""
    seen = []
    for _ in range(_TRIES):
        taken = processor_seconds(work)
        if taken < times * max(usual, _LEAST):
            return
        seen.append(round(taken, 3))
    raise AssertionError(f"seconds of the usual work: {usual:.3f}; of this: {seen}")
