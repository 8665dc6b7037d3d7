"""What an export of ours held, out of its bundle: the standard members with the rest from our extension laid over.

A bundle that went through another tool lacks what that tool did not keep; what is then missing is said, never invented.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import orjson

from indicia.errors import ReportError
from indicia.model.assessment import Assessment, EvidenceLine, RulesetSummary
from indicia.model.attribution import Attribution
from indicia.model.evidence import Fault
from indicia.model.finding import Finding
from indicia.model.statement import Claim, OnClaim, Position, Reply, Statement
from indicia.plain import Unreadable, again
from indicia.sharing.rest import NOTHING, merged
from indicia.sharing.stix.findings import read_finding
from indicia.sharing.stix.hosts import read_host
from indicia.sharing.stix.hypotheses import read_attribution
from indicia.sharing.stix.making import Object, extension_of
from indicia.sharing.stix.statements import read_claim, read_position, read_reply, read_stance, read_statement
from indicia.statement.canonical import Json

MOST_BYTES = 512 << 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAgain:
    """One case."""

    digest: str
    name: str
    findings: tuple[Finding, ...]
    hosts: tuple[Assessment, ...]
    evidence: tuple[EvidenceLine, ...]
    """Files that findings show records of."""
    faults: tuple[Fault, ...]
    ruleset: RulesetSummary | None
    """Null where the bundle does not hold the case as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionAgain:
    """One party's position; null where stances of it were kept back."""

    party: str
    position: Position | None
    stances: tuple[OnClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAgain:
    """One statement; null where something of it was kept back."""

    title: str
    statement: Statement | None
    claims: tuple[Claim, ...]
    positions: tuple[PositionAgain, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Everything that came back."""

    cases: tuple[CaseAgain, ...]
    attributions: tuple[Attribution, ...]
    statements: tuple[StatementAgain, ...]
    missing: tuple[str, ...]
    """Ids of objects that are ours and cannot be put together any more."""


def read_again(data: bytes, name: str = "bundle") -> Again:
    """Read a bundle of ours.  Raises ReportError for anything that is no bundle."""
    if len(data) > MOST_BYTES:
        raise ReportError(f"{name}: larger than {MOST_BYTES >> 20} MiB")
    try:
        bundle = orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise ReportError(f"{name}: not JSON: {error}") from None
    objects = bundle.get("objects") if isinstance(bundle, dict) and bundle.get("type") == "bundle" else None
    if not isinstance(objects, list):
        raise ReportError(f"{name}: no bundle of STIX")
    return _Reader([one for one in objects if isinstance(one, dict)]).read()


class _Reader:
    """One pass sorts the objects and each is looked at once: a hostile bundle takes no longer than its size."""

    def __init__(self, objects: Sequence[Object]) -> None:
        self._by_id: dict[str, Object] = {str(item.get("id")): item for item in objects}
        self._missing: list[str] = []
        self._sightings: dict[str, list[Object]] = {}
        self._kinds: dict[str, list[Object]] = {}
        self._of_report: dict[str, list[Object]] = {}
        self._stances: dict[str, list[Object]] = {}
        for item in objects:
            held = extension_of(item)
            kind = str(held.get("kind", ""))
            if item.get("type") == "sighting":
                self._sightings.setdefault(str(item.get("observed_data_refs")), []).append(item)
            if kind in ("finding", "host", "case", "attribution", "statement"):
                self._kinds.setdefault(kind, []).append(item)
            elif kind in ("claim", "position", "reply"):
                self._of_report.setdefault(str(held.get("report")), []).append(item)
            elif kind == "stance":
                self._stances.setdefault(str(held.get("position")), []).append(item)

    def read(self) -> Again:
        findings: dict[str, list[Finding]] = {}
        hosts: dict[str, list[Assessment]] = {}
        attributions: list[Attribution] = []
        for item in self._kinds.get("finding", ()):
            # A finding has sightings of its own; a second that claims them has none left.
            group = self._sightings.pop(str(item.get("observed_data_refs")), None)
            told = [item, *(one for one in group or () if one is not item)]
            found = self._whole(item, partial(read_finding, told, self._by_id.get), Finding)
            findings.setdefault(str(extension_of(item).get("case", "")), []).extend(found)
        for item in self._kinds.get("host", ()):
            servers = self._whole(item, partial(read_host, item, self._by_id.get), Assessment)
            hosts.setdefault(str(extension_of(item).get("case", "")), []).extend(servers)
        for item in self._kinds.get("attribution", ()):
            attributions += self._whole(item, partial(read_attribution, item, self._by_id.get), Attribution)
        frames = {str(extension_of(item).get("case", "")): item for item in self._kinds.get("case", ())}
        cases = tuple(
            self._case(case, frames.get(case), findings.get(case, []), hosts.get(case, []))
            for case in dict.fromkeys((*frames, *findings, *hosts))
        )
        statements = tuple(self._statement(item) for item in self._kinds.get("statement", ()))
        return Again(cases=cases, attributions=tuple(attributions), statements=statements, missing=tuple(self._missing))

    def _case(self, digest: str, frame: Object | None, findings: list[Finding], hosts: list[Assessment]) -> CaseAgain:
        held = extension_of(frame) if frame is not None else {}
        left = held.get("rest")
        ruleset = left.get("ruleset") if isinstance(left, Mapping) else None
        return CaseAgain(
            digest=digest,
            name=str(frame.get("name", "")) if frame is not None else "",
            findings=tuple(findings),
            hosts=tuple(hosts),
            evidence=self._list(held.get("evidence"), EvidenceLine, digest),
            faults=self._list(held.get("faults"), Fault, digest),
            ruleset=next(iter(self._list([ruleset] if ruleset else [], RulesetSummary, digest)), None),
        )

    def _statement(self, report: Object) -> StatementAgain:
        whole = extension_of(report).get("whole") is True
        read = partial(read_statement, report, self._by_id.get)
        statement = self._whole(report, read, Statement) if whole else []
        claims: list[Claim] = []
        replies: list[Reply] = []
        positions: list[PositionAgain] = []
        for item in self._of_report.pop(str(report.get("id")), ()):
            match extension_of(item).get("kind"):
                case "claim":
                    claims += self._whole(item, partial(read_claim, item), Claim)
                case "reply":
                    replies += self._whole(item, partial(read_reply, item), Reply)
                case "position":
                    positions.append(self._position(item))
        return StatementAgain(
            title=str(report.get("name", "")),
            statement=next(iter(statement), None),
            claims=tuple(claims),
            positions=tuple(positions),
            replies=tuple(replies),
        )

    def _position(self, note: Object) -> PositionAgain:
        whole = extension_of(note).get("whole") is True
        position = self._whole(note, partial(read_position, note, self._by_id.get), Position) if whole else []
        author = self._by_id.get(str(note.get("created_by_ref")), {})
        stances: list[OnClaim] = []
        for item in self._stances.pop(str(note.get("id")), ()):
            stances += self._whole(item, partial(read_stance, item), OnClaim)
        return PositionAgain(
            party=str(author.get("name", "")), position=next(iter(position), None), stances=tuple(stances)
        )

    def _whole(self, item: Object, read: Callable[[], Object], kind: type[_T]) -> list[_T]:
        """The value behind an object, alone in a list; none where it cannot be put together."""
        left = extension_of(item).get("rest", NOTHING)
        try:
            return [again(merged(read(), left), kind)]
        except (*Unreadable, TypeError, AttributeError, RecursionError):
            self._missing.append(str(item.get("id")))
            return []

    def _list(self, value: Json, kind: type[_T], place: str) -> tuple[_T, ...]:
        found = []
        for one in value if isinstance(value, list) else ():
            try:
                found.append(again(one, kind))
            except (*Unreadable, TypeError, AttributeError, RecursionError):
                self._missing.append(place)
        return tuple(found)
