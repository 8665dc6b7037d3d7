"""The answer for one host, put together from its findings and its coverage."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from indicia.assessment.coverage.answers import Period, answer
from indicia.assessment.coverage.sources import Traced, coverage
from indicia.assessment.flaws.build_history import headers, history
from indicia.assessment.flaws.exposure import Entry, exposure
from indicia.assessment.flaws.patching import patched
from indicia.assessment.incidents import incidents
from indicia.assessment.next_steps.order import next_steps
from indicia.assessment.staying.mechanisms import mechanisms
from indicia.assessment.staying.remains import remains, still_in
from indicia.assessment.verdict import FAMILY, Judged, judge
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.product.builds import Branch, Build
from indicia.model.assessment import Assessment, Incident, SourceCoverage, Verdict
from indicia.model.exposure import BuildSeen
from indicia.model.finding import MOST_NAMED, Finding, Stage

_NOTHING_OF_IT = "none of the logs of an Exchange server is in this evidence"


class HostFacts(Struct, frozen=True, kw_only=True):
    """What reading gave for one host."""

    host: str
    traced: Mapping[str, Traced]
    """By log source id; a source the host does not have is absent."""
    findings: Sequence[Finding]
    """With ids, in order of time."""
    builds: Sequence[tuple[datetime, Build]]
    """Builds that log headers name, with the time of the header, UTC."""
    first: datetime | None
    last: datetime | None
    others: tuple[SourceCoverage, ...]
    """Logs that are no source of the pack."""
    notes: tuple[str, ...]
    seen: Sequence[BuildSeen] = ()
    """Builds that anything else names: answered requests, setup logs, exports, program files."""


def assess(pack: Pack, branches: Sequence[Branch], facts: HostFacts, period: Period) -> Assessment:
    """Put the answer for one host together."""
    found = incidents(facts.findings)
    judged = judge(pack, facts.traced, facts.findings, found, period)
    tree = facts.traced.get("fs")
    lines = remains(facts.findings, tree)
    entry = _entry(facts.findings)
    seen = (*headers(facts.builds), *facts.seen)
    family = _family(pack, facts.findings)
    patch = patched(history(pack.builds, seen), pack.flaws.update_of(family), entry)
    answers = answer(pack, facts.traced, facts.findings, period)
    table = _coverage(pack, facts.traced, period)
    needed = {name for group in pack.required for name in group}
    foreign = facts.first is not None and not any(source.records for source in table if source.source in needed)
    ways = mechanisms(pack, facts.traced, facts.findings, period)
    return Assessment(
        host=facts.host,
        verdict=judged.verdict,
        stage=judged.stage,
        sentence=_sentence(judged, found, facts, _NOTHING_OF_IT if foreign else "; ".join(judged.lacking[:1])),
        still_in=still_in(lines, tree, facts.last, ways, proven=judged.stage > Stage.PROBED),
        patched=patch.text,
        patch_time=patch.time,
        since=_since(entry, facts.findings, judged),
        period=(facts.first, facts.last),
        incidents=found,
        remains=lines,
        tests=answers,
        coverage=table,
        others=facts.others,
        next_steps=next_steps(
            judged.verdict,
            judged.deciding,
            table,
            needed,
            foreign=foreign,
        ),
        findings=tuple(finding.id for finding in facts.findings),
        signs=tuple(finding.id for finding in judged.unsettled),
        foreign=foreign,
        mechanisms=ways,
        notes=facts.notes,
        exposure=exposure(
            pack,
            seen,
            as_of=facts.last,
            entry=Entry(time=entry, family=family) if entry is not None else None,
            answers={item.id: item.answer for item in answers},
        ),
    )


def _coverage(pack: Pack, traced: Mapping[str, Traced], period: Period) -> tuple[SourceCoverage, ...]:
    """One line for each log source of the pack, in the pack's order."""
    start = period.start(pack, FAMILY)
    return tuple(
        coverage(
            traced.get(source.id)
            or Traced(
                source=source,
                records=0,
                files=0,
                damaged=0,
                first=None,
                last=None,
                hours=(),
                parts=frozenset(),
                gaps=(),
            ),
            None if source.state else start,
            period.until,
        )
        for source in pack.sources
    )


