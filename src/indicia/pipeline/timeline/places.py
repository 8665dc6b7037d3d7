"""Where a record of the timeline belongs: which host, and under which of several equal files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from indicia.assessment.hosts.assigning import Hosts
from indicia.errors import UsageError
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Fault, Kind
from indicia.model.record import Record
from indicia.pipeline.hosts.known import decide_hosts

Content = tuple[str, Kind]
"""SHA-256 and kind: what is read once, however many files hold it."""
Place = tuple[str, str]
"""Host and display path."""


class Places(Struct, frozen=True):
    """The hosts of all records, and one file for each content and host."""

    hosts: Hosts
    by_content: Mapping[Content, Sequence[Place]]
    """Of each content its owners, each with the first of its files; in order of the paths."""
    copies: int
    """Log files that hold what another file of the same host holds; their records come once."""

    def of(self, content: Content, record: Record) -> Sequence[Place]:
        """Places of a record of a log: one, or one for each host that owns a copy of a log that names no host."""
        places = self.by_content[content]
        if not record.host:
            return places
        host = self.hosts.of("", record.host)
        return [(host, next((path for owner, path in places if owner == host), places[0][1]))]

    def owner(self, evidence: Evidence) -> str:
        """Host of a file."""
        if evidence.scope in self.hosts.owner:
            return self.hosts.of(evidence.scope, None)
        return evidence.host or evidence.scope

    def chosen(self, names: Sequence[str]) -> frozenset[str] | None:
        """The hosts that a user means by these names (full or first label, any case); null for all of them.

        Raises UsageError for a name that is no host's.
        """
        if not names:
            return None
        known = {*self.hosts.canonical.values(), *self.hosts.owner.values()}
        found: set[str] = set()
        for name in names:
            lower = name.lower()
            meant = {host for host in known if lower in {host.lower(), host.lower().partition(".")[0]}}
            if not meant:
                raise UsageError(f"no host {name} in this case", hint=f"Hosts here: {', '.join(sorted(known))}.")
            found |= meant
        return frozenset(found)


def places(evidence: Sequence[Evidence], spans: Mapping[Content, Sequence[Span]], faults: Iterable[Fault]) -> Places:
    """Decide hosts as the scan did: `evidence` and `faults` of the result, `spans` of each content that is a log."""
    hosts = decide_hosts([(each, spans.get((each.sha256, each.kind), ())) for each in evidence], faults)
    found: dict[Content, dict[str, str]] = defaultdict(dict)
    copies = 0
    for each in sorted(evidence, key=lambda each: each.path):
        owners = found[each.sha256, each.kind]
        owner = hosts.of(each.scope, None)
        copies += owner in owners and (each.sha256, each.kind) in spans
        owners.setdefault(owner, each.path)
    return Places(hosts, {content: list(owners.items()) for content, owners in found.items()}, copies)


def content(evidence: Evidence) -> Content:
    """What is read once, however many files hold it."""
    return evidence.sha256, evidence.kind
