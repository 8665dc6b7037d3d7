"""Coverage of a log as it is read: per host and part first and last time, and records per hour."""

from collections import defaultdict

import numpy as np
from msgspec import Struct, field

from indicia.evidence.text.raw.times import HOUR, NONE, Micros, as_datetime
from indicia.model.coverage import Span

_MOST_GROUPS = 1000
"""Hosts times parts kept apart in one file; a log that names more is hostile, and the rest goes under no name."""
_MOST_HOURS = 1_000_000
"""Hours kept in one file, a century; records beyond it count without their hour."""


class _Tally(Struct):
    records: int = 0
    first: int | None = None
    last: int | None = None
    hours: dict[int, int] = field(default_factory=lambda: defaultdict(int))


class Spans:
    """Adds up; `finish` gives the spans."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tallies: dict[tuple[str | None, str | None], _Tally] = {}
        self._hours = 0
        self.full = False
        """Whether a limit was met, so that some records stand under no name or no hour."""
        self.timeless = 0
        """Records without a time that can be read."""

    def add(self, host: str | None, part: str | None, micros: Micros) -> None:
        """Records of one host and part."""
        # There is no time below NONE, so mostly one look tells that all have one.
        timed = micros if len(micros) and int(micros.min()) != NONE else micros[micros != NONE]
        tally = self._tally(host, part)
        tally.records += len(micros)
        self.timeless += len(micros) - len(timed)
        if len(timed):
            first, last = int(timed.min()), int(timed.max())
            self._note(tally, first, last, _hours(timed, first, last))

    def add_hour(self, host: str | None, part: str | None, records: int, first: int, last: int) -> None:
        """The same of records that were all written in one hour."""
        tally = self._tally(host, part)
        tally.records += records
        self._note(tally, first, last, [(first // HOUR, records)])

    def _note(self, tally: _Tally, first: int, last: int, hours: list[tuple[int, int]]) -> None:
        tally.first = first if tally.first is None else min(tally.first, first)
        tally.last = last if tally.last is None else max(tally.last, last)
        for hour, count in hours:
            if hour not in tally.hours:
                if self._hours >= _MOST_HOURS:
                    self.full = True
                    continue
                self._hours += 1
            tally.hours[hour] += count

    def finish(self) -> list[Span]:
        """One span for each host and part, in the order of their names."""
        return [
            Span(
                source=self._source,
                host=host,
                records=tally.records,
                first=None if tally.first is None else as_datetime(tally.first),
                last=None if tally.last is None else as_datetime(tally.last),
                hours={_hour_name(hour): count for hour, count in sorted(tally.hours.items())},
                parts={} if part is None else {part: tally.records},
            )
            for (host, part), tally in sorted(
                self._tallies.items(), key=lambda item: tuple((name is not None, name or "") for name in item[0])
            )
        ]

    def _tally(self, host: str | None, part: str | None) -> _Tally:
        key = (host, part)
        if key not in self._tallies and len(self._tallies) >= _MOST_GROUPS:
            self.full = True
            key = (None, None)
        return self._tallies.setdefault(key, _Tally())


def _hours(times: Micros, first: int, last: int) -> list[tuple[int, int]]:
    """(hour, records in it)."""
    if first // HOUR == last // HOUR:
        return [(first // HOUR, len(times))]
    hours, counts = np.unique(times // HOUR, return_counts=True)
    return list(zip(hours.tolist(), counts.tolist(), strict=True))


def _hour_name(hour: int) -> str:
    moment = as_datetime(hour * HOUR)
    return moment.isoformat()[:13] if moment else "none"
