"""What came in from somebody else's bundle.  Nothing of it is signed, and nothing of it is believed by being here."""

from datetime import datetime

from msgspec import Struct

from indicia.model.assessment import Assessment, EvidenceLine, Result, RulesetSummary
from indicia.model.attribution import Attribution
from indicia.model.evidence import Fault
from indicia.model.finding import Finding
from indicia.model.statement import Claim, ClaimKind, Marking, OnClaim, Position, Reply, Statement

FORMAT = "indicia-imported/1"


class CaseAgain(Struct, frozen=True, kw_only=True):
    """One case, as an export of ours held it."""

    digest: str
    name: str
    findings: tuple[Finding, ...]
    hosts: tuple[Assessment, ...]
    evidence: tuple[EvidenceLine, ...]
    """Files that findings show records of."""
    faults: tuple[Fault, ...]
    ruleset: RulesetSummary | None
    """Null where the bundle does not hold the case as a whole."""
    frame: Result | None = None
    """What is neither finding nor server; null as `ruleset`."""
    whole: bool = True
    """Its exporter kept nothing of it back."""
    moment: datetime | None = None
    """The newest time that the case knew of."""
    marking: Marking = Marking.RED
    """The strictest of its objects."""


class PositionAgain(Struct, frozen=True, kw_only=True):
    """One party's position; null where stances of it were kept back."""

    party: str
    position: Position | None
    stances: tuple[OnClaim, ...]
    told: Position | None = None
    """As far as it is told: commitments, digest and previous are empty where stances were kept back."""


class StatementAgain(Struct, frozen=True, kw_only=True):
    """One statement; null where something of it was kept back."""

    title: str
    statement: Statement | None
    claims: tuple[Claim, ...]
    positions: tuple[PositionAgain, ...]
    replies: tuple[Reply, ...]
    told: Statement | None = None
    """As far as it is told: commitments, root and policy are empty where something was kept back."""


class AttributionAgain(Struct, frozen=True, kw_only=True):
    """An answer about who it could have been."""

    answer: Attribution
    marking: Marking = Marking.RED
    """The strictest of its objects."""


class Said(Struct, frozen=True, kw_only=True):
    """One thing that another producer says."""

    id: str
    type: str
    place: str
    """In the file: `objects[3]`."""
    kind: ClaimKind
    """What a claim made of it would be about."""
    speaker: str
    """Name of its producer, as the bundle gives it; empty where it names none."""
    made: str
    """`modified`, as written."""
    sentence: str
    """In words of ours."""
    words: str
    """In its own: description, content, explanation."""
    confidence: int | None
    """0 to 100, its producer's; null where it gives none.  No likelihood is made of it."""
    marking: Marking
    said: bool
    """Whether it carries a marking at all; without one it counts as RED."""
    withdrawn: bool
    """Its producer revoked it."""
    about: tuple[str, ...]
    """Ids it speaks of."""
    places: tuple[str, ...]
    """Where these stand, as far as they are in the file; the first ten."""
    missing: int
    """So many of them are not in the bundle."""


class Trouble(Struct, frozen=True, kw_only=True):
    """Something of a bundle that was not taken, or not as it stands."""

    place: str
    id: str
    reason: str


class Left(Struct, frozen=True, kw_only=True):
    """Objects or members of one kind that are carried nowhere."""

    what: str
    """`malware-analysis`, or a member: `indicator.x_score`."""
    number: int
    why: str


class Imported(Struct, frozen=True, kw_only=True):
    """Everything that a file held."""

    format: str
    name: str
    sha256: str
    size: int
    objects: int
    """Objects in the file, all versions."""
    producer: str
    """Who exported it, where it is an export of ours; as the bundle names it."""
    cases: tuple[CaseAgain, ...]
    attributions: tuple[AttributionAgain, ...]
    statements: tuple[StatementAgain, ...]
    said: tuple[Said, ...]
    """What other producers say, in the order of the file."""
    ours: int
    """Objects that belong to cases, answers and statements of ours."""
    context: tuple[Left, ...]
    """Objects that sentences name or that other verbs read, by type."""
    left: tuple[Left, ...]
    """What is carried nowhere."""
    troubles: tuple[Trouble, ...]
    markings: dict[str, int]
    """How many objects there are under each marking."""
    signed: bool = False
    """Never true: signatures are not in STIX."""
