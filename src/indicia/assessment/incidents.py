"""Findings of one host joined into incidents, each link with its reason."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from indicia.assessment.joined import Joined
from indicia.assessment.labels import page_name, source_label
from indicia.model.assessment import Incident, Step
from indicia.model.finding import Finding, Severity, Stage

CLIENT_DAYS = timedelta(days=7)
"""Addresses are rented for days: the same address later than this is not by itself the same visitor."""
CROWD = 8
"""Clients of a finding from which on it is about everybody who came by, and says of no visitor that he is another."""
MOMENT = timedelta(minutes=10)
"""Records without a client (cmdlets, file writes, processes) belong to what happened within this time."""


def incidents(findings: Sequence[Finding]) -> tuple[Incident, ...]:
    """Incidents of one host, furthest stage first, then by time; findings have their ids.

    Clusters that never got past probing are one incident: who knocks from many addresses is one story.
    """
    joined = [item for item in findings if item.stage is not None or item.tests or item.card.kind == "analysis"]
    groups = _cluster(joined)
    serious = [group for group in groups if _stage(group[0]) > Stage.PROBED]
    knocks = [group for group in groups if _stage(group[0]) is Stage.PROBED]
    found = [_incident(members, why) for members, why in serious]
    if knocks:
        found.append(_incident([item for members, _ in knocks for item in members], _knocking(knocks)))
    return tuple(sorted(found, key=_order))


def _order(incident: Incident) -> tuple[int, float]:
    return (-incident.stage, incident.first.timestamp() if incident.first else float("inf"))


def _stage(members: Sequence[Finding]) -> Stage:
    return max((finding.stage or Stage.NONE for finding in members), default=Stage.NONE)


def _cluster(findings: Sequence[Finding]) -> list[tuple[list[Finding], tuple[str, ...]]]:
    """Connected groups under the links below, with the reasons that joined each.

    Knocks connect nothing: a year of them shares addresses and names of pages with everything.  Each goes to the first
    group past probing that it has a link with, else to the other knocks.
    """
    joined = Joined[int]()
    reasons: dict[int, list[str]] = {}
    knocks = [index for index, finding in enumerate(findings) if _knocks(finding)]
    rest = sorted(set(range(len(findings))).difference(knocks))
    for one, other, why in sorted(_links(findings, rest)):
        if pair := joined.join(one, other):
            kept, gone = pair
            reasons[kept] = reasons.get(kept, []) + reasons.pop(gone, []) + [why]
    groups = joined.groups(rest)
    for index, home, why in _homes(findings, knocks, groups):
        groups.setdefault(home, []).append(index)
        if why:
            reasons.setdefault(home, []).append(why)
    return [
        ([findings[member] for member in sorted(members)], tuple(dict.fromkeys(reasons.get(key, []))))
        for key, members in groups.items()
    ]


def _knocks(finding: Finding) -> bool:
    """Whether it is an attempt, a lone record of little weight that a visitor left, or what a crowd did."""
    light = finding.card.kind != "analysis" and finding.severity <= Severity.LOW and any(map(_outside, finding.clients))
    return finding.stage is Stage.PROBED or (finding.stage is None and (light or _crowd(finding)))


def _crowd(finding: Finding) -> bool:
    return len(finding.clients) > CROWD


def _homes(
    findings: Sequence[Finding], knocks: Sequence[int], groups: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, int, str]]:
    """Each knock with the group it goes to and why; one without a link has a group of its own."""
    held: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for home, members in groups.items():
        if any((findings[member].stage or Stage.NONE) > Stage.PROBED for member in members):
            for member in members:
                for key in _keys(findings[member]):
                    held.setdefault(key, []).append((home, member))
    for index in knocks:
        yield index, *next(_linked(findings, index, held), (-1 - index, ""))


def _linked(
    findings: Sequence[Finding], index: int, held: Mapping[tuple[str, str], Sequence[tuple[int, int]]]
) -> Iterator[tuple[int, str]]:
    """Groups that hold something a knock has in common with one of their findings, with the reason."""
    knock = findings[index]
    for kind, value in _keys(knock):
        for home, member in held.get((kind, value), ()):
            other = findings[member]
            # Whoever asks for pages by name asks for everybody's.
            if kind == "page" and any(map(_outside, knock.clients)):
                continue
            if kind != "client" or _apart(knock, other) <= CLIENT_DAYS:
                yield home, f"same {kind} {value}"


def _links(findings: Sequence[Finding], among: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Pairs that belong together.  Each key chains its bearers in order, so the pairs stay linear in number."""
    keyed: dict[tuple[str, str], list[int]] = {}
    for index in among:
        for kind, value in _keys(findings[index]):
            keyed.setdefault((kind, value), []).append(index)
    for (kind, value), bearers in keyed.items():
        for one, other in pairwise(bearers):
            if kind != "client" or _apart(findings[one], findings[other]) <= CLIENT_DAYS:
                yield one, other, f"same {kind} {value}"
    timed = sorted((seen, index) for index in among if (seen := findings[index].seen) is not None)
    for (before, one), (after, other) in pairwise(timed):
        if after - before <= MOMENT and not _strangers(findings[one], findings[other]):
            yield one, other, "within minutes of each other"


