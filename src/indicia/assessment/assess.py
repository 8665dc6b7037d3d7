"""The answer for one host, put together from its findings and its coverage."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from indicia.assessment.coverage.answers import Period, answer
from indicia.assessment.coverage.sources import Traced, coverage
from indicia.assessment.flaws.build_history import headers, history
from indicia.assessment.flaws.exposure import Entry, exposure
from indicia.assessment.flaws.patching import patched
from indicia.assessment.host_facts import HostFacts
from indicia.assessment.in_words import in_words
from indicia.assessment.incidents import incidents
from indicia.assessment.next_steps.order import next_steps
from indicia.assessment.staying.mechanisms import mechanisms
from indicia.assessment.staying.remains import remains, still_in
from indicia.assessment.verdict import FAMILY, judge
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.product.builds import Branch
from indicia.model.assessment import Assessment, SourceCoverage
from indicia.model.finding import Finding, Stage

_NOTHING_OF_IT = "none of the logs of an Exchange server is in this evidence"


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
    said = in_words(judged, found, facts, entry, _NOTHING_OF_IT if foreign else "; ".join(judged.lacking[:1]))
    return Assessment(
        host=facts.host,
        verdict=judged.verdict,
        stage=judged.stage,
        sentence=said.sentence,
        brief=said.brief,
        still_in=still_in(lines, tree, facts.last, ways, proven=judged.stage > Stage.PROBED),
        patched=patch.text,
        patch_time=patch.time,
        since=said.since,
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
