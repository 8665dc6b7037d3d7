"""What damage of a log takes from a finding: a torn byte makes a known value a strange one, and shifts columns.

A finding is doubted that one or two records make, with damage close to each of them.  One that was more than an attempt
needs a second source then; an attempt moves nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from indicia.model.evidence import Fault
from indicia.model.finding import Confidence, Exhibit, Finding, Severity, Stage

FEW = 2
"""Records of a finding that damage may have made."""
CLOSE = 8192
"""Bytes between a record and damage: some ten lines."""
_CHUNK = 65536
"""A chunk of an event log says of itself as a whole that it is damaged."""
_DENSE = 50
"""With a place that could not be read among so many records, any number of records may be damaged."""
_REPLACED = "\ufffd"
_DOUBT = {
    True: "Bytes close to it are damaged, and damage may have made it.",
    False: "Bytes of this log are damaged, and damage makes known values strange ones.",
}


class Torn(Struct, frozen=True):
    """Where one file could not be read."""

    starts: Sequence[int]
    """Offsets, ascending."""
    ends: Sequence[int]
    """The furthest end of these and all before."""
    dense: bool
    """Whether so much of it could not be read that what was read is doubtful anywhere."""

    def near(self, exhibit: Exhibit) -> bool:
        """Whether damage stands close to a record."""
        close = _CHUNK if exhibit.table == "win_event" and exhibit.at.line is None else CLOSE
        after = bisect_left(self.starts, exhibit.at.offset + exhibit.at.length + CLOSE)
        return after > 0 and self.ends[after - 1] + close > exhibit.at.offset


def torn(faults: Iterable[Fault], records: int) -> Torn | None:
    """What the faults of a file of so many records say; null where none has a place."""
    places = sorted((fault.at.offset, fault.at.offset + fault.at.length) for fault in faults if fault.at is not None)
    if not places:
        return None
    ends: list[int] = []
    for _, end in places:
        ends.append(max(end, ends[-1]) if ends else end)
    return Torn([start for start, _ in places], ends, dense=len(places) * _DENSE > records)


def doubted(finding: Finding, damage: Mapping[str, Torn]) -> Finding:
    """The finding, with less weight where it may be nothing but damage; `damage` by SHA-256 of the file."""
    weighs = finding.confidence is not Confidence.WEAK or finding.stage is Stage.PROBED
    if finding.stage is None or finding.count > FEW or not weighs:
        return finding
    return _lessened(finding, close=True) if all(_touched(item, damage) for item in finding.exhibits) else finding


def doubted_strange(finding: Finding, damage: Mapping[str, Torn]) -> Finding:
    """The same for a finding that rests on a value's being none of the known ones: damage anywhere in the log counts,
    and in a log that is full of it any number of records."""
    found = [damage.get(item.at.sha256) for item in finding.exhibits]
    if finding.stage is None or None in found:
        return finding
    if finding.count > FEW + 1 and not all(item is not None and item.dense for item in found):
        return finding
    return replace(_lessened(finding, close=False), confidence=Confidence.WEAK)


def _touched(exhibit: Exhibit, damage: Mapping[str, Torn]) -> bool:
    held = damage.get(exhibit.at.sha256)
    return held is not None and (held.near(exhibit) or _REPLACED in exhibit.raw)


def _lessened(finding: Finding, *, close: bool) -> Finding:
    attempt = finding.stage is Stage.PROBED
    return replace(
        finding,
        summary=f"{finding.summary} {_DOUBT[close]}",
        stage=None if attempt else finding.stage,
        severity=min(finding.severity, Severity.LOW if attempt else Severity.MEDIUM),
        confidence=Confidence(max(finding.confidence - 1, Confidence.WEAK)),
    )
