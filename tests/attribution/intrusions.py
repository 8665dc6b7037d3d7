"""Cases put together by hand: an intrusion that shows these techniques, tools and indicators.  All is invented."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from indicia.attribution.attribute import Known
from indicia.attribution.profiles import Claims
from indicia.knowledge.actors.clusters import shipped_actors
from indicia.knowledge.actors.positions import load_positions
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.published.actor_uses import ActorUses, Source, Use
from indicia.model.assessment import Assessment, Incident, Result, RulesetSummary, Step, Verdict
from indicia.model.evidence import Locator
from indicia.model.finding import Confidence, Exhibit, Finding, RuleCard, Severity, Stage

START = datetime(2023, 6, 1, 9, 0, tzinfo=UTC)
HOST = "EX01.corp.example"


def finding(number: int, techniques: Sequence[str] = (), **more: object) -> Finding:
    """A strong finding past the door, ten minutes after the one before."""
    time = START + timedelta(minutes=10 * number)
    fields = more.pop("fields", {})
    assert isinstance(fields, dict)
    exhibit = Exhibit(
        table="win_event",
        source="sysmon",
        time=time,
        path="sysmon.evtx",
        at=Locator(sha256="a" * 64, offset=number, length=10),
        fields=fields,
        matched=(),
        raw="record",
    )
    values: dict[str, object] = {
        "detector": f"rule-{number}",
        "title": f"Rule {number}",
        "summary": f"Deed {number}.",
        "stage": Stage.OPERATED,
        "severity": Severity.HIGH,
        "confidence": Confidence.STRONG,
        "host": HOST,
        "seen": time,
        "last": time,
        "count": 1,
        "exhibits": (exhibit,),
        "card": RuleCard(id=f"rule-{number}", title=f"Rule {number}", kind="sigma"),
        "techniques": tuple(techniques),
        "clients": ("203.0.113.77",),
        "id": f"F{number}",
    }
    return Finding(**(values | more))  # type: ignore[arg-type]  # values of the right types, by name


def indicator(number: int, kind: str, value: str, names: str, *, maker: str = "List A", since: str = "") -> Finding:
    """A sighting of an indicator whose note names somebody."""
    valid = f"{since} to …" if since else "not limited"
    text = f"set: {maker}\nfile: list.csv\nvalid: {valid}\nnote: {names}\n{kind}: {value}"
    card = RuleCard(id=f"indicator:{value}", title=value, kind="indicator", author=maker, text=text)
    return finding(number, card=card, detector=card.id, title=f"{value} seen")


def result(findings: Iterable[Finding], stage: Stage = Stage.OPERATED) -> Result:
    """One server with one incident of all findings."""
    held = tuple(findings)
    steps = tuple(Step(time=one.seen, stage=one.stage, text=one.summary, source="x", finding=one.id) for one in held)
    times = [one.seen for one in held if one.seen is not None]
    incident = Incident(
        stage=stage,
        first=min(times, default=None),
        last=max(times, default=None),
        clients=tuple(dict.fromkeys(client for one in held for client in one.clients)),
        why=(),
        steps=steps,
    )
    host = Assessment(
        host=HOST,
        verdict=Verdict.OPERATED,
        stage=stage,
        sentence="",
        still_in="",
        patched="",
        since="",
        period=(None, None),
        incidents=(incident,) if held else (),
        remains=(),
        tests=(),
        coverage=(),
        next_steps=(),
        findings=tuple(one.id for one in held),
    )
    return Result(
        format="indicia-result/1",
        version="0",
        hosts=(host,),
        findings=held,
        evidence=(),
        faults=(),
        ruleset=RulesetSummary(digest="0" * 64, rules=0, packs=(), refused=()),
        exit_code=1,
    )


def beside(one: Result, other: Result) -> Result:
    """Both stories on the one server."""
    (mine,), (theirs,) = one.hosts, other.hosts
    host = replace(mine, incidents=mine.incidents + theirs.incidents, findings=mine.findings + theirs.findings)
    return replace(one, hosts=(host,), findings=one.findings + other.findings)


def showing(techniques: Iterable[str], *more: Finding) -> Result:
    """A case that shows techniques, one finding each, and further findings."""
    return result([*(finding(number, [id]) for number, id in enumerate(techniques, start=1)), *more])


def moved(one: Result, to: datetime) -> Result:
    """The same at another time."""
    by = to - START
    assert one.hosts[0].incidents[0].last is not None
    held = tuple(
        replace(item, seen=item.seen + by if item.seen else None, last=item.last + by if item.last else None)
        for item in one.findings
    )
    return result(held)


def uses(actors: dict[str, dict[str, date]], names: dict[str, str] | None = None) -> ActorUses:
    """Claims of a bundle: actor → technique or tool → day of the report that says so."""
    claims, sources = [], {}
    for actor, used in actors.items():
        for id, day in used.items():
            source = f"Report {actor} {day}"
            sources[source] = Source(source, day)
            claims.append(Use(actor, id, frozenset({source})))
    return ActorUses(
        version="1.0",
        names=names or {actor: f"Cluster {actor}" for actor in actors},
        actors=tuple(claims),
        tools=(),
        campaign_uses=(),
        campaigns=(),
        sources=sources,
    )


_PACK = load_pack()


def shipped() -> Known:
    """What comes with Indicia."""
    return Known(pack=_PACK, actors=shipped_actors(), positions=load_positions())


def with_claims(claims: ActorUses) -> Known:
    """The same with a small bundle, too small to learn from."""
    return replace(shipped(), claims=Claims(claims), bundle="a small bundle")
