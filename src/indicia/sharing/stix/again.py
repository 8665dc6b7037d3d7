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
    def __init__(self, objects: Sequence[Object]) -> None:
        self._objects = objects
        self._by_id: dict[str, Object] = {str(item.get("id")): item for item in objects}
        self._missing: list[str] = []

    def read(self) -> Again:
        sightings: dict[str, list[Object]] = {}
        for item in self._objects:
            if item.get("type") == "sighting":
                refs = item.get("observed_data_refs")
                sightings.setdefault(str(refs), []).append(item)
        findings: dict[str, list[Finding]] = {}
        hosts: dict[str, list[Assessment]] = {}
        frames: dict[str, Object] = {}
        attributions = []
        for item in self._objects:
            held = extension_of(item)
            case = str(held.get("case", ""))
            match held.get("kind"):
                case "finding":
                    others = sightings.get(str(item.get("observed_data_refs")), [])
                    told = [item, *(one for one in others if one is not item)]
                    got = self._whole(item, partial(read_finding, told, self._by_id.get), Finding)
                    findings.setdefault(case, []).extend(got)
                case "host":
                    got_host = self._whole(item, partial(read_host, item, self._by_id.get), Assessment)
                    hosts.setdefault(case, []).extend(got_host)
                case "case":
                    frames[case] = item
                case "attribution":
                    attributions += self._whole(item, partial(read_attribution, item, self._by_id.get), Attribution)
        cases = tuple(
            self._case(case, frames.get(case), findings.get(case, []), hosts.get(case, []))
            for case in dict.fromkeys((*frames, *findings, *hosts))
        )
        statements = tuple(
            self._statement(item) for item in self._objects if extension_of(item).get("kind") == "statement"
        )
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
        id = str(report.get("id"))
        whole = extension_of(report).get("whole") is True
        statement = self._whole(report, lambda: read_statement(report, self._by_id.get), Statement) if whole else []
        claims: list[Claim] = []
        replies: list[Reply] = []
        stances: dict[str, list[OnClaim]] = {}
        positions: list[Object] = []
        for item in self._objects:
            held = extension_of(item)
            if held.get("kind") == "stance":
                got = self._whole(item, partial(read_stance, item), OnClaim)
                stances.setdefault(str(held.get("position")), []).extend(got)
            elif held.get("report") == id and held.get("kind") == "claim":
                claims += self._whole(item, partial(read_claim, item), Claim)
            elif held.get("report") == id and held.get("kind") == "reply":
                replies += self._whole(item, partial(read_reply, item), Reply)
            elif held.get("report") == id and held.get("kind") == "position":
                positions.append(item)
        return StatementAgain(
            title=str(report.get("name", "")),
            statement=next(iter(statement), None),
            claims=tuple(claims),
            positions=tuple(self._position(item, stances) for item in positions),
            replies=tuple(replies),
        )

    def _position(self, note: Object, stances: Mapping[str, list[OnClaim]]) -> PositionAgain:
        got = read_position(note, self._by_id.get)
        whole = extension_of(note).get("whole") is True
        position = self._whole(note, lambda: got, Position) if whole else []
        return PositionAgain(
            party=str(got.get("party", "")),
            position=next(iter(position), None),
            stances=tuple(stances.get(str(note.get("id")), ())),
        )

    def _whole(self, item: Object, read: Callable[[], Object], kind: type[_T]) -> list[_T]:
        """The value behind an object, alone in a list; none where it cannot be put together."""
        left = extension_of(item).get("rest", NOTHING)
        try:
            return [again(merged(read(), left), kind)]
        except (*Unreadable, TypeError, AttributeError):
            self._missing.append(str(item.get("id")))
            return []

    def _list(self, value: Json, kind: type[_T], place: str) -> tuple[_T, ...]:
        found = []
        for one in value if isinstance(value, list) else ():
            try:
                found.append(again(one, kind))
            except (*Unreadable, TypeError, AttributeError):
                self._missing.append(place)
        return tuple(found)
