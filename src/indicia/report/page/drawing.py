"""The picture of a host: time from left to right, one lane per log, white where a log shows nothing.

Two strips where the events fill only a small part of the period: the whole period, and the moment that matters.
Marks differ in shape as well as in colour, so that the picture reads in black and white.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from indicia.model.assessment import Assessment, SourceCoverage, Standing
from indicia.model.finding import Finding, Stage
from indicia.report.page.marks import ROW, Mark, marks
from indicia.report.words import day, to_second

WIDTH = 1000
LABEL = 204
"""Room for the names of the lanes, left."""
RIGHT = 40
"""Room for half the last label of the axis, right."""
_LANE = 26
_TOP = 34
_FOOT = 10
_LANES = 16
"""Lanes of one strip; what does not fit is named in a line below it."""
_MISSING = 6
"""Lanes of them for logs that are missing: enough to see that they are."""
_ZOOM = 0.12
"""The second strip is drawn when the events fill less than this share of the whole period."""
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_DAYS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650)
_SANE = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
"""A record dated outside of this is wrong about its time; it would squeeze the rest of the picture into a line."""
_STATES = dict.fromkeys(
    (
        "fs",
        "apphost",
        "ad_exch",
        "tasks",
        "services",
        "registry",
        "wmi",
        "defender_settings",
        "http_sys",
        "accounts",
        "iis_modules",
        "entra",
    ),
    "state when collected",
)
"""Sources that show a state instead of a period."""
_RANKS = {stage.name.lower(): stage for stage in Stage}


class Bar(Struct, frozen=True):
    """A stretch of a lane that holds records, in pixels."""

    x: float
    width: float


class Lane(Struct, frozen=True):
    """One log source."""

    name: str
    y: float
    height: float
    bars: tuple[Bar, ...]
    quiet: tuple[Bar, ...]
    """From the first to the last record, gaps left out: a silence in here is one that the log may have."""
    marks: tuple[Mark, ...]
    note: str
    """Written into the lane where it has no bars: that the log is missing, or why it has no times."""
    missing: bool

    def middle(self, mark: Mark) -> float:
        """Height at which a mark stands."""
        rows = max((each.row for each in self.marks), default=0) + 1
        return self.y + self.height / 2 + (mark.row - (rows - 1) / 2) * ROW


class Tick(Struct, frozen=True):
    """A time on the axis."""

    x: float
    label: str


class Strip(Struct, frozen=True):
    """One picture over one stretch of time."""

    title: str
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    window: tuple[float, float] | None
    """Left and right edge of what the next strip shows, in pixels; null in the last strip."""
    patch: float | None
    """Where the patch line stands; null when it is not known or outside."""
    shown: int
    """Findings drawn."""
    left_out: int
    """Findings not drawn."""


class Picture(Struct, frozen=True):
    """The strips of one host and what they leave out."""

    strips: tuple[Strip, ...]
    missing: tuple[str, ...]
    """Names of missing logs without a lane."""
    undrawn: tuple[str, ...]
    """Names of logs with records for which there was no room."""


class _Scale(Struct, frozen=True):
    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        span = (self.end - self.start).total_seconds()
        share = (moment - self.start).total_seconds() / span if span else 0.5
        return round(LABEL + min(max(share, 0.0), 1.0) * (WIDTH - LABEL - RIGHT), 1)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment <= self.end


class _Row(Struct, frozen=True):
    """A lane before it is drawn on a scale."""

    source: str | None
    """Null: findings of no log that the coverage names."""
    name: str
    coverage: SourceCoverage | None
    findings: tuple[Finding, ...]
    stretches: tuple[tuple[datetime, datetime], ...]
    """From when to when it has records without a pause of an hour."""
    whole: tuple[tuple[datetime, datetime], ...]
    """From when to when it has records without a gap."""

    @property
    def missing(self) -> bool:
        """Whether this log is not in the evidence at all."""
        return self.coverage is not None and not self.coverage.records and not self.findings


def picture(host: Assessment, findings: Sequence[Finding], most: int) -> Picture:
    """One or two strips; none when nothing has a time.  At most `most` marks in each."""
    timed = [finding for finding in findings if _sane(finding.seen)]
    ends = [finding.last for finding in timed if _sane(finding.last)]
    bounds = [
        moment
        for moment in (*host.period, host.patch_time, *(finding.seen for finding in timed), *ends)
        if moment is not None and _sane(moment)
    ]
    if not bounds:
        return Picture((), (), ())
    rows, missing, undrawn = _rows(host, timed)
    whole = _pad(min(bounds), max(bounds))
    strips = []
    near = _near(host, timed, whole)
    if near is not None:
        window = (whole.x(near.start), whole.x(near.end))
        strips.append(_strip("the whole period", host, whole, rows, most, window))
        there = [row for row in rows if not row.missing]
        strips.append(_strip("the moment in question", host, near, there, most, None))
    else:
        strips.append(_strip("the whole period", host, whole, rows, most, None))
    return Picture(tuple(strips), missing, undrawn)


def _sane(moment: datetime | None) -> bool:
    return moment is not None and _SANE[0] <= moment <= _SANE[1]


def _pad(first: datetime, last: datetime, share: float = 0.02) -> _Scale:
    room = max((last - first) * share, timedelta(seconds=2))
    return _Scale(first - room, last + room)


def _near(host: Assessment, timed: Sequence[Finding], whole: _Scale) -> _Scale | None:
    """What the second strip shows: the first incident, else its way up to its furthest stage, if that is short."""
    mine = {step.finding for step in host.incidents[0].steps} if host.incidents else set()
    moments = [
        (finding.seen, finding.stage or Stage.NONE)
        for finding in timed
        if finding.seen is not None and (not mine or finding.id in mine)
    ]
    serious = sorted(item for item in moments if item[1] > Stage.PROBED) or sorted(moments)
    if not serious:
        return None
    top = max(stage for _, stage in serious)
    ends = [serious[-1][0]]
    if top > Stage.PROBED:
        ends.append(next(moment for moment, stage in serious if stage is top))
    for last in ends:
        near = _pad(serious[0][0], last, share=0.15)
        if near.end - near.start < _ZOOM * (whole.end - whole.start):
            return near
    return None


def _rows(host: Assessment, timed: Sequence[Finding]) -> tuple[list[_Row], tuple[str, ...], tuple[str, ...]]:
    """The lanes worth drawing in the order of the coverage, names of missing logs and of logs left out."""
    logs = (*host.coverage, *host.others)
    sources = {source.source: source for source in reversed(logs)}
    coverage = [source for source in logs if sources[source.source] is source]
    owners = {channel: source.source for source in coverage for channel in source.channels}
    found: dict[str | None, list[Finding]] = {}
    for finding in timed:
        log = finding.exhibits[0].source
        found.setdefault(log if log in sources else owners.get(log.lower()), []).append(finding)
    # Of Windows channels nobody asks for there are hundreds.
    coverage = [
        item for item in coverage if item.standing is not Standing.SEARCHED or item.hours or item.source in found
    ]
    telling = [item for item in coverage if item.records or item.source in found]
    # A lane with findings is never the one without room.
    kept = sorted(telling, key=lambda item: item.source not in found)[: _LANES - (None in found)]
    silent = [item for item in coverage if item not in telling]
    # Empty lanes of a server's logs show nothing of what is none.
    room = 0 if host.foreign else min(_LANES - len(kept) - (None in found), _MISSING)
    drawn = {item.source for item in (*kept, *silent[: max(room, 0)])}
    rows = [
        _Row(item.source, _name(item), item, tuple(found.get(item.source, ())), _stretches(item), _whole(item))
        for item in coverage
        if item.source in drawn
    ]
    if None in found:
        rows.append(_Row(None, "other records", None, tuple(found[None]), (), ()))
    return (
        rows,
        tuple(item.name for item in silent[max(room, 0) :]),
        tuple(item.name for item in telling if item.source not in drawn),
    )


def _name(source: SourceCoverage) -> str:
    return source.name.removesuffix(" log")


def _strip(
    title: str,
    host: Assessment,
    scale: _Scale,
    rows: Sequence[_Row],
    most: int,
    window: tuple[float, float] | None,
) -> Strip:
    inside = {row.source: [item for item in row.findings if scale.holds(item.seen)] for row in rows}
    piled = {
        source: marks([(scale.x(item.seen), item) for item in found if item.seen is not None])
        for source, found in inside.items()
    }
    least, room = _cut([mark for drawn, _ in piled.values() for mark in drawn], most)
    lanes = []
    y = float(_TOP)
    for row in rows:
        drawn, deep = piled[row.source]
        kept = []
        for mark in drawn:
            rank = _RANKS[mark.stage]
            if rank == least:
                room -= 1
            if rank > least or (rank == least and room >= 0):
                kept.append(mark)
        height = float(max(_LANE, deep * ROW + 8))
        lanes.append(_lane(row, y, height, scale, tuple(kept)))
        y += height
    shown = sum(mark.number for lane in lanes for mark in lane.marks)
    return Strip(
        title=f"{title}, {_between(scale)} UTC",
        height=y + _FOOT,
        lanes=tuple(lanes),
        ticks=tuple(_ticks(scale)),
        window=window,
        patch=scale.x(host.patch_time) if host.patch_time is not None and scale.holds(host.patch_time) else None,
        shown=shown,
        left_out=sum(map(len, inside.values())) - shown,
    )


def _cut(every: Sequence[Mark], most: int) -> tuple[int, int]:
    """The lowest rank that is drawn and how many of it: the furthest stages are the last to be left out."""
    room = most
    for rank in sorted(Stage, reverse=True):
        number = sum(_RANKS[mark.stage] == rank for mark in every)
        if number >= room:
            return rank, room
        room -= number
    return Stage.NONE, room


def _lane(row: _Row, y: float, height: float, scale: _Scale, drawn: tuple[Mark, ...]) -> Lane:
    note = "missing" if row.missing else _STATES.get(row.source or "", "")
    # The times of files and settings are those of the files: that a file is from 2019 covers nothing of 2019.
    bars = () if note else _bars(row.stretches, scale)
    quiet = () if note else _bars(row.whole, scale)
    if not note and not bars and not quiet and row.coverage is not None:
        note = "its records carry no time" if row.coverage.first is None else "no records in this stretch"
    return Lane(name=row.name, y=y, height=height, bars=bars, quiet=quiet, marks=drawn, note=note, missing=row.missing)


def _stretches(source: SourceCoverage) -> tuple[tuple[datetime, datetime], ...]:
    """Hours with records, joined where they touch."""
    found: list[list[datetime]] = []
    for hour, _ in source.hours:
        start = datetime.fromisoformat(f"{hour}:00+00:00")
        if not _sane(start):
            continue
        end = start + timedelta(hours=1)
        if found and start <= found[-1][1]:
            found[-1][1] = end
        else:
            found.append([start, end])
    # The first and the last hour are known to the second: a log of 47 seconds must not look like an hour.
    if found and source.first is not None and source.last is not None:
        found[0][0] = max(found[0][0], min(source.first, found[0][1]))
        found[-1][1] = min(found[-1][1], max(source.last, found[-1][0]))
    return tuple((start, end) for start, end in found)


def _whole(source: SourceCoverage) -> tuple[tuple[datetime, datetime], ...]:
    """From its first to its last record, gaps cut out."""
    if source.first is None or source.last is None or not (_sane(source.first) and _sane(source.last)):
        return ()
    found: list[tuple[datetime, datetime]] = []
    start = source.first
    for gap in source.gaps:
        if gap.start > start:
            found.append((start, gap.start))
        start = max(start, gap.end)
    return (*found, (start, source.last)) if source.last > start else tuple(found)


def _bars(stretches: Sequence[tuple[datetime, datetime]], scale: _Scale) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    for start, end in stretches:
        if end < scale.start or start > scale.end:
            continue
        left, right = scale.x(start), scale.x(end)
        # Stretches less than a pixel apart are one on paper; without this a year of hours is thousands of shapes.
        if bars and left - (bars[-1].x + bars[-1].width) < 0.8:
            bars[-1] = Bar(bars[-1].x, round(max(right - bars[-1].x, bars[-1].width), 1))
        else:
            bars.append(Bar(left, round(max(right - left, 1.5), 1)))
    return tuple(bars)


def _between(scale: _Scale) -> str:
    if scale.end - scale.start > timedelta(days=3):
        return f"{day(scale.start)} to {day(scale.end)}"
    end = f"{scale.end:%H:%M:%S}" if scale.start.date() == scale.end.date() else to_second(scale.end)
    return f"{to_second(scale.start)} to {end}"


def _ticks(scale: _Scale) -> Iterator[Tick]:
    wanted = (scale.end - scale.start).total_seconds() / 6
    if wanted <= _STEPS[-1]:
        step = next(length for length in _STEPS if length >= wanted)
    else:
        step = 86400 * next((days for days in _DAYS if days * 86400 >= wanted), _DAYS[-1])
    form = "%H:%M:%S" if step < 60 else "%m-%d %H:%M" if step < 86400 else "%Y-%m-%d"
    at = datetime.fromtimestamp(-(-scale.start.timestamp() // step) * step, UTC)
    while at <= scale.end:
        yield Tick(scale.x(at), at.strftime(form))
        at += timedelta(seconds=step)
