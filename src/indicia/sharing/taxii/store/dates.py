"""Dates of what is added: always later than any before, and no count of what others may not see."""

import time
from collections.abc import Sequence

from indicia.model.statement import Marking
from indicia.sharing.taxii.protocol.wire import now


class Dates:
    """The dates of one collection, as long as a process lives."""

    def __init__(self) -> None:
        self._zero: int | None = None

    def following(self, last: int) -> int:
        """The date for what is added next, microseconds; `last` is the newest that was ever given out.

        It is now.  Where the clock is behind the last date, dates run on at the pace of time: if they only counted up,
        the next one would tell how many objects a reader was not shown.
        """
        passed = time.monotonic_ns() // 1000
        earliest = max(now(), last + 1) - passed
        self._zero = earliest if self._zero is None else max(self._zero, earliest)
        return self._zero + passed


def first_dates(following: int, markings: Sequence[Marking]) -> list[int]:
    """For each marking the date of its first object in a request: the less strict come first, without a gap."""
    found, date = [], following
    for marking in Marking:
        found.append(date)
        date += sum(one is marking for one in markings)
    return found
