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


def assert_grows_with_length(work: Callable[[int], object], size: int) -> None:
    """Work of this size takes about 16 times as long as that of a sixteenth, not 256 times.

    What grows too fast does so each time; a machine that stumbles does not.
    """
    seen = []
    for _ in range(_TRIES):
        few = min(processor_seconds(lambda: work(size // _TIMES)) for _ in range(3))
        many = processor_seconds(lambda: work(size))
        if many < _TIMES * _ROOM * max(few, _LEAST):
            return
        seen.append((round(few, 3), round(many, 3)))
    raise AssertionError(f"seconds for {size // _TIMES:,} and for {size:,}: {seen}")


def assert_costs_like(work: Callable[[], object], usual: Callable[[], object], times: int) -> None:
    """Work takes less than so many times what the usual work does."""
    seen = []
    for _ in range(_TRIES):
        measure = min(processor_seconds(usual) for _ in range(3))
        taken = processor_seconds(work)
        if taken < times * max(measure, _LEAST):
            return
        seen.append((round(measure, 3), round(taken, 3)))
    raise AssertionError(f"seconds of the usual work, and of this: {seen}")
