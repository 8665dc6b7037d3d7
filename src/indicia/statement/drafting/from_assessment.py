"""Claims from the answers about servers: what happened, what remains, which flaws and techniques, how many."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from indicia.assessment.staying.remains import SCRIPT
from indicia.knowledge.packs.pack import Pack
from indicia.model.assessment import Assessment, Remain, Verdict
from indicia.model.finding import Confidence, Finding, Stage
from indicia.model.statement import Basis, ClaimKind, ClaimSupport
from indicia.model.technique import Sight
from indicia.statement.drafting.given import GivenCase, left_out
from indicia.statement.drafting.proposals import Proposals

_REACHED = {
    Stage.PROBED: "{host} was probed {when}; no attempt is seen to have succeeded",
    Stage.EXPLOITED: "A flaw of {host} was exploited {when}",
    Stage.IMPLANTED: "Something was planted on {host} {when}",
    Stage.OPERATED: "{host} was operated by an intruder {when}",
}
_MOST_REMAINS = 12
_ORDER = (
    Verdict.OPERATED,
    Verdict.IMPLANTED,
    Verdict.EXPLOITED,
    Verdict.PROBED,
    Verdict.CANNOT_TELL,
    Verdict.NONE_SEEN,
)
_SEVERAL = 2


class _Seen(Struct, frozen=True):
    """A technique on one server."""

    case: GivenCase
    host: str
    name: str
    findings: tuple[Finding, ...]


def propose_from_assessment(given: Sequence[GivenCase], pack: Pack, into: Proposals) -> None:
    """Incident, remains and flaws of each server, then techniques over all of them, then the numbers."""
    incidents: list[str] = []
    for case in given:
        for host in case.result.hosts:
            incidents += _incidents(case, host, into)
            _remains(case, host, into)
            _flaws(case, host, pack, into)
    _techniques(given, into)
    _counts(given, incidents, into)


def _incidents(case: GivenCase, host: Assessment, into: Proposals) -> Iterator[str]:
    if not any(incident.stage is host.stage for incident in host.incidents):
        if host.verdict is not Verdict.NONE_SEEN:
            into.notes.append(f"{host.host}: {host.verdict.value}, of which no incident tells; no claim")
        return
    for incident in host.incidents:
        findings = case.by_ids(step.finding for step in incident.steps)
        deciding = [one for one in findings if one.stage is incident.stage]
        words = _REACHED.get(incident.stage)
        if words is None or not deciding:
            into.notes.append(f"{host.host}: an incident in which no finding carries its stage; no claim")
            continue
        if incident.stage > host.stage:
            into.notes.append(f"{host.host}: signs of {incident.stage.name.lower()} that nothing else bears; no claim")
            continue
        missing = left_out(deciding)
        if missing:
            into.notes.append(f"{host.host}: {missing} further findings of the same stage are not named in the claim")
        sentence = words.format(host=host.host, when=_when(deciding)) + "."
        yield into.add(
            ClaimKind.INCIDENT,
            sentence if incident.stage is Stage.PROBED or _sure(deciding) else f"There are signs of this: {sentence}",
            support := case.supports(deciding),
            confidence=_basis(deciding, len(support)),
        )


def _remains(case: GivenCase, host: Assessment, into: Proposals) -> None:
    shown = 0
    for remain in host.remains:
        findings = case.by_ids(remain.findings)
        if not findings or shown == _MOST_REMAINS:
            into.notes.append(f"{host.host}: {remain.what} ({remain.state}) is in no claim")
            continue
        shown += 1
        support = case.supports(findings)
        into.add(ClaimKind.REMAINS, _remain(host.host, remain), support, confidence=_basis(findings, len(support)))


def _remain(host: str, remain: Remain) -> str:
    script = remain.what.startswith(SCRIPT)
    what = f"{'a' if remain.state == 'present now' else 'A'} {remain.what}" if script else remain.what
    match remain.state:
        case "present now":
            return f"When the evidence of {host} was collected, {what} was still there."
        case "removed, trace left":
            return f"{what} was on {host} and had been removed when the evidence was collected."
        case _:
            return f"{what} was on {host}; whether it still is, this evidence cannot show."


def _flaws(case: GivenCase, host: Assessment, pack: Pack, into: Proposals) -> None:
    """Families of flaws of which the use itself left traces; what merely stood open is no claim about an intruder."""
    families = {test.id: test.family for test in pack.tests}
    by_family: dict[str, list[Finding]] = {}
    for finding in case.by_ids(host.findings):
        if (finding.stage or Stage.NONE) < Stage.EXPLOITED or finding.confidence < Confidence.MODERATE:
            continue
        for family in {families[test] for test in finding.tests if test in families}:
            by_family.setdefault(family, []).append(finding)
    for family, findings in by_family.items():
        known = [flaw for flaw in pack.flaws.flaws if family in (flaw.nickname.lower().split(" ")[0], flaw.cve.lower())]
        if known:
            cves = ", ".join(sorted(flaw.cve for flaw in known))
            name = known[0].nickname.split(" ")[0]
            called = f"the {name} flaws, to which {cves} belong" if name and len(known) > 1 else name or cves
            called = f"{name} ({cves})" if name and len(known) == 1 else called
            sentence = f"{host.host} shows traces of the use of {called}."
            support = case.supports(findings)
            into.add(ClaimKind.FLAW, sentence, support, confidence=_basis(findings, len(support)))


def _techniques(given: Sequence[GivenCase], into: Proposals) -> None:
    """A claim for each technique that was seen, whatever advisories print it, and one for each advisory as a whole."""
    seen: dict[str, list[_Seen]] = {}
    printed: dict[str, dict[str, list[Sight]]] = {}
    behind: dict[str, dict[str, None]] = {}
    for case in given:
        for host in case.result.hosts:
            for matrix in host.techniques:
                sights = printed.setdefault(matrix.advisory, {})
                for answer in matrix.answers:
                    sights.setdefault(answer.printed, []).append(answer.sight)
                    if answer.sight is Sight.SEEN:
                        findings = case.by_ids(answer.findings)
                        seen.setdefault(answer.current, []).append(_Seen(case, host.host, answer.name, findings))
                        behind.setdefault(matrix.advisory, {})[answer.current] = None
    claims: dict[str, str] = {}
    for technique, places in seen.items():
        once = list({(one.case.digest, one.host): one for one in places if one.findings}.values())
        behind_it = [finding for one in once for finding in one.findings]
        if not behind_it:
            into.notes.append(f"{technique} was seen by findings that do not count; no claim")
            continue
        support = [support for one in once for support in one.case.supports(one.findings)]
        claims[technique] = into.add(
            ClaimKind.TECHNIQUE, _technique(technique, once), support, confidence=_basis(behind_it, len(support))
        )
    for advisory, sights in printed.items():
        rests = [claims[technique] for technique in behind.get(advisory, {}) if technique in claims]
        if not rests:
            into.notes.append(f"{advisory}: no technique of it was seen; no claim")
            continue
        sentence = _covered(advisory, sights)
        into.add(ClaimKind.TECHNIQUE, sentence, [ClaimSupport(id=id) for id in rests])


def _covered(advisory: str, sights: Mapping[str, Sequence[Sight]]) -> str:
    """What was seen, and what was not: looked for in vain only where every server would have shown it."""
    servers = max(len(some) for some in sights.values())
    seen = sum(Sight.SEEN in some for some in sights.values())
    vain = sum(set(some) == {Sight.NOT_SEEN} and len(some) == servers for some in sights.values())
    dark = len(sights) - seen - vain
    first = f"Of the {len(sights)} techniques that {advisory.upper()} prints, {_were(seen)} seen or left signs"
    if servers == 1:
        return (
            f"{first}, {_were(vain)} looked for in logs that would show {_them(vain)} and not seen, and {dark} would "
            "not have shown in this evidence."
        )
    return (
        f"{first} on at least one of {servers} servers, {_were(vain)} looked for on every one of them in logs that "
        f"would show {_them(vain)} and not seen, and {dark}, seen on none, would not have shown on at least one of "
        "them."
    )


def _were(number: int) -> str:
    return "none was" if not number else f"{number} {'was' if number == 1 else 'were'}"


def _them(number: int) -> str:
    return "it" if number <= 1 else "them"


def _technique(technique: str, places: Sequence[_Seen]) -> str:
    """No surer on any server than the surest finding there."""
    sure = [one.host for one in places if max(finding.confidence for finding in one.findings) >= Confidence.STRONG]
    signs = [one.host for one in places if one.host not in sure]
    name = f"{technique} ({places[0].name})"
    if not sure:
        return f"There are signs of the technique {name} on {_names(signs)}."
    more = f"; there are signs of it on {_names(signs)}" if signs else ""
    return f"The technique {name} was used on {_names(sure)}{more}."


def _counts(given: Sequence[GivenCase], incidents: Sequence[str], into: Proposals) -> None:
    hosts = [host for case in given for host in case.result.hosts]
    tally = Counter(host.verdict for host in hosts)
    if not incidents:
        into.notes.append("no incident that a claim could rest on, so no numbers either")
        return
    parts = [f"{tally[verdict]} {verdict.value}" for verdict in _ORDER if tally[verdict]]
    sentence = (
        f"Of {len(hosts)} {'server' if len(hosts) == 1 else 'servers'} examined, the answers are: {', '.join(parts)}."
    )
    into.add(ClaimKind.COUNT, sentence, [ClaimSupport(id=id) for id in incidents])


def _basis(findings: Sequence[Finding], named: int) -> Basis:
    """How good the findings are as a basis: how sure the surest is, and how many ways it was seen.

    `named`: how many of them the claim names.
    """
    surest = max(one.confidence for one in findings)
    detectors = len({one.detector for one in findings})
    logs = len({exhibit.source for one in findings for exhibit in one.exhibits})
    several = detectors >= _SEVERAL and logs >= _SEVERAL
    if surest is Confidence.CONCLUSIVE or (surest is Confidence.STRONG and several):
        word = "high"
    elif surest is Confidence.STRONG or (surest is Confidence.MODERATE and several):
        word = "moderate"
    else:
        word = "low"
    count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
    ways = f"{detectors} detector{'' if detectors == 1 else 's'} in {logs} log{'' if logs == 1 else 's'}"
    some = f", {named} of them named here" if named < len(findings) else ""
    return Basis(word=word, why=f"{count} by {ways}, the surest {surest.name.lower()}{some}")


def _sure(findings: Sequence[Finding]) -> bool:
    """Whether they bear their stage as the verdict asks for it: a strong one, or moderate ones of two detectors."""
    if max(one.confidence for one in findings) >= Confidence.STRONG:
        return True
    return len({one.detector for one in findings if one.confidence is Confidence.MODERATE}) >= _SEVERAL


def _when(findings: Sequence[Finding]) -> str:
    """From the first to the last of those that carry the stage; what led up to it is not meant."""
    times = [moment for one in findings for moment in (one.seen, one.last) if moment is not None]
    if not times:
        return "at a time that the evidence does not tell"
    first, last = _second(min(times)), _second(max(times))
    return f"at {first} UTC" if first == last else f"between {first} and {last} UTC"


def _second(moment: datetime) -> str:
    return f"{moment.date().isoformat()} {moment:%H:%M:%S}"


def _names(hosts: Sequence[str]) -> str:
    if len(hosts) <= 1:
        return "".join(hosts)
    if len(hosts) > 6:
        return f"{', '.join(hosts[:5])} and {len(hosts) - 5} further servers"
    return f"{', '.join(hosts[:-1])} and {hosts[-1]}"
