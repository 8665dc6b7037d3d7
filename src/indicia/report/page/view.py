"""What the page shows of a result: everything of a usual one, the furthest first and a bounded part of a huge one.

`result.json` has all of it always; each list that is cut says how much it leaves out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from indicia.model.assessment import (
    Answer,
    Assessment,
    EvidenceLine,
    Incident,
    Remain,
    Result,
    SourceCoverage,
    Standing,
    TestAnswer,
    Verdict,
)
from indicia.model.evidence import Fault
from indicia.model.finding import Finding, Suppression
from indicia.report.page.beside import DRAWN, Beside, beside
from indicia.report.page.drawing import Picture, picture
from indicia.report.page.shown import Room, ShownFinding, chosen
from indicia.report.set_ages import newest_record
from indicia.report.story import Passage, passages
from indicia.report.words import empty_logs, plural, reasons, signs_heading, unread_logs

HOSTS = 40
"""Hosts shown in full, worst first."""
OVERVIEW = 2_000
"""Hosts shown in one line each."""
STORY = 2_000
"""Lines of all stories together."""
INCIDENTS = 40
LINES = 1_000
"""Rows shown of a list (faults, evidence, refused rules, what remains)."""
SIGNS = 15
"""Signs of a host that are seen at once; the others are folded."""
MARKS = 4_000
"""Marks in all drawings together."""
WORST_FIRST = (
    Verdict.OPERATED,
    Verdict.IMPLANTED,
    Verdict.EXPLOITED,
    Verdict.PROBED,
    Verdict.CANNOT_TELL,
    Verdict.NONE_SEEN,
)


class Chapter(Struct, frozen=True):
    """One incident."""

    incident: Incident
    passages: tuple[Passage, ...]
    why: tuple[str, ...]
    left_out: int
    """Steps not told."""


class AllowedBy(Struct, frozen=True):
    """One entry of the site's allow list and what it let go on a host."""

    says: Suppression
    findings: tuple[str, ...]
    records: int


class HostView(Struct, frozen=True):
    """One host."""

    host: Assessment
    anchor: str
    picture: Picture
    chapters: tuple[Chapter, ...]
    more_incidents: int
    nothing: str
    """What is said where there is no story."""
    signs: tuple[Finding, ...]
    """What needs a second source, the first to look at first."""
    signs_said: str
    """The heading above them."""
    looked: tuple[SourceCoverage, ...]
    """Sources with records."""
    lacking: tuple[SourceCoverage, ...]
    """Sources that are not covered: short ones first, then missing ones."""
    planned: bool
    """Whether any of them has a line of the collection plan that would bring it."""
    deciding: Mapping[str, tuple[str, ...]]
    """Way to stay that is not checkable → lines of the collection plan that would decide."""
    remains: tuple[Remain, ...]
    answers: tuple[tuple[str, tuple[TestAnswer, ...]], ...]
    """Answer → tests, hits first."""
    techniques: tuple[tuple[str, tuple[str, ...]], ...]
    """ATT&CK id → ids of findings."""
    beside: Beside
    """Ways to stay, exposure, advisories, plan."""
    suppressed: tuple[ShownFinding, ...]
    """Findings that the site allows, with their records."""
    allowed: tuple[AllowedBy, ...]
    findings: tuple[ShownFinding, ...]
    listed: tuple[tuple[str, Finding], ...]
    """(anchor, finding) of those in one line."""
    unlisted: int


class PageView(Struct, frozen=True):
    """The page."""

    result: Result
    hosts: tuple[HostView, ...]
    overview: tuple[tuple[str, Assessment], ...]
    """(anchor or empty, host), worst first."""
    counts: tuple[tuple[int, str], ...]
    """(number of hosts, verdict word)."""
    orphans: tuple[ShownFinding, ...]
    """Findings of no host of the result: never so in what a scan writes, and then not to be hidden."""
    anchors: Mapping[str, str]
    """Finding id → anchor, of findings on the page."""
    evidence: tuple[EvidenceLine, ...]
    faults: tuple[Fault, ...]
    fault_reasons: tuple[tuple[str, int], ...]
    """(reason, places), most first; empty when the faults themselves are few."""
    unread: str
    """Files of no kind that is read and yet called logs, or handed over as exports or archives; empty without any."""
    empty: str
    """Such files without a byte, whatever their kind; empty without any."""
    newest: date | None
    """Day of the newest record, UTC; a set of rules made before it cannot know what came since."""