def _entry(findings: Sequence[Finding]) -> datetime | None:
    """First sign past probing."""
    return min(
        (item.seen for item in findings if item.seen is not None and (item.stage or Stage.NONE) >= Stage.EXPLOITED),
        default=None,
    )


def _family(pack: Pack, findings: Sequence[Finding]) -> str:
    """Family of the furthest finding that answers a test; ProxyLogon where nothing says otherwise."""
    families = {test.id: test.family for test in pack.tests}
    for finding in sorted(findings, key=lambda item: -(item.stage or Stage.NONE)):
        for test in finding.tests:
            if families.get(test, FAMILY) != FAMILY:
                return families[test]
    return "proxylogon"


def _since(entry: datetime | None, findings: Sequence[Finding], judged: Judged) -> str:
    verdict = judged.verdict
    if entry is not None:
        return f"first sign {entry:%Y-%m-%d %H:%M:%S} UTC"
    unsure = min((item.seen for item in judged.unsettled if item.seen is not None), default=None)
    if verdict is Verdict.CANNOT_TELL and unsure is not None:
        return f"first of these signs {unsure:%Y-%m-%d %H:%M:%S} UTC"
    if verdict in (Verdict.PROBED, Verdict.CANNOT_TELL):
        tried = [item for item in findings if item.stage and item.suppressed is None]
        first = min((item.seen for item in tried if item.seen is not None), default=None)
        if first is not None:
            return f"first attempt {first:%Y-%m-%d %H:%M:%S} UTC"
    return "no time in the records" if verdict is Verdict.PROBED else "no sign"


def _sentence(judged: Judged, found: Sequence[Incident], facts: HostFacts, lacking: str) -> str:
    """One sentence behind the word, from the finding that decided.  `lacking`: what "none seen" lacks first."""
    if judged.verdict is Verdict.NONE_SEEN:
        return f"no sign of an attack in the logs needed to say so, {_from_to(facts)}"
    if judged.verdict is Verdict.CANNOT_TELL:
        if judged.unsettled:
            number = len(judged.unsettled)
            signs = "one sign needs" if number == 1 else f"{number} signs need"
            first = judged.unsettled[0]
            # Titles such as "Successful attack" are a guess of who wrote the rule.
            titled = " A title says what a rule looks for, not what happened." if named_by_title(first) else ""
            return f"{signs} a second source: {first.summary}{titled}"
        lone = sum(finding.suppressed is None for finding in facts.findings)
        if lone:
            prove = "1 finding proves" if lone == 1 else f"{lone} findings prove"
            return f"{prove} nothing without others, and the evidence is not enough to tell more: {lacking}"
        if not facts.others and not any(traced.records for traced in facts.traced.values()):
            return "nothing in this evidence is a log or an export of a known kind, so it says nothing either way"
        return f"nothing was seen, but the evidence is not enough to say so: {lacking}"
    sentence = judged.deciding[0].summary
    if judged.verdict is Verdict.PROBED:
        more = any(len(item.clients) >= MOST_NAMED for item in facts.findings if item.stage)
        sentence = _probed(found, sentence, more=more)
        if judged.lacking:
            sentence += f" Whether one succeeded outside these logs cannot be told: {lacking}"
    return sentence


def named_by_title(finding: Finding) -> bool:
    """Whether the sentence about a finding is the title of a rule with what decided, as for rules of the user's."""
    return finding.stage is None and f"“{finding.card.title}”" in finding.summary


def _probed(found: Sequence[Incident], sentence: str, *, more: bool) -> str:
    """`more`: whether some finding has more clients than it names."""
    clients = {client for incident in found for client in incident.clients}
    if len(clients) < 2:
        return sentence
    least = "at least " if more else ""
    return f"attempts from {least}{len(clients)} addresses, none seen to succeed."


def _from_to(facts: HostFacts) -> str:
    if facts.first is None or facts.last is None:
        return "at no known time"
    return f"{facts.first:%Y-%m-%d} to {facts.last:%Y-%m-%d}"
