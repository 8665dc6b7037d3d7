"""The sliding window over one group, and the bursts in which its condition holds."""

from array import array
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from indicia.detection.correlation.correlation import MOST, Correlation, Number
from indicia.detection.correlation.member import FIRST_KEY, Member
from indicia.detection.correlation.meters import meter

Hold = Callable[[int, bool], None]
"""Told of each record that came when the condition held, and whether it decided a burst."""


class Burst(Struct, kw_only=True):
    """Windows of one group in which the condition held, each sharing an event with the one before."""

    start: int
    """Time of the first event, microseconds."""
    end: int
    """Time of the last event of the last window."""
    first: int
    """Position of the first event."""
    last: int
    decided: int
    """Position of the event with which the condition held first; of those of one time, the last."""
    count: int
    """Events from first to last."""
    value: Number
    """Furthest value measured while it held."""
    cut: bool
    """Whether count and value are "at least"."""


class _Ring:
    """(time, position of its first event, number of events) of each time in the window, oldest first."""

    def __init__(self) -> None:
        self._times, self._positions, self._counts = array("q"), array("q"), array("q")
        self._head = 0
        self.events = 0

    def __len__(self) -> int:
        return len(self._times) - self._head

    @property
    def time(self) -> int:
        """The oldest time."""
        return self._times[self._head]

    @property
    def position(self) -> int:
        """Position of the oldest event."""
        return self._positions[self._head]

    def add(self, time: int, position: int) -> None:
        self.events += 1
        if len(self) and self._times[-1] == time:
            self._counts[-1] += 1
            return
        self._times.append(time)
        self._positions.append(position)
        self._counts.append(1)

    def drop(self) -> int:
        """Forget the oldest time; how many events it had."""
        gone = self._counts[self._head]
        self.events -= gone
        self._head += 1
        if self._head > 4_096 and self._head * 2 > len(self._times):
            for column in (self._times, self._positions, self._counts):
                del column[: self._head]
            self._head = 0
        return gone


def bursts(
    item: Correlation, members: Iterator[Member], hold: Hold | None = None, apart: frozenset[int] = frozenset()
) -> Iterator[Burst]:
    """The bursts of all groups, groups in the order they come; members in order of group and time.

    An event that satisfies several rules is one event; those of the rules `apart`, by position, each count by
    themselves.
    Windows are closed: events exactly the timespan apart lie in one.  What is held in memory is bounded by the
    window, and by `MOST` times and values of it.
    """
    keys = slice(FIRST_KEY, FIRST_KEY + len(item.group_by))
    group: tuple[str, ...] | None = None
    slide: _Slide | None = None
    for member in members:
        if slide is None or member[keys] != group:
            if slide is not None:
                yield from slide.close()
            group, slide = member[keys], _Slide(item, hold, apart)
        yield from slide.add(member)
    if slide is not None:
        yield from slide.close()


class _Slide:
    """One group on its way through the window."""

    def __init__(self, item: Correlation, hold: Hold | None, apart: frozenset[int]) -> None:
        self._item = item
        self._apart = apart
        self._known: set[tuple[int, int, bytes]] | None = set() if len(item.rules) > 1 else None
        """Events of the newest time; null where one cannot come twice."""
        self._rising = item.rising
        self._hold = hold
        self._meter = meter(item)
        self._ring = _Ring()
        self._values = FIRST_KEY + len(item.group_by)
        self._now: int | None = None
        self._newest: list[tuple[int, int]] = []
        """(position, tick) of the events of the newest time; empty when nobody is told of them."""
        self._last = 0
        self._since = 0
        """Events after the end of the burst."""
        self._burst: Burst | None = None
        self._cut = False

    def add(self, member: Member) -> Iterator[Burst]:
        """The next event; the bursts that end with it."""
        position, tick, time, part = member[:4]
        if time != self._now:
            if self._now is not None:
                yield from self._pass(time)
            self._now = time
            self._newest.clear()
            if self._known is not None:
                self._known.clear()
        fresh = self._first(member)
        if fresh or self._item.by_rule:
            self._meter.add(time, part, member[self._values :])
        if fresh:
            self._ring.add(time, position)
            self._since += 1
        self._last = position
        if self._hold is not None:
            self._newest.append((position, tick))
        if len(self._ring) > MOST:
            gone = self._ring.drop()
            self._cut = True
            if self._meter.follows:
                self._meter.expire(self._ring.time, gone)

    def _first(self, member: Member) -> bool:
        """Whether no other rule brought this event."""
        if self._known is None or len(self._known) > MOST:
            return True
        part, owner, identity = member[3:FIRST_KEY]
        event = (part if part in self._apart else -1, owner, identity)
        if event in self._known:
            return False
        self._known.add(event)
        return True

    def close(self) -> Iterator[Burst]:
        """The bursts that the end of the group ends."""
        yield from self._judge()
        if self._burst is not None:
            yield self._burst

    def _pass(self, time: int) -> Iterator[Burst]:
        """All events of the newest time are in; go on to the next."""
        before = time - self._item.timespan
        leaves = self._ring.time < before
        if self._rising or leaves:
            yield from self._judge()
        gone = 0
        while leaves and len(self._ring) and self._ring.time < before:
            gone += self._ring.drop()
        if leaves:
            self._meter.expire(before, gone)
            if not len(self._ring):
                self._cut = self._meter.cut = False

    def _judge(self) -> Iterator[Burst]:
        """Look at the window that ends at the newest time."""
        if not self._meter.holds():
            return
        assert self._now is not None  # a window has an event
        value, cut = self._meter.value(), self._cut or self._meter.cut
        known = self._burst
        fresh = known is None or self._ring.time > known.end
        if fresh or known is None:
            if known is not None:
                yield known
            self._burst = Burst(
                start=self._ring.time,
                end=self._now,
                first=self._ring.position,
                last=self._last,
                decided=self._last,
                count=self._ring.events,
                value=value,
                cut=cut,
            )
        else:
            known.end, known.last = self._now, self._last
            known.count += self._since
            known.value = max(known.value, value) if self._rising else known.value
            known.cut = known.cut or cut
        self._since = 0
        if self._hold is not None:
            _tell(self._hold, self._newest, fresh)


def _tell(hold: Hold, newest: Sequence[tuple[int, int]], fresh: bool) -> None:
    for place, (_, tick) in enumerate(newest):
        hold(tick, fresh and place == len(newest) - 1)
