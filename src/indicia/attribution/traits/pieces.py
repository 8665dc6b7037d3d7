"""Findings cut where one finding may tell of several visitors."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from indicia.attribution.traits.addresses import address
from indicia.model.clients import CLIENT_FIELDS, client_of
from indicia.model.finding import Exhibit, Finding, Severity, Stage

BURST = timedelta(minutes=10)
"""Records of a finding without a client that are further apart may be of two visitors."""


class Piece(Struct, frozen=True, kw_only=True):
    """A finding, or the part of it that is one client's or of one burst."""

    finding: Finding
    clients: tuple[str, ...]
    """Addresses in one form, that of the machine itself left out."""
    exhibits: Sequence[Exhibit]
    times: tuple[datetime, ...]
    """Times of its records, in order; what is kept of them."""

    @property
    def serious(self) -> bool:
        """Whether it got past probing."""
        return (self.finding.stage or Stage.NONE) > Stage.PROBED

    @property
    def telling(self) -> bool:
        """Whether naming a page says more than that somebody knocked on it."""
        return self.serious or self.finding.severity >= Severity.MEDIUM


def client_address(exhibit: Exhibit) -> str:
    """Address of the client that a record names; empty where it names none."""
    return next((found for name in CLIENT_FIELDS if (found := address(client_of(exhibit.fields, (name,))))), "")


def pieces(findings: Iterable[Finding]) -> Iterator[Piece]:
    """What findings of one host tell of visitors; suppressed ones, and hits that nobody weighed, tell nothing."""
    for finding in findings:
        weighed = finding.stage is not None or finding.tests or finding.card.kind == "analysis"
        background = finding.stage is None and finding.severity is Severity.INFORMATIONAL
        if finding.suppressed is None and weighed and not background:
            yield from _cut(finding)


def _cut(finding: Finding) -> Iterator[Piece]:
    named = dict.fromkeys(found for text in finding.clients if (found := address(text)))
    clients = [client for client in named if client not in {"127.0.0.1", "::1"}]
    if len(clients) > 1 and (finding.stage or Stage.NONE) <= Stage.PROBED:
        # Who knocks from many addresses is one finding, and as many visitors.
        for client in clients:
            mine = tuple(exhibit for exhibit in finding.exhibits if client_address(exhibit) == client)
            yield _piece(finding, (client,), mine)
    elif clients:
        yield _piece(finding, tuple(clients), finding.exhibits)
    else:
        for burst in _bursts(finding.exhibits):
            yield _piece(finding, (), burst)


def _piece(finding: Finding, clients: tuple[str, ...], exhibits: Sequence[Exhibit]) -> Piece:
    times = {exhibit.time for exhibit in exhibits if exhibit.time is not None}
    if not times and finding.seen is not None:
        times = {finding.seen}
    return Piece(finding=finding, clients=clients, exhibits=exhibits, times=tuple(sorted(times)))


def _bursts(exhibits: Sequence[Exhibit]) -> Iterator[tuple[Exhibit, ...]]:
    """Records by nearness in time; those without a time stay with the first."""
    timed = sorted((one for one in exhibits if one.time is not None), key=_time)
    current = [one for one in exhibits if one.time is None]
    before: datetime | None = None
    for one in timed:
        if before is not None and _time(one) - before > BURST:
            yield tuple(current)
            current = []
        current.append(one)
        before = _time(one)
    if current:
        yield tuple(current)


def _time(exhibit: Exhibit) -> datetime:
    assert exhibit.time is not None  # only called for records with a time
    return exhibit.time
