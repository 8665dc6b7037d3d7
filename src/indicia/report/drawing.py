"""The picture of a host: time from left to right, one lane per log, white where a log shows nothing.

Two strips where the events fill only a small part of the period: the whole period, and the moment that matters.
Marks differ in shape as well as in colour, so that the picture reads in black and white.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from indicia.assessment.labels import source_label
from indicia.model.assessment import Assessment, SourceCoverage, Standing
from indicia.model.finding import Finding, Stage

WIDTH = 960
LABEL = 150
"""Room for the names of the lanes, left."""
LANE = 26
TOP = 34
_MARKS = 400
"""Marks drawn in one strip; more would only cover each other."""
_ZOOM = 0.12
"""The second strip is drawn when the events fill less than this share of the whole period."""
_STEPS = (1, 5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_DAYS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane that holds records, in pixels."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding in a lane."""

    x: float
    y: float
    stage: str
    finding: str
    title: str
    path: str
    """SVG path of its shape."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One log source."""

    name: str
    y: float
    bars: tuple[Bar, ...]
    missing: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A time on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One picture over one stretch of time."""

    title: str
    height: float
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    window: tuple[float, float] | None
    """Left and right edge of what the next strip shows, in pixels; null in the last strip."""
    left_out: int
    """Marks not drawn."""


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        span = (self.end - self.start).total_seconds()
        share = (moment - self.start).total_seconds() / span if span else 0.5
        return round(LABEL + min(max(share, 0.0), 1.0) * (WIDTH - LABEL - 12), 1)


def strips(host: Assessment, findings: Sequence[Finding]) -> tuple[Strip, ...]:
    """One or two strips; none when nothing has a time."""
    timed = [finding for finding in findings if finding.seen is not None]
    moments = [moment for item in timed for moment in (item.seen, item.last) if moment is not None]
    bounds = [moment for moment in (*host.period, *moments) if moment is not None]
    if not bounds:
        return ()
    whole = _pad(min(bounds), max(bounds))
    serious = [item.seen for item in timed if item.seen and (item.stage or Stage.NONE) > Stage.PROBED] or [
        item.seen for item in timed if item.seen
    ]
    lanes = _sources(host, timed)
    if serious:
        near = _pad(min(serious), max(serious), share=0.15)
        if near.end - near.start < _ZOOM * (whole.end - whole.start):
            window = (whole.x(near.start), whole.x(near.end))
            return (
                _strip("the whole period", whole, lanes, timed, window),
                _strip("the moment in question", near, lanes, timed, None),
            )
    return (_strip("the whole period", whole, lanes, timed, None),)


def _pad(first: datetime, last: datetime, share: float = 0.02) -> _Scale:
    room = max((last - first) * share, timedelta(seconds=2))
    return _Scale(first - room, last + room)


def _sources(host: Assessment, timed: Sequence[Finding]) -> list[tuple[SourceCoverage, str]]:
    """Lanes worth drawing: every source with records or findings, and the missing ones that leave something blind."""
    return [(source, source.name) for source in host.coverage if source.records or source.blind]


def _strip(
    title: str,
    scale: _Scale,
    lanes: Sequence[tuple[SourceCoverage, str]],
    timed: Sequence[Finding],
    window: tuple[float, float] | None,
) -> Strip:
    drawn = tuple(
        Lane(name=name, y=TOP + index * LANE, bars=_bars(source, scale), missing=source.standing is Standing.MISSING)
        for index, (source, name) in enumerate(lanes)
    )
    rows = {source.source: lane.y for (source, _), lane in zip(lanes, drawn, strict=True)}
    events = TOP + len(drawn) * LANE
    inside = [item for item in timed if item.seen and scale.start <= item.seen <= scale.end]
    # The furthest stages are drawn last, on top, and are the last to be left out.
    ranked = sorted(inside, key=lambda item: (item.stage or Stage.NONE, item.severity))[-_MARKS:]
    return Strip(
        title=title,
        height=events + 34,
        lanes=drawn,
        marks=tuple(_mark(item, scale, rows, events) for item in ranked),
        ticks=tuple(_ticks(scale)),
        window=window,
        left_out=len(inside) - len(ranked),
    )


def _bars(source: SourceCoverage, scale: _Scale) -> tuple[Bar, ...]:
    """Stretches of hours with records, joined where they touch."""
    stretches: list[list[datetime]] = []
    for hour, _ in source.hours:
        start = datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC)
        end = start + timedelta(hours=1)
        if stretches and start - stretches[-1][1] <= timedelta(0):
            stretches[-1][1] = end
        else:
            stretches.append([start, end])
    # The first and the last hour are known to the second: a log of 47 seconds must not look like an hour.
    if stretches and source.first is not None and source.last is not None:
        stretches[0][0] = max(stretches[0][0], source.first)
        stretches[-1][1] = min(stretches[-1][1], source.last)
    bars: list[Bar] = []
    for start, end in stretches:
        if end < scale.start or start > scale.end:
            continue
        left, right = scale.x(start), scale.x(end)
        # Stretches less than a pixel apart are one on paper; without this a year of hours is thousands of shapes.
        if bars and left - (bars[-1].x + bars[-1].width) < 0.8:
            bars[-1] = Bar(bars[-1].x, round(right - bars[-1].x, 1))
        else:
            bars.append(Bar(left, round(max(right - left, 1.5), 1)))
    return tuple(bars)


def _mark(finding: Finding, scale: _Scale, rows: dict[str, float], events: float) -> Mark:
    assert finding.seen is not None  # only findings with a time are drawn
    stage = finding.stage if finding.stage is not None else Stage.NONE
    x = scale.x(finding.seen)
    y = rows.get(_row(finding, rows), events) + LANE / 2
    return Mark(
        x=x,
        y=y,
        stage=stage.name.lower(),
        finding=finding.id,
        title=f"{finding.seen:%Y-%m-%d %H:%M:%S} {stage.name.lower() if stage else 'supports'}: {finding.title}"
        f" ({source_label(finding.exhibits[0])})",
        path=_shape(stage, x, y),
    )


def _row(finding: Finding, rows: dict[str, float]) -> str:
    """Lane of a finding: its log source, or for events the source whose channel it is."""
    source = finding.exhibits[0].source
    if source in rows:
        return source
    known = {
        "security": "evt_sec",
        "application": "evt_app",
        "msexchange management": "evt_mgmt",
        "microsoft-windows-sysmon/operational": "sysmon",
        "microsoft-iis-configuration/operational": "evt_iiscfg",
        "microsoft-windows-powershell/operational": "evt_ps",
        "windows powershell": "evt_ps",
        "microsoft-windows-windows defender/operational": "evt_def",
    }
    return known.get(source.lower(), "")


def _shape(stage: Stage, x: float, y: float) -> str:
    """A dot supports, a ring probes, then triangle, square, and a star for a command that ran."""
    if stage is Stage.EXPLOITED:
        return f"M{x} {y - 7}L{x + 7} {y + 5}L{x - 7} {y + 5}Z"
    if stage is Stage.IMPLANTED:
        return f"M{x - 6} {y - 6}H{x + 6}V{y + 6}H{x - 6}Z"
    if stage is Stage.OPERATED:
        return (
            f"M{x} {y - 9}L{x + 2.6} {y - 2.8}L{x + 9} {y - 2.6}L{x + 4} {y + 1.6}L{x + 5.8} {y + 8}"
            f"L{x} {y + 4.2}L{x - 5.8} {y + 8}L{x - 4} {y + 1.6}L{x - 9} {y - 2.6}L{x - 2.6} {y - 2.8}Z"
        )
    radius = 4.5 if stage is Stage.PROBED else 3
    return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0Z"


def _ticks(scale: _Scale) -> Iterator[Tick]:
    span = (scale.end - scale.start).total_seconds()
    wanted = span / 6
    if wanted <= _STEPS[-1]:
        step = next(length for length in _STEPS if length >= wanted)
    else:
        step = 86400 * next((days for days in _DAYS if days * 86400 >= wanted), _DAYS[-1])
    form = "%H:%M:%S" if step < 60 else "%m-%d %H:%M" if step < 86400 else "%Y-%m-%d"
    at = datetime.fromtimestamp(-(-scale.start.timestamp() // step) * step, UTC)
    while at <= scale.end:
        yield Tick(scale.x(at), at.strftime(form))
        at += timedelta(seconds=step)
