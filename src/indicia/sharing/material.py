"""What is exported, and what a ceiling keeps back.

A case carries no marking: it is the exporter's, and gets the one the export is made for, without one TLP:RED.  Two
kinds of findings have a marking of their own: those of an indicator list (the list's), and those that a claim rests on.
Whatever is made from something that is kept back is kept back with it: the assessment of its server, the attribution,
and the numbers of findings, whose gaps would tell.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.model.assessment import Result
from indicia.model.attribution import Attribution
from indicia.model.finding import Finding
from indicia.model.statement import (
    AttributionSupport,
    Claim,
    ClaimSupport,
    FindingSupport,
    Marking,
    OnClaim,
    Position,
    Reply,
    Statement,
    strictest,
)
from indicia.sharing.tlp import of_text


class SharedCase(Struct, frozen=True, kw_only=True):
    """One case."""

    name: str
    digest: str
    """SHA-256 of its result."""
    result: Result
    """Its findings are not asked for."""
    findings: Collection[Finding]
    whole: bool = True
    """Nothing was kept back."""
    hidden: frozenset[str] = frozenset()
    """Detectors of findings that were kept back."""
    moment: datetime | None = None
    """The newest time that the case knows of, UTC: what is made from it is dated so, never by the clock."""
    marking: Marking = Marking.CLEAR
    """Its own, if it came in with one: it never leaves for more readers than that."""


class Heard(Struct, frozen=True, kw_only=True):
    """A party's position with the stances that may be seen."""

    position: Position
    stances: tuple[OnClaim, ...]
    whole: bool = True


class Disclosed(Struct, frozen=True, kw_only=True):
    """A statement with what may be seen of it."""

    statement: Statement
    claims: tuple[Claim, ...]
    positions: tuple[Heard, ...] = ()
    replies: tuple[Reply, ...] = ()
    whole: bool = True


class Material(Struct, frozen=True, kw_only=True):
    """Everything that goes into one export."""

    cases: tuple[SharedCase, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Disclosed, ...] = ()
    marking: Marking = Marking.RED
    """Of what carries none."""
    judged: Marking = Marking.CLEAR
    """The strictest of answers that came in with a marking of their own."""
    producer: str = "unnamed user of Indicia"


class Chosen(Struct, frozen=True):
    """What may leave, and how much may not; the second is for the exporter alone."""

    material: Material
    left_out: Mapping[str, int] = field(default_factory=dict)


def shared(name: str, digest: str, result: Result) -> SharedCase:
    """A case with all its findings."""
    ends = [host.period[1] for host in result.hosts if host.period[1] is not None]
    ends = ends or [finding.last for finding in result.findings if finding.last is not None]
    return SharedCase(
        name=name,
        digest=digest,
        result=replace(result, findings=()),
        findings=result.findings,
        moment=max(ends, default=None),
    )


def choose(material: Material, ceiling: Marking | None) -> Chosen:
    """What a reader who may read up to `ceiling` gets; without a ceiling everything."""
    if ceiling is None:
        return Chosen(replace(material, marking=_of_all(material)))
    left: Counter[str] = Counter()
    marks, judged = _support_marks(material.statements)
    open_to_all = [case for case in material.cases if case.marking.within(ceiling)]
    left["case"] += len(material.cases) - len(open_to_all)
    cases = tuple(_case(case, marks, ceiling, left) for case in open_to_all)
    attributions = material.attributions
    strict = any(not judged.get(case.digest, ceiling).within(ceiling) for case in material.cases)
    strict = strict or len(cases) < len(material.cases) or not material.judged.within(ceiling)
    if strict or not all(case.whole for case in cases):
        left["attribution"] += len(attributions)
        attributions = ()
    statements = []
    for one in material.statements:
        if one.statement.marking.within(ceiling):
            statements.append(_statement(one, ceiling, left))
        else:
            left["statement"] += 1
    chosen = replace(material, cases=cases, attributions=attributions, statements=tuple(statements), marking=ceiling)
    return Chosen(chosen, {kind: number for kind, number in sorted(left.items()) if number})


def _of_all(material: Material) -> Marking:
    """What carries no marking is RED; where everything carries one, the whole is as strict as its strictest part."""
    if material.cases or material.attributions or not material.statements:
        return material.marking
    marks = [told.statement.marking for told in material.statements]
    for told in material.statements:
        by_id = {claim.id: claim for claim in told.claims}
        marks += [effective(claim, by_id) for claim in told.claims]
        marks += [stance.marking for heard in told.positions for stance in heard.stances]
        marks += [reply.marking for reply in told.replies]
    return strictest(*marks)


