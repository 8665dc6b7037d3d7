"""What an export of ours held, out of its bundle: the standard members with the rest from our extension laid over.

A bundle that went through another tool lacks what that tool did not keep; what is then missing is said, never invented.
What our extension says of a marking never makes the marking of its object less strict.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from indicia.model.assessment import Assessment, EvidenceLine, Result, RulesetSummary
from indicia.model.attribution import Attribution
from indicia.model.evidence import Fault
from indicia.model.finding import Finding
from indicia.model.imported import (
    AttributionAgain,
    CaseAgain,
    PositionAgain,
    StatementAgain,
    Trouble,
)
from indicia.model.statement import Claim, Marking, OnClaim, Position, Reply, Statement, strictest
from indicia.plain import Unreadable, stated
from indicia.sharing.rest import NOTHING, merged
from indicia.sharing.stix.claims import claim_again
from indicia.sharing.stix.findings import read_finding
from indicia.sharing.stix.hosts import read_host
from indicia.sharing.stix.hypotheses import read_attribution
from indicia.sharing.stix.ids import moment_of, own_id
from indicia.sharing.stix.making import Object, extension_of
from indicia.sharing.stix.opened import Opened, Placed, open_objects
from indicia.sharing.stix.statements import (
    payload_digest,
    read_claim,
    read_position,
    read_reply,
    read_stance,
    read_statement,
    untold_position,
    untold_statement,
)
from indicia.sharing.taxii.protocol.marking import marked
from indicia.statement.canonical import Json

_T = TypeVar("_T")
_NAMES = ("identity", "attack-pattern", "marking-definition", "extension-definition")
"""Types whose objects are shared by all that name them: their marking is not that of what names them."""
_FORGED = (*Unreadable, TypeError, AttributeError, RecursionError)


class Again(Struct, frozen=True, kw_only=True):
    """Everything that came back."""

    cases: tuple[CaseAgain, ...]
    answers: tuple[AttributionAgain, ...]
    statements: tuple[StatementAgain, ...]
    missing: tuple[str, ...]
    """Ids of objects that are ours and cannot be put together any more."""
    troubles: tuple[Trouble, ...] = ()
    """Why, and what else is not as it should be."""
    used: frozenset[str] = frozenset()
    """Ids of objects that all of it was put together from."""

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """The answers alone."""
        return tuple(one.answer for one in self.answers)


def read_again(data: bytes, name: str = "bundle") -> Again:
    """Read a bundle of ours.  Raises ReportError for anything that is no bundle."""
    return again_of(open_objects(data, name))


def again_of(opened: Opened) -> Again:
    """What of the objects is ours."""
    return _Reader(opened.objects).read()


class _Reader:
    """One pass sorts the objects and each is looked at once: a hostile bundle takes no longer than its size."""

    def __init__(self, objects: Sequence[Placed]) -> None:
        self._by_id = {one.id: one.item for one in objects}
        self._places = {one.id: one.place for one in objects}
        self._missing: list[str] = []
        self._troubles: list[Trouble] = []
        self._used: set[str] = set()
        self._asked: set[str] = set()
        self._sightings: dict[str, list[Object]] = {}
        self._kinds: dict[str, list[Object]] = {}
        self._of_report: dict[str, list[Object]] = {}
        self._stances: dict[str, list[Object]] = {}
        for one in objects:
            item = one.item
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
        marks: dict[str, list[Marking]] = {}
        answers: list[AttributionAgain] = []
        for item in self._kinds.get("finding", ()):
            # A finding has sightings of its own; a second that claims them has none left.
            group = self._sightings.pop(str(item.get("observed_data_refs")), None)
            told = [item, *(one for one in group or () if one is not item)]
            found, marking = self._whole(item, partial(read_finding, told, self._lookup), Finding)
            case = str(extension_of(item).get("case", ""))
            marks.setdefault(case, []).extend((marking, *(marked(one).marking for one in told)))
            findings.setdefault(case, []).extend(found)
        for item in self._kinds.get("host", ()):
            servers, marking = self._whole(item, partial(read_host, item, self._lookup), Assessment)
            case = str(extension_of(item).get("case", ""))
            marks.setdefault(case, []).append(marking)
            hosts.setdefault(case, []).extend(servers)
        for item in self._kinds.get("attribution", ()):
            whole, marking = self._whole(item, partial(read_attribution, item, self._lookup), Attribution)
            answers += [AttributionAgain(answer=one, marking=marking) for one in whole]
        frames: dict[str, Object] = {}
        for item in self._kinds.get("case", ()):
            case = str(extension_of(item).get("case", ""))
            if case in frames:
                self._trouble(item, f"the case {case[:12]} is there as a whole more than once; the first counts")
            frames.setdefault(case, item)
        cases = tuple(
            self._case(case, frames.get(case), findings.get(case, []), hosts.get(case, []), marks.get(case, []))
            for case in dict.fromkeys((*frames, *findings, *hosts))
        )
        statements = tuple(self._statement(item) for item in self._kinds.get("statement", ()))
        for group in (*self._of_report.values(), *self._stances.values()):
            for item in group:
                self._missing.append(str(item.get("id")))
                self._trouble(item, "it belongs to a statement or position that is not in the bundle")
        return Again(
            cases=cases,
            answers=tuple(answers),
            statements=statements,
            missing=tuple(self._missing),
            troubles=tuple(self._troubles),
            used=frozenset(self._used),
        )

    def _case(
        self,
        digest: str,
        frame: Object | None,
        findings: list[Finding],
        hosts: list[Assessment],
        marks: Iterable[Marking],
    ) -> CaseAgain:
        held = extension_of(frame) if frame is not None else {}
        left = held.get("rest")
        left = left if isinstance(left, Mapping) else {}
        evidence = self._list(held.get("evidence"), EvidenceLine, frame)
        faults = self._list(held.get("faults"), Fault, frame)
        ruleset = next(iter(self._list([left["ruleset"]] if left.get("ruleset") else [], RulesetSummary, frame)), None)
        marks = [*marks, *([marked(frame).marking] if frame is not None else [])]
        if frame is not None:
            self._used.add(str(frame.get("id")))
        else:
            self._missing.append(f"the frame of the case {digest[:12]}")
        return CaseAgain(
            digest=digest,
            name=str(frame.get("name", "")) if frame is not None else "",
            findings=tuple(findings),
            hosts=tuple(hosts),
            evidence=evidence,
            faults=faults,
            ruleset=ruleset,
            frame=self._frame(frame, left, ruleset, evidence, faults, hosts),
            whole=left.get("whole") is True,
            moment=_moment(frame),
            marking=strictest(*marks),
        )

    def _frame(
        self,
        frame: Object | None,
        left: Mapping[str, Json],
        ruleset: RulesetSummary | None,
        evidence: tuple[EvidenceLine, ...],
        faults: tuple[Fault, ...],
        hosts: list[Assessment],
    ) -> Result | None:
        if frame is None or ruleset is None:
            return None
        code, since, until, notes = (left.get(name) for name in ("exit_code", "since", "until", "notes"))
        try:
            return Result(
                format=str(left["format"]),
                version=str(left["version"]),
                hosts=tuple(hosts),
                findings=(),
                evidence=evidence,
                faults=faults,
                ruleset=ruleset,
                exit_code=code if isinstance(code, int) else 0,
                since=stated(since, datetime) if since is not None else None,
                until=stated(until, datetime) if until is not None else None,
                notes=tuple(str(note) for note in notes) if isinstance(notes, list) else (),
            )
        except _FORGED as error:
            self._trouble(frame, f"what it says of the case as a whole cannot be read ({type(error).__name__})")
            return None

    def _statement(self, report: Object) -> StatementAgain:
        whole = extension_of(report).get("whole") is True
        read = partial(read_statement, report, self._lookup)
        told, least = self._whole(report, read if whole else lambda: untold_statement(read()), Statement)
        told = [replace(one, marking=self._least(report, one.marking, least, "the statement")) for one in told]
        claims: list[Claim] = []
        replies: list[Reply] = []
        positions: list[PositionAgain] = []
        belonging = self._of_report.pop(str(report.get("id")), [])
        for item in sorted(belonging, key=_order_of(report, len(belonging))):
            match extension_of(item).get("kind"):
                case "claim":
                    found, least = self._whole(item, partial(read_claim, item), Claim, claim_again)
                    claims += [
                        replace(one, effective=self._least(item, one.effective, least, one.id[:20])) for one in found
                    ]
                case "reply":
                    answers, least = self._whole(item, partial(read_reply, item), Reply)
                    replies += [
                        replace(one, marking=self._least(item, one.marking, least, "the reply")) for one in answers
                    ]
                case "position":
                    positions.append(self._position(item))
        if whole and told and extension_of(report).get("payload_digest") != payload_digest(told[0]):
            self._trouble(report, "the digest of the signed payload is not that of this statement")
        names = [claim.id for claim in claims]
        self._twice(report, names)
        if whole and told:
            whole = self._complete(report, [one.id for one in told[0].claims], names, "claims")
        return StatementAgain(
            title=str(report.get("name", "")),
            statement=next(iter(told), None) if whole else None,
            claims=tuple(claims),
            positions=tuple(positions),
            replies=tuple(replies),
            told=next(iter(told), None),
        )

    def _position(self, note: Object) -> PositionAgain:
        whole = extension_of(note).get("whole") is True
        read = partial(read_position, note, self._lookup)
        told, _ = self._whole(note, read if whole else lambda: untold_position(read()), Position)
        author = self._by_id.get(str(note.get("created_by_ref")), {})
        stances: list[OnClaim] = []
        of = {one.id: number for number, one in enumerate(told[0].stances)} if told else {}
        held = self._stances.pop(str(note.get("id")), [])
        for item in sorted(held, key=lambda one: of.get(str(read_stance(one)["claim"]), 0)):
            found, least = self._whole(item, partial(read_stance, item), OnClaim)
            stances += [replace(one, marking=self._least(item, one.marking, least, "the stance")) for one in found]
        names = [stance.claim for stance in stances]
        self._twice(note, names)
        if whole and told:
            whole = self._complete(note, [one.id for one in told[0].stances], names, "stances on")
        return PositionAgain(
            party=str(author.get("name", "")),
            position=next(iter(told), None) if whole else None,
            stances=tuple(stances),
            told=next(iter(told), None),
        )

    def _complete(self, item: Object, signed: Sequence[str], there: Sequence[str], what: str) -> bool:
        """Whether everything is there that its author says was sent."""
        lacking = sorted({*signed} - {*there})
        if lacking:
            named = ", ".join(one[:20] for one in lacking[:5]) + (" …" if len(lacking) > 5 else "")
            self._trouble(item, f"{what} {named}: taken out on the way, since it says that nothing was kept back")
        return not lacking

    def _twice(self, item: Object, names: Sequence[str]) -> None:
        for name in dict.fromkeys(one for one in names if names.count(one) > 1) if len(names) < 1000 else ():
            self._trouble(item, f"{name[:20]} is there more than once")

    def _least(self, item: Object, told: Marking, least: Marking, what: str) -> Marking:
        """A marking, and at least that of the object."""
        if not told.within(least) or told is least:
            return told
        self._trouble(item, f"{what} is marked {least.value}, and {told.value} in our extension: the stricter counts")
        return least

    def _whole(
        self, item: Object, read: Callable[[], Object], kind: type[_T], made: Callable[[object, type[_T]], _T] = stated
    ) -> tuple[list[_T], Marking]:
        """The value behind an object, alone in a list, and the strictest marking of what it was put together from.

        An empty list where it cannot be put together.
        """
        self._asked = set()
        left = extension_of(item).get("rest", NOTHING)
        id = str(item.get("id"))
        try:
            found = [made(merged(read(), left), kind)]
        except _FORGED as error:
            self._missing.append(id)
            self._trouble(item, f"cannot be put together any more ({type(error).__name__})")
            return [], marked(item).marking
        self._used |= self._asked | {id}
        parts = [self._by_id[one] for one in self._asked if one.partition("--")[0] not in _NAMES]
        return found, strictest(*(marked(one).marking for one in (item, *parts)))

    def _list(self, value: Json, kind: type[_T], frame: Object | None) -> tuple[_T, ...]:
        found = []
        for one in value if isinstance(value, list) else ():
            try:
                found.append(stated(one, kind))
            except _FORGED:
                self._missing.append(str(frame.get("id")) if frame is not None else "")
        return tuple(found)

    def _lookup(self, id: str) -> Object | None:
        found = self._by_id.get(id)
        if found is not None:
            self._asked.add(id)
        return found

    def _trouble(self, item: Object, reason: str) -> None:
        id = str(item.get("id"))
        self._troubles.append(Trouble(place=self._places.get(id, ""), id=id, reason=reason))


def _order_of(report: Object, most: int) -> Callable[[Object], int]:
    """In which order what belongs to a statement was written, whatever became of the order of the file.

    Claims as the report lists them, replies by their numbers; the order of positions means nothing.
    """
    id, refs = str(report.get("id")), report.get("object_refs")
    listed = {str(ref): number for number, ref in enumerate(refs if isinstance(refs, list) else ())}
    replies = {own_id("note", id, "reply", str(number)): number for number in range(most)}
    return lambda item: listed.get(str(item.get("id")), replies.get(str(item.get("id")), 0))


def _moment(frame: Object | None) -> datetime | None:
    """When the objects of a case were made: the newest time that it knew of."""
    try:
        found = datetime.fromisoformat(moment_of(str(frame["created"]))) if frame is not None else None
    except (KeyError, ValueError, OverflowError):
        return None
    return None if found == datetime(1970, 1, 1, tzinfo=UTC) else found
