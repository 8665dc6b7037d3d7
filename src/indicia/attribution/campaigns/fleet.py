"""Results of several cases as one fleet: each host once, its activities in a store."""

from collections.abc import Iterable

from msgspec import Struct, field

from indicia.attribution.campaigns.store import Store
from indicia.attribution.traits.activities import activities
from indicia.knowledge.actors.common_traits import CommonTraits
from indicia.model.assessment import Result
from indicia.model.finding import Finding

_FEW = 4
"""Names in a note."""


class Fleet(Struct):
    """What was read of the cases; results are forgotten one by one."""

    store: Store = field(default_factory=Store)
    cases: list[str] = field(default_factory=list)
    hosts: int = 0
    suppressed: int = 0
    """Findings that a site's allow list lets go; they take no part."""
    _evidence: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    """By host name: case and digests of what was read of it."""
    _again: list[str] = field(default_factory=list)
    _namesakes: dict[str, None] = field(default_factory=dict)

    def notes(self) -> tuple[str, ...]:
        """What was assumed, and what was left out."""
        found = []
        if self._again:
            found.append(f"Read once, though in two cases with the same files: {_listed(self._again)}.")
        if self._namesakes:
            found.append(f"The same name in two cases is taken as two servers: {_listed(list(self._namesakes))}.")
        if self.suppressed:
            found.append(f"{self.suppressed:,} findings that allow lists let go took no part.")
        return tuple(found)

    def add(self, case: str, result: Result, common: CommonTraits) -> None:
        """Take the hosts of a result; one whose files another case holds too is taken once."""
        self.cases.append(case)
        by_host: dict[str, list[Finding]] = {}
        for finding in result.findings:
            by_host.setdefault(finding.host, []).append(finding)
            self.suppressed += finding.suppressed is not None
        digests: dict[str, set[str]] = {}
        for line in result.evidence:
            if line.host and line.evidence.size:
                digests.setdefault(line.host, set()).add(line.evidence.sha256)
        for assessment in result.hosts:
            host = assessment.host
            mine = frozenset(digests.get(host, ()))
            before = self._evidence.setdefault(host.lower(), [])
            if any(theirs & mine for name, theirs in before if name != case):
                self._again.append(f"{host} ({case})")
                continue
            if any(name != case for name, _ in before):
                self._namesakes.setdefault(host)
            before.append((case, mine))
            self.hosts += 1
            for activity in activities(case, host, by_host.get(host, []), common):
                self.store.add(activity)


def gather_fleet(results: Iterable[tuple[str, Result]], common: CommonTraits) -> Fleet:
    """A fleet of (case, result); one result is held at a time if `results` makes them so."""
    fleet = Fleet()
    for case, result in results:
        fleet.add(case, result, common)
    return fleet


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
