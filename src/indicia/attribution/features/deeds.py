"""What the intruder did: findings of incidents that got past the door.  Whoever only knocks tells nothing about who."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from indicia.model.assessment import Assessment, Incident, Result
from indicia.model.finding import Confidence, Finding, Stage

RELIABILITY = {
    Confidence.WEAK: 0.4,
    Confidence.MODERATE: 0.7,
    Confidence.STRONG: 0.9,
    Confidence.CONCLUSIVE: 1.0,
}
"""How likely it is that a finding shows what it says."""


class Deed(Struct, frozen=True):
    """One finding that counts, and the incident it belongs to."""

    finding: Finding
    id: str
    """With the case before a colon where several cases are asked about."""
    incident: int
    """Number of the incident among all that are asked about."""

    @property
    def reliability(self) -> float:
        """0 to 1."""
        return RELIABILITY[self.finding.confidence]


class Deeds(Struct, frozen=True):
    """Everything that counts."""

    deeds: tuple[Deed, ...]
    hosts: tuple[str, ...]
    incidents: tuple[Incident, ...]

    @property
    def first(self) -> datetime | None:
        """First thing that got past the door, UTC; before it there may have been knocking."""
        return min((deed.finding.seen for deed in self._past if deed.finding.seen), default=None)

    @property
    def last(self) -> datetime | None:
        """Last deed, UTC."""
        return max((deed.finding.last for deed in self.deeds if deed.finding.last), default=None)

    @property
    def _past(self) -> tuple[Deed, ...]:
        return tuple(deed for deed in self.deeds if (deed.finding.stage or Stage.NONE) > Stage.PROBED)


def deeds_of(results: Sequence[tuple[str, Result]], hosts: Collection[str] = ()) -> Deeds:
    """Deeds of the cases (name and result), of these hosts only where any are named.

    A finding counts when it stands in an incident that got past the door, or when it falls into the time of one on the
    same server, is at least moderately sure, and names no client that the incident does not.
    """
    wanted = {name.lower() for name in hosts}
    found: dict[str, Deed] = {}
    servers: list[str] = []
    incidents: list[Incident] = []
    for name, result in results:
        by_id = {finding.id: finding for finding in result.findings if finding.suppressed is None}
        for host in result.hosts:
            if wanted and host.host.lower() not in wanted:
                continue
            for incident in host.incidents:
                if incident.stage <= Stage.PROBED:
                    continue
                if host.host not in servers:
                    servers.append(host.host)
                for finding in _of(host, incident, by_id):
                    key = f"{name}:{finding.id}" if len(results) > 1 else finding.id
                    found.setdefault(key, Deed(finding, key, len(incidents)))
                incidents.append(incident)
    return Deeds(tuple(found.values()), tuple(servers), tuple(incidents))


def _of(host: Assessment, incident: Incident, by_id: dict[str, Finding]) -> Iterator[Finding]:
    inside = {step.finding for step in incident.steps}
    clients = set(incident.clients)
    for id in host.findings:
        finding = by_id.get(id)
        if finding is None:
            continue
        if id in inside or (
            finding.confidence >= Confidence.MODERATE
            and finding.seen is not None
            and incident.first is not None
            and incident.last is not None
            and incident.first <= finding.seen <= incident.last
            and set(finding.clients) <= clients
        ):
            yield finding
