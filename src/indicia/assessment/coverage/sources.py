"""What each log source of a host could have shown: spans merged, gaps found, held against the period in question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from indicia.knowledge.packs.pack import LogSource
from indicia.model.assessment import Gap, SourceCoverage, Standing
from indicia.model.coverage import Span
from indicia.model.moments import later

SLACK = timedelta(hours=24)
"""A log that starts or ends within a day of a bound covers it: rotation and collection are not to the minute."""


class Traced(Struct, frozen=True, kw_only=True):
    """A log source of one host with everything that is known about it, before any period is put to it."""

    source: LogSource
    records: int
    files: int
    damaged: int
    first: datetime | None
    last: datetime | None
    hours: tuple[tuple[str, int], ...]
    parts: frozenset[str]
    gaps: tuple[Gap, ...]


def trace(source: LogSource, spans: Sequence[Span], files: int, damaged: int) -> Traced:
    """Merge the spans of one source; gaps are stretches longer than the source may be silent.

    Where a source has parts that matter (the ports of the front end), others fill no gap: the back end goes on writing
    when the log of the front end is deleted.  Records of all parts are counted.
    """
    mine = [span for span in spans if span.source == source.id or span.source.lower() in source.channels]
    telling = [span for span in mine if not source.parts or not span.parts.keys().isdisjoint(source.parts)] or mine
    hours: Counter[str] = Counter()
    parts: set[str] = set()
    for span in mine:
        parts.update(span.parts)
    for span in telling:
        hours.update(span.hours)
    firsts = [span.first for span in telling if span.first is not None]
    lasts = [span.last for span in telling if span.last is not None]
    ordered = tuple(sorted(hours.items()))
    return Traced(
        source=source,
        records=sum(span.records for span in mine),
        files=files,
        damaged=damaged,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        hours=ordered,
        parts=frozenset(parts),
        gaps=_gaps([hour for hour, _ in ordered], source.max_gap_hours),
    )


def _gaps(hours: Iterable[str], longest: int) -> tuple[Gap, ...]:
    if not longest:
        return ()
    found: list[Gap] = []
    before: datetime | None = None
    for hour in hours:
        now = datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC)
        if before is not None and now - before > timedelta(hours=longest):
            found.append(Gap(start=later(before, timedelta(hours=1)), end=now))
        before = now
    return tuple(found)


def standing(
    traced: Traced, start: datetime | None, end: datetime | None, parts: Sequence[str] = ()
) -> tuple[Standing, str]:
    """State of a source over a period, and why it is not covered (empty when it is).

    `start` null: the source only has to be there (files, configuration).  `parts`: event ids, ports or protocols of
    which at least one has to show.
    """
    if not traced.records:
        return Standing.MISSING, _without(traced)
    reasons: list[str] = []
    if parts and not traced.parts.intersection(parts):
        reasons.append(f"no record of {_either(parts)}")
    if start is not None:
        reasons.extend(_late_or_short(traced, start, end))
        reasons.extend(_holes(traced, start, end))
    if traced.damaged:
        reasons.append(f"{_count(traced.damaged, 'place')} could not be read")
    return (Standing.PARTIAL, "; ".join(reasons)) if reasons else (Standing.COVERED, "")


def _without(traced: Traced) -> str:
    """Why a source has no record."""
    if traced.damaged:
        return f"no record could be read: {_count(traced.damaged, 'place')} damaged"
    return f"no record in its {_count(traced.files, 'file')}" if traced.files else "not in this evidence"


def _late_or_short(traced: Traced, start: datetime, end: datetime | None) -> list[str]:
    if traced.first is None or traced.last is None:
        return ["its records carry no time"]
    reasons = []
    if traced.first - start > SLACK:
        reasons.append(f"first record {_day(traced.first)} is later than {_day(start)}")
    # A source that may be silent for any time says nothing by ending early.
    if end is not None and traced.source.max_gap_hours and end - traced.last > SLACK:
        reasons.append(f"last record {_day(traced.last)} is earlier than {_day(end)}")
    return reasons


def _holes(traced: Traced, start: datetime, end: datetime | None) -> list[str]:
    inside = [gap for gap in traced.gaps if gap.end > start and (end is None or gap.start < end)]
    if not inside:
        return []
    worst = max(inside, key=lambda gap: gap.end - gap.start)
    text = f"no records from {_minute(worst.start)} to {_minute(worst.end)}"
    return [text if len(inside) == 1 else f"{text} and {_count(len(inside) - 1, 'more gap')}"]


def coverage(traced: Traced, start: datetime | None, end: datetime | None) -> SourceCoverage:
    """The line of the report for one source."""
    state, why = standing(traced, start, end, traced.source.parts)
    return SourceCoverage(
        source=traced.source.id,
        name=traced.source.name,
        channels=traced.source.channels,
        standing=state,
        first=traced.first,
        last=traced.last,
        records=traced.records,
        files=traced.files,
        damaged=traced.damaged,
        gaps=traced.gaps,
        hours=traced.hours,
        blind=traced.source.blind if state is not Standing.COVERED else "",
        why=why,
    )


def _either(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
