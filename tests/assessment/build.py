"""Small real values for the tests of the assessment: everything but the point is left out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from indicia.assessment.coverage.sources import Traced, trace
from indicia.knowledge.packs.pack import ArtefactTest, Baseline, LogSource, Need, Pack
from indicia.model.coverage import Span
from indicia.model.evidence import Locator
from indicia.model.finding import Confidence, Exhibit, Finding, Presence, RuleCard, Severity, Stage

SOURCES = (
    LogSource(id="iis", name="IIS", blind="who sent what", max_gap_hours=24),
    LogSource(id="httpproxy", name="HttpProxy", blind="where it was routed", max_gap_hours=24),
    LogSource(id="evt_sec", name="Security", channels=("security",), blind="which commands ran"),
    LogSource(id="fs", name="files", state=True, blind="whether a page is still there"),
)


def day(text: str) -> datetime:
    """A UTC time from ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def pack(*tests: ArtefactTest) -> Pack:
    """A pack with four sources; "none seen" needs IIS, HttpProxy and files from 2021-01-01."""
    return Pack(
        name="t",
        version="1",
        sources=SOURCES,
        tests=tests,
        windows={"any": day("2021-01-01"), "late": day("2022-09-01")},
        required=(("iis",), ("httpproxy",), ("fs",)),
        baseline=Baseline(hashes={}, benign=frozenset()),
        rules=Path(),
        root=Path(),
    )


def artefact(name: str, *needs: Need, how: str = "rule", family: str = "any", missing: str = "") -> ArtefactTest:
    """A test of a pack."""
    return ArtefactTest(id=name, title=name, family=family, needs=needs, how=how, missing=missing)


def traced(
    source: str, first: str, last: str, *, damaged: int = 0, parts: Sequence[str] = (), skip: Sequence[str] = ()
) -> Traced:
    """A source with a record each hour from `first` to `last`, days in `skip` left out."""
    hours = {}
    now = day(first)
    while now <= day(last):
        if f"{now:%Y-%m-%d}" not in skip:
            hours[f"{now:%Y-%m-%dT%H}"] = 1
        now += timedelta(hours=1)
    span = Span(
        source=next((s.channels[0] for s in SOURCES if s.id == source and s.channels), source),
        host=None,
        records=len(hours),
        first=day(first),
        last=day(last),
        hours=hours,
        parts=dict.fromkeys(parts, 1),
    )
    return trace(next(s for s in SOURCES if s.id == source), [span], files=1, damaged=damaged)


def tree() -> Traced:
    """Collected web folders."""
    return trace(SOURCES[3], [Span(source="fs", host=None, records=3, first=None, last=None)], files=3, damaged=0)


def whole() -> dict[str, Traced]:
    """Every required source from the end of 2020 to April 2021."""
    return {
        "iis": traced("iis", "2020-12-31", "2021-04-01"),
        "httpproxy": traced("httpproxy", "2020-12-31", "2021-04-01"),
        "fs": tree(),
    }


def finding(
    name: str = "F1",
    *,
    stage: Stage | None = Stage.EXPLOITED,
    confidence: Confidence = Confidence.STRONG,
    severity: Severity = Severity.HIGH,
    at: str | None = "2021-03-03T04:00:00",
    last: str | None = None,
    detector: str = "d",
    clients: Sequence[str] = (),
    objects: Sequence[str] = (),
    tests: Sequence[str] = (),
    presence: Presence = Presence.SEEN_ONCE,
    joins: dict[str, str] | None = None,
    kind: str = "analysis",
) -> Finding:
    """A finding."""
    moment = day(at) if at else None
    exhibit = Exhibit(
        table="web_request",
        source="iis",
        time=moment,
        path="a.log",
        at=Locator(sha256="0" * 64, offset=0, length=1, line=1),
        fields={},
        matched=(),
        raw="x",
    )
    return Finding(
        detector=detector,
        title=name,
        summary=f"{name} was seen.",
        stage=stage,
        severity=severity,
        confidence=confidence,
        host="h",
        seen=moment,
        last=day(last) if last else moment,
        count=1,
        exhibits=(exhibit,),
        card=RuleCard(id=detector, title=name, kind=kind),
        tests=tuple(tests),
        clients=tuple(clients),
        objects=tuple(objects),
        presence=presence,
        joins=joins or {},
        id=name,
    )