def _keys(finding: Finding) -> Iterator[tuple[str, str]]:
    for client in finding.clients:
        if _outside(client):
            yield "client", client
    for item in finding.objects:
        page = page_name(item)
        if page:
            yield "page", page
    yield from finding.joins.items()


def _outside(client: str) -> bool:
    """Whether an address says who: a loopback address is everybody's."""
    try:
        return not ipaddress.ip_address(client.split("%", 1)[0]).is_loopback
    except ValueError:
        return False


def _apart(one: Finding, other: Finding) -> timedelta:
    """Time between the end of the earlier finding and the start of the later one; zero when they overlap."""
    if one.seen is None or other.seen is None:
        return timedelta(0)
    first, second = sorted((one, other), key=_start)
    if first.last is None or second.seen is None:
        return timedelta(0)
    return max(second.seen - first.last, timedelta(0))


def _start(finding: Finding) -> datetime:
    assert finding.seen is not None  # only called for findings with a time
    return finding.seen


def _strangers(one: Finding, other: Finding) -> bool:
    """Whether both name clients and share none: the same minute is then no link."""
    mine = {client for client in one.clients if _outside(client)}
    theirs = {client for client in other.clients if _outside(client)}
    return bool(mine and theirs and not mine & theirs)


def _knocking(groups: Sequence[tuple[list[Finding], tuple[str, ...]]]) -> tuple[str, ...]:
    clients = {client for members, _ in groups for finding in members for client in finding.clients}
    return (f"attempts without success from {len(clients)} address{'' if len(clients) == 1 else 'es'}",)


def _incident(members: Sequence[Finding], why: tuple[str, ...]) -> Incident:
    ordered = sorted(members, key=lambda item: (item.seen is None, item.seen.timestamp() if item.seen else 0.0))
    starts = [finding.seen for finding in ordered if finding.seen is not None]
    ends = [finding.last for finding in ordered if finding.last is not None]
    stage = _stage(ordered)
    # A crowd that one visitor of the incident was part of is not what the incident comes from.
    named = [finding for finding in ordered if stage <= Stage.PROBED or not (_knocks(finding) and _crowd(finding))]
    clients = dict.fromkeys(client for finding in named for client in finding.clients)
    return Incident(
        stage=stage,
        first=min(starts, default=None),
        last=max(ends, default=None),
        clients=tuple(clients),
        why=why,
        steps=tuple(
            Step(
                time=finding.seen,
                stage=finding.stage,
                text=finding.summary,
                source=source_label(finding.exhibits[0]),
                finding=finding.id,
            )
            for finding in ordered
        ),
    )