def page_view(result: Result) -> PageView:
    """Choose what the page shows."""
    detailed_hosts = result.hosts[:HOSTS]
    by_host: dict[str, list[Finding]] = {host.host: [] for host in detailed_hosts}
    others = {host.host for host in result.hosts[HOSTS:]}
    orphans: list[Finding] = []
    for finding in result.findings:
        if finding.host in by_host:
            by_host[finding.host].append(finding)
        elif finding.host not in others:
            orphans.append(finding)
    shown, listed = chosen([item for found in by_host.values() for item in found], orphans[:50])
    anchors = {item.finding.id: item.anchor for item in reversed(shown)}
    anchors |= {finding.id: anchor for anchor, finding in listed if finding.id not in anchors}
    lines = Room(STORY)
    marks = max(MARKS // (2 * max(len(detailed_hosts), 1)), 30)
    links = {id: f"#{anchor}" for id, anchor in anchors.items()}
    return PageView(
        result=result,
        hosts=tuple(
            _host(
                result,
                host,
                f"host-{number}",
                by_host[host.host],
                shown,
                listed,
                lines,
                min(marks, 400),
                beside(host, links, drawn=number <= DRAWN),
            )
            for number, host in enumerate(detailed_hosts, start=1)
        ),
        overview=tuple(
            (f"host-{number}" if number <= HOSTS else "", host)
            for number, host in enumerate(result.hosts[:OVERVIEW], start=1)
        ),
        counts=tuple((number, word.value) for word in WORST_FIRST if (number := _count(result, word))),
        orphans=tuple(item for item in shown if item.finding.host not in by_host),
        anchors=anchors,
        evidence=tuple(_evidence(result)),
        faults=result.faults[:LINES],
        fault_reasons=_fault_reasons(result),
        unread=unread_logs(result, 20),
        empty=empty_logs(result, 20),
        newest=newest_record(result),
    )


def _count(result: Result, word: Verdict) -> int:
    return sum(host.verdict is word for host in result.hosts)


def _host(
    result: Result,
    host: Assessment,
    anchor: str,
    findings: Sequence[Finding],
    shown: Sequence[ShownFinding],
    listed: Sequence[tuple[str, Finding]],
    lines: Room,
    marks: int,
    answered: Beside,
) -> HostView:
    own = [item for item in shown if item.finding.host == host.host]
    mine = tuple(item for item in own if item.finding.suppressed is None)
    suppressed = tuple(item for item in own if item.finding.suppressed is not None)
    counted = [finding for finding in findings if finding.suppressed is None]
    short = tuple((key, finding) for key, finding in listed if finding.host == host.host)
    return HostView(
        host=host,
        anchor=anchor,
        picture=picture(host, counted, marks),
        chapters=tuple(_chapter(incident, lines) for incident in host.incidents[:INCIDENTS]),
        more_incidents=max(len(host.incidents) - INCIDENTS, 0),
        nothing=_nothing(host, counted),
        signs=(signs := _signs(host, findings)),
        signs_said=signs_heading(host, len(signs)),
        looked=(*(source for source in host.coverage if source.records), *host.others[:LINES]),
        lacking=tuple(
            source for state in (Standing.PARTIAL, Standing.MISSING) for source in host.coverage
            if source.standing is state
        ),
        planned=any(source.lines for source in host.coverage),
        deciding=_deciding(host),
        remains=host.remains,
        answers=_answers(result, host),
        techniques=_techniques(counted),
        beside=answered,
        suppressed=suppressed,
        allowed=_allowed(findings),
        findings=mine,
        listed=short,
        unlisted=len(findings) - len(own) - len(short),
    )  # fmt: skip


def _signs(host: Assessment, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    known = {finding.id: finding for finding in findings}
    return tuple(known[name] for name in host.signs if name in known)


def _deciding(host: Assessment) -> dict[str, tuple[str, ...]]:
    by_source = {source.source: source.lines for source in host.coverage}
    return {
        way.id: tuple(dict.fromkeys(line for source in way.deciders for line in by_source.get(source, ())))
        for way in host.mechanisms
        if way.deciders
    }


def _chapter(incident: Incident, lines: Room) -> Chapter:
    told = lines.take(min(len(incident.steps), STORY // 4))
    return Chapter(
        incident=incident,
        passages=tuple(passages(incident.steps[:told])),
        why=tuple(reasons(incident.why)),
        left_out=len(incident.steps) - told,
    )


def _nothing(host: Assessment, findings: Sequence[Finding]) -> str:
    if findings:
        prove = "that by itself proves nothing stands"
        if len(findings) > 1:
            prove = "that by themselves prove nothing stand"
        return f"No incident was put together. {plural(len(findings), 'finding')} {prove} below."
    if host.verdict is Verdict.NONE_SEEN:
        return "No rule and no analysis saw a sign of an attack in the logs listed above."
    return "Nothing was seen, and too much of what would show it is not in this evidence: see below."


def _answers(result: Result, host: Assessment) -> tuple[tuple[str, tuple[TestAnswer, ...]], ...]:
    planned = {test.id for test in result.ruleset.planned}
    groups: dict[str, list[TestAnswer]] = {"hit": [], "no hit": [], "cannot tell": [], "not built yet": []}
    for test in host.tests:
        waits = test.answer is Answer.CANNOT_TELL and test.id in planned
        groups["not built yet" if waits else test.answer.value].append(test)
    return tuple((key, tuple(tests)) for key, tests in groups.items() if tests)


def _techniques(findings: Sequence[Finding]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for finding in findings:
        for technique in finding.techniques:
            found.setdefault(technique, []).append(finding.id)
    return tuple((key, tuple(dict.fromkeys(ids))) for key, ids in sorted(found.items()))


def _allowed(findings: Sequence[Finding]) -> tuple[AllowedBy, ...]:
    found: dict[Suppression, list[Finding]] = {}
    for finding in findings:
        if finding.suppressed is not None:
            found.setdefault(finding.suppressed, []).append(finding)
    return tuple(
        AllowedBy(says, tuple(item.id for item in mine), sum(item.count for item in mine))
        for says, mine in found.items()
    )


def _evidence(result: Result) -> Iterator[EvidenceLine]:
    """The inputs in their order; of very many, those behind findings before others."""
    if len(result.evidence) <= LINES:
        yield from result.evidence
        return
    behind = {exhibit.at.sha256 for finding in result.findings for exhibit in finding.exhibits}
    order = sorted(range(len(result.evidence)), key=lambda at: result.evidence[at].evidence.sha256 not in behind)
    for at in sorted(order[:LINES]):
        yield result.evidence[at]


def _fault_reasons(result: Result) -> tuple[tuple[str, int], ...]:
    if len(result.faults) <= 50:
        return ()
    places: Counter[str] = Counter()
    for fault in result.faults:
        places[fault.reason[:300]] += fault.count
    return tuple(sorted(places.items(), key=lambda item: (-item[1], item[0]))[:20])
