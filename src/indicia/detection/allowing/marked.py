"""Findings that a site allows: they stay in the result, marked with who allows them and why, and move nothing.

Looked at after detection, on the records themselves: nothing is left out while logs are read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from indicia.detection.allowing.allowed import Allow, AllowList
from indicia.detection.analyses.common.picked import divided
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.conditions.backtracking import Undecided
from indicia.detection.conditions.condition import Fields
from indicia.detection.conditions.evaluate import View, compile_condition
from indicia.detection.correlation.findings import Burst
from indicia.detection.detector import Route
from indicia.detection.ruleset import Ruleset
from indicia.model.finding import Exhibit, Finding
from indicia.model.record import Record

Judged = Callable[[HostView], Iterable[Finding]]
Names = Mapping[str, frozenset[str]]
"""Detector id → what an entry may call it besides the id."""
_UNSPLIT = frozenset({"analysis"})
"""Kinds of detectors that weigh records together: without some of them they would say something else."""


def names_of(ruleset: Ruleset) -> Names:
    """The names authors gave their rules; analyses and indicators have an id only."""
    named = [(rule.id, rule.name) for rule in ruleset.rules]
    named += [(item.id, item.name) for item in ruleset.correlations.correlations]
    named += [(rule.id, rule.name) for rule in ruleset.yara.rules]
    named += [(one.name, "") for one in ruleset.analyses]
    return {key: frozenset((name,)) if name else frozenset() for key, name in named}


def unknown_detectors(allow: AllowList, names: Names) -> tuple[str, ...]:
    """A line for each detector that an entry names and that does not run: a slip of the pen allows nothing."""
    known = {*names, *(name for several in names.values() for name in several)}
    return tuple(
        f"allow list: “{entry.says.title}” names {name!r:.80}, which is no detector of this scan"
        for entry in allow.entries
        for name in entry.detectors or ()
        if name not in known and not name.startswith("indicator:")
    )


def weighed(
    allow: AllowList,
    names: Names,
    view: HostView,
    judge: Judged,
    bursts: Callable[[HostView], Mapping[Burst, Sequence[Seen]]] = lambda view: {},
) -> list[Finding]:
    """What `judge` finds on a host, with what the site allows marked as suppressed.

    `bursts` gives all records of those findings of correlations whose records are all known.

    A finding is suppressed when each of its records is allowed by an entry for its detector.  One that groups like
    records is split: the allowed ones become a suppressed finding of their own, the others stay and say how many left.
    What an analysis or a correlation puts together is never split.
    """
    whole = list(judge(view))
    if not allow.entries or not whole:
        return whole
    detectors = dict.fromkeys(finding.detector for finding in whole)
    groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for detector in detectors:
        groups[_entries_for(detector, allow, names)].append(detector)
    replaced: dict[str, list[Finding]] = {}
    for numbers, members in groups.items():
        if numbers:
            gate = Gate([allow.entries[number] for number in numbers])
            mine = [finding for finding in whole if finding.detector in set(members)]
            replaced |= _decided(gate, members, mine, view, judge, bursts(view))
    found: list[Finding] = []
    for detector in detectors:
        found += replaced.get(detector, [finding for finding in whole if finding.detector == detector])
    return found


def _entries_for(detector: str, allow: AllowList, names: Names) -> tuple[int, ...]:
    called = {detector, *names.get(detector, ())}
    return tuple(
        number
        for number, entry in enumerate(allow.entries)
        if entry.detectors is None or not called.isdisjoint(entry.detectors)
    )


class Gate:
    """Entries that are for one detector, ready to be asked."""

    def __init__(self, entries: Sequence[Allow]) -> None:
        self._asked = [
            (entry, [(binding.route, compile_condition(binding.condition)) for binding in entry.bindings])
            for entry in entries
        ]

    def entry(self, record: Record | Exhibit) -> Allow | None:
        """The first entry that allows a record; null where none does, or where a time limit ended the question."""
        fields: Fields = View(record.fields)
        for entry, asked in self._asked:
            for route, allows in asked:
                try:
                    if _leads(route, record) and allows(fields):
                        return entry
                except Undecided:
                    continue
        return None


def _leads(route: Route, record: Record | Exhibit) -> bool:
    """Whether a record is one that a route asks for."""
    if route.table != record.table:
        return False
    source = record.source.lower()
    if route.source is not None and route.source.lower() != source:
        return False
    if route.channels and source not in route.channels:
        return False
    provider = str(record.fields.get("Provider_Name", "")).lower()
    if route.providers and provider not in route.providers:
        return False
    return not route.event_ids or record.fields.get("EventID") in route.event_ids


class _Views(Struct, frozen=True):
    """The host without the allowed records, and with nothing else."""

    others: HostView
    allowed: HostView


def _decided(
    gate: Gate,
    members: Sequence[str],
    whole: Sequence[Finding],
    view: HostView,
    judge: Judged,
    bursts: Mapping[Burst, Sequence[Seen]],
) -> dict[str, list[Finding]]:
    """Detector → its findings, for those of which anything is allowed."""
    touched = {
        finding.detector: None for finding in whole for exhibit in finding.exhibits if gate.entry(exhibit) is not None
    }
    views = _split(gate, view)
    if not touched and not any(views.allowed.picked.values()):
        return {}
    others = _by_detector(judge(views.others), members)
    alone = _by_detector(judge(views.allowed), members)
    found: dict[str, list[Finding]] = {}
    for detector in members:
        mine = [finding for finding in whole if finding.detector == detector]
        kept, gone = others.get(detector, []), alone.get(detector, [])
        if mine == kept:
            continue
        if _splits(mine, kept, gone):
            left = sum(finding.count for finding in gone)
            found[detector] = [
                *(replace(finding, allowed=left) for finding in kept),
                *(_suppressed(gate, finding) for finding in gone),
            ]
        else:
            found[detector] = [_together(gate, finding, kept, bursts) for finding in mine]
    for detector in touched:
        if detector not in found:
            # Nothing that was picked is allowed, but what is shown may be: records that only correlations counted.
            mine = [finding for finding in whole if finding.detector == detector]
            found[detector] = [_together(gate, finding, others.get(detector, []), bursts) for finding in mine]
    return found


def _split(gate: Gate, view: HostView) -> _Views:
    answers: dict[tuple[str, int, int, str], bool] = {}

    def allowed(seen: Seen) -> bool:
        record = seen.sighting.record
        key = (record.at.sha256, record.at.offset, record.at.length, str(record.fields.get("Path", "")))
        if key not in answers:
            answers[key] = gate.entry(record) is not None
        return answers[key]

    others: dict[str, Sequence[Seen]] = {}
    mine: dict[str, Sequence[Seen]] = {}
    for detector, picked in view.picked.items():
        mine[detector], others[detector] = divided(picked, allowed)
    return _Views(replace(view, picked=others), replace(view, picked=mine, extracts={}))


def _by_detector(findings: Iterable[Finding], wanted: Sequence[str]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.detector in wanted:
            found[finding.detector].append(finding)
    return found


def _splits(whole: Sequence[Finding], kept: Sequence[Finding], gone: Sequence[Finding]) -> bool:
    """Whether a detector's records can be told apart: it groups them, and no record is lost or counted twice."""
    return (
        bool(gone)
        and not any(finding.card.kind in _UNSPLIT for finding in whole)
        and sum(finding.count for finding in whole) == sum(finding.count for finding in (*kept, *gone))
    )


def _together(gate: Gate, finding: Finding, kept: Sequence[Finding], bursts: Mapping[Burst, Sequence[Seen]]) -> Finding:
    """A finding whose records stand together: suppressed only where each of them is allowed."""
    if finding.seen is not None and finding.last is not None:
        records = bursts.get((finding.detector, finding.seen, finding.last, finding.count))
        if records is not None:
            entries = [gate.entry(seen.sighting.record) for seen in records]
            first = entries[0]
            return finding if first is None or None in entries else replace(finding, suppressed=first.says)
    if any(gate.entry(exhibit) is None for exhibit in finding.exhibits):
        return finding
    if finding.count > len(finding.exhibits) and any(_same_matter(finding, other) for other in kept):
        # Not every record is shown, and the detector says it also without those that are allowed.
        return finding
    return _suppressed(gate, finding)


def _same_matter(finding: Finding, other: Finding) -> bool:
    if not finding.objects or not other.objects:
        return True
    return not set(finding.objects).isdisjoint(other.objects)


def _suppressed(gate: Gate, finding: Finding) -> Finding:
    entry = next(filter(None, map(gate.entry, finding.exhibits)), None)
    return finding if entry is None else replace(finding, suppressed=entry.says)
