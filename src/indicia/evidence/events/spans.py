"""How many records of which channel, host, hour and event id one file holds, counted as text without parsing times."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from indicia.evidence.events.decoding.moment import parse
from indicia.model.coverage import Span
from indicia.tables.batch import EventKind

MOST_SPANS = 2000
"""Channels times hosts of one file that are told apart; a log of thousands of hosts is a collector's or hostile."""
MOST_HOURS = 200_000
"""Hours told apart in one span, 22 years."""
MOST_PARTS = 70_000
"""Event ids told apart in one span; an id has 16 bits."""


class _Count(Struct):
    records: int = 0
    first: str = ""
    last: str = ""
    hours: Counter[str] = field(default_factory=Counter)
    parts: Counter[int] = field(default_factory=Counter)


class Tally:
    """Counts events and gives the spans at the end.  Times are texts as `moment.utc_text` gives them."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], _Count] = {}
        self._overflow = False

    def add(self, channel: str, host: str, time: str, event_id: int) -> None:
        """Count one event; an empty time counts in no hour, an id of -1 in no part."""
        count = self._counts.get((channel, host)) or self._open(channel, host)
        count.records += 1
        if event_id >= 0:
            count.parts[event_id] += 1
        if time:
            count.hours[time[:13]] += 1
            count.last = max(count.last, time)
            if time < count.first or not count.first:
                count.first = time
        if len(count.hours) > MOST_HOURS or len(count.parts) > MOST_PARTS:
            self._cut(count)

    def add_run(self, by_kind: Mapping[EventKind, Sequence[int]], times: Sequence[str]) -> None:
        """Count events that stand together, of which these indexes are of each kind."""
        for where, indexes in by_kind.items():
            mine = [times[index] for index in indexes]
            self.add_kind(where, min(mine), max(mine), len(mine), mine.copy)

    def add_kind(
        self, where: EventKind, first: str, last: str, records: int, times: Callable[[], Sequence[str]]
    ) -> None:
        """Count so many events of a kind with their first and last time; `times` gives all of them if that is asked."""
        if not first or where.event_id < 0:
            for time in times():
                self.add(where.channel, where.host, time, where.event_id)
            return
        count = self._counts.get((where.channel, where.host)) or self._open(where.channel, where.host)
        count.records += records
        count.parts[where.event_id] += records
        if first[:13] == last[:13]:
            count.hours[first[:13]] += records
        else:
            count.hours.update([time[:13] for time in times()])
        if first < count.first or not count.first:
            count.first = first
        count.last = max(count.last, last)
        if len(count.hours) > MOST_HOURS or len(count.parts) > MOST_PARTS:
            self._cut(count)

    def add_counted(self, where: EventKind, first: str, last: str, hours: Sequence[tuple[str, int]]) -> None:
        """Count events of a kind, all with a time, by their hours; an hour may come several times."""
        count = self._counts.get((where.channel, where.host)) or self._open(where.channel, where.host)
        for hour, records in hours:
            count.records += records
            count.hours[hour] += records
            if where.event_id >= 0:
                count.parts[where.event_id] += records
        if first < count.first or not count.first:
            count.first = first
        count.last = max(count.last, last)
        if len(count.hours) > MOST_HOURS or len(count.parts) > MOST_PARTS:
            self._cut(count)

    def note(self) -> str:
        """What was put together; empty when nothing was."""
        return "too many hosts, hours or event ids to be counted one by one" if self._overflow else ""

    def spans(self) -> list[Span]:
        """One span per channel and host, sorted."""
        return [
            Span(
                source=channel,
                host=host or None,
                records=count.records,
                first=parse(count.first) if count.first else None,
                last=parse(count.last) if count.last else None,
                hours=dict(sorted(count.hours.items())),
                parts={str(part): number for part, number in sorted(count.parts.items())},
            )
            for (channel, host), count in sorted(self._counts.items())
        ]

    def _open(self, channel: str, host: str) -> _Count:
        place = (channel, host)
        if len(self._counts) >= MOST_SPANS:
            self._overflow = True
            place = (channel, "") if (channel, "") in self._counts or len(self._counts) < 2 * MOST_SPANS else ("", "")
        return self._counts.setdefault(place, _Count())

    def _cut(self, count: _Count) -> None:
        """Drop the rarest hours and ids of a span that has more than there can be."""
        if len(count.hours) > MOST_HOURS:
            count.hours = Counter(dict(count.hours.most_common(MOST_HOURS // 2)))
            self._overflow = True
        if len(count.parts) > MOST_PARTS:
            count.parts = Counter(dict(count.parts.most_common(MOST_PARTS // 2)))
            self._overflow = True
