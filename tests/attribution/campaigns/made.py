"""Small activities and findings for the tests of campaigns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from indicia.attribution.campaigns.linking import link
from indicia.attribution.campaigns.store import Store
from indicia.model.evidence import Locator
from indicia.model.finding import Confidence, Exhibit, Finding, RuleCard, Severity, Stage
from indicia.model.record import Value
from indicia.model.trait import Activity, Commonness, Trait, TraitKind

DAY = datetime(2021, 3, 3, 6, tzinfo=UTC)
K = TraitKind


def trait(kind: TraitKind, value: str, *, day: float = 0, grade: Commonness = Commonness.NO) -> Trait:
    """A trait seen once, so many days after 3 March."""
    time = DAY + timedelta(days=day)
    return Trait(kind=kind, value=value, first=time, last=time, findings=("F1",), commonness=grade)


def activity(host: str, *traits: Trait, number: int = 1, stage: Stage = Stage.OPERATED, case: str = "c") -> Activity:
    """An activity with these traits."""
    return Activity(
        case=case, host=host, number=number, stage=stage, first=DAY, last=DAY, findings=("F1",), traits=traits
    )


def groups(activities: Iterable[Activity]) -> set[frozenset[str]]:
    """Which activities are joined, as `host/number`; those that are alone are left out."""
    store = Store(activities)
    linked = link(store)
    found: dict[int, set[str]] = {}
    for place, label in enumerate(linked.label.tolist()):
        _, host, number = store.name(place)
        found.setdefault(label, set()).add(f"{host}/{number}")
    return {frozenset(members) for members in found.values() if len(members) > 1}


def exhibit(
    fields: Mapping[str, Value], *, at: datetime | None, table: str = "web_request", source: str = "iis"
) -> Exhibit:
    """A record with these fields."""
    return Exhibit(
        table=table,
        source=source,
        time=at,
        path="log",
        at=Locator(sha256="0" * 64, offset=abs(hash((str(fields), at))) % 10**9, length=1),
        fields=fields,
        matched=(),
        raw="",
    )


def finding(
    name: str,
    *exhibits: Exhibit,
    stage: Stage | None = Stage.OPERATED,
    clients: Sequence[str] = (),
    objects: Sequence[str] = (),
    severity: Severity = Severity.HIGH,
    host: str = "mx",
    at: datetime | None = DAY,
    joins: Mapping[str, str] | None = None,
) -> Finding:
    """A finding of an analysis; without records it shows a bare one."""
    shown = exhibits or (exhibit({}, at=at, table="win_event", source="Security"),)
    times = [one.time for one in shown if one.time]
    return Finding(
        detector="test",
        title=name,
        summary=name,
        stage=stage,
        severity=severity,
        confidence=Confidence.STRONG,
        host=host,
        seen=min(times, default=at),
        last=max(times, default=at),
        count=len(shown),
        exhibits=shown,
        card=RuleCard(id="test", title="test", kind="analysis"),
        clients=tuple(clients),
        objects=tuple(objects),
        joins=joins or {},
        id=name,
    )


def request(client: str, page: str, *, minutes: float = 0, agent: str = "own/1", method: str = "POST") -> Exhibit:
    """A line of a web log."""
    fields = {"c-ip": client, "cs-uri-stem": page, "cs-user-agent": agent, "cs-method": method, "sc-status": "200"}
    return exhibit(fields, at=DAY + timedelta(minutes=minutes))