def effective(claim: Claim, claims: Mapping[str, Claim], above: frozenset[str] = frozenset()) -> Marking:
    """The strictest of a claim's markings and of all it rests on; a claim that is not there, or a circle, is RED."""
    found = [claim.marking, claim.effective]
    for one in claim.support:
        if not isinstance(one, ClaimSupport):
            found.append(one.marking)
        elif one.id in claims and one.id not in above:
            found.append(effective(claims[one.id], claims, above | {claim.id}))
        else:
            found.append(Marking.RED)
    return strictest(*found)


def _support_marks(statements: Sequence[Disclosed]) -> tuple[dict[tuple[str, str], Marking], dict[str, Marking]]:
    """Markings of findings, and of attributions by case, as far as claims rest on them."""
    findings: dict[tuple[str, str], Marking] = {}
    judged: dict[str, Marking] = {}
    for told in statements:
        for claim in told.claims:
            for one in claim.support:
                if isinstance(one, FindingSupport):
                    key = (one.case, one.id)
                    findings[key] = strictest(findings.get(key, Marking.CLEAR), one.marking)
                elif isinstance(one, AttributionSupport):
                    judged[one.case] = strictest(judged.get(one.case, Marking.CLEAR), one.marking)
    return findings, judged


def _own(finding: Finding) -> Marking:
    """The marking of the indicator list behind a finding; a list without one is as strict as can be."""
    if finding.card.kind != "indicator":
        return Marking.CLEAR
    line = next((line for line in finding.card.text.split("\n") if line.startswith("TLP: ")), "")
    return of_text(line.removeprefix("TLP: "))


def _case(
    case: SharedCase, marks: Mapping[tuple[str, str], Marking], ceiling: Marking, left: Counter[str]
) -> SharedCase:
    hosts: set[str] = set()
    detectors: set[str] = set()
    hidden = 0
    for finding in case.findings:
        if not strictest(_own(finding), marks.get((case.digest, finding.id), Marking.CLEAR)).within(ceiling):
            hosts.add(finding.host)
            detectors.add(finding.detector)
            hidden += 1
    if not hidden:
        return case
    kept = tuple(
        replace(finding, id="")
        for finding in case.findings
        if strictest(_own(finding), marks.get((case.digest, finding.id), Marking.CLEAR)).within(ceiling)
    )
    left["finding"] += hidden
    # An assessment that names findings by number would show the gaps; one without findings rests on none.
    servers = tuple(host for host in case.result.hosts if not host.findings and host.host not in hosts)
    left["assessment of a server"] += len(case.result.hosts) - len(servers)
    seen = {exhibit.at.sha256 for finding in kept for exhibit in finding.exhibits}
    ends = [host.period[1] for host in servers if host.period[1] is not None]
    ends = ends or [finding.last for finding in kept if finding.last is not None]
    evidence = tuple(line for line in case.result.evidence if line.evidence.sha256 in seen)
    result = replace(
        case.result,
        hosts=servers,
        evidence=evidence,
        # What is said of the case as a whole rests on what is kept back too.
        faults=(),
        notes=(),
        exit_code=0,
        ruleset=replace(case.result.ruleset, refused=(), planned=(), sets=(), allowed=()),
    )
    moment = max(ends, default=None)
    return replace(case, result=result, findings=kept, whole=False, hidden=frozenset(detectors), moment=moment)


def _statement(told: Disclosed, ceiling: Marking, left: Counter[str]) -> Disclosed:
    by_id = {claim.id: claim for claim in told.claims}
    claims = tuple(claim for claim in told.claims if effective(claim, by_id).within(ceiling))
    shown = {claim.id for claim in claims}
    left["claim"] += len(told.claims) - len(claims)
    positions = []
    for heard in told.positions:
        limit = min(ceiling, heard.position.ceiling, key=lambda one: one.rank)
        stances = tuple(one for one in heard.stances if one.claim in shown and one.marking.within(limit))
        left["stance"] += len(heard.stances) - len(stances)
        if heard.stances and not stances:
            left["position"] += 1
            continue
        whole = heard.whole and len(stances) == len(heard.stances)
        positions.append(replace(heard, stances=stances, whole=whole))
    replies = tuple(reply for reply in told.replies if reply.marking.within(ceiling))
    left["reply"] += len(told.replies) - len(replies)
    whole = (
        told.whole
        and len(claims) == len(told.claims)
        and len(positions) == len(told.positions)
        and all(one.whole for one in positions)
        and len(replies) == len(told.replies)
    )
    return replace(told, claims=claims, positions=tuple(positions), replies=replies, whole=whole)
