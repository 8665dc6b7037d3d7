"""What several parties say together: claims, statements, and the position of each party to each claim."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Marking(StrEnum):
    """TLP 2.0, from the widest audience to the narrowest."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        """0 for everybody; the higher, the fewer may read."""
        return list(Marking).index(self)

    def within(self, ceiling: "Marking") -> bool:
        """Whether a reader who is allowed everything up to `ceiling` may read it."""
        return self.rank <= ceiling.rank


def strictest(*markings: Marking) -> Marking:
    """The one with the fewest readers; CLEAR of none."""
    return max(markings, key=lambda one: one.rank, default=Marking.CLEAR)


class ClaimKind(StrEnum):
    """What a claim is about."""

    INCIDENT = "incident"
    TECHNIQUE = "technique"
    FLAW = "flaw"
    REMAINS = "remains"
    COUNT = "count"
    CLUSTER = "cluster"
    ORGANISATION = "organisation"
    STATE = "state"
    MEASURE = "measure"
    OTHER = "other"

    @property
    def names_somebody(self) -> bool:
        """It never stands without rival explanations."""
        return self in (ClaimKind.CLUSTER, ClaimKind.ORGANISATION, ClaimKind.STATE)


class Likelihood(Struct, frozen=True, kw_only=True):
    """How probable, in a word of a scale."""

    scale: str
    """`icd203`, `phia`, …; empty where the speaker names none."""
    word: str
    low: int | None = None
    """Per cent; null where the scale is not known: no word is turned into another's numbers."""
    high: int | None = None


class Basis(Struct, frozen=True, kw_only=True):
    """How good the basis of a judgement is: analytic confidence, never mixed with likelihood."""

    word: str
    why: str = ""


class Bytes(Struct, frozen=True, kw_only=True):
    """Bytes of an evidence file."""

    file: str
    """SHA-256 of the whole file."""
    name: str
    start: int
    end: int
    sha256: str | None
    """Of these bytes; null where the record has no bytes of its own."""


class FindingSupport(Struct, frozen=True, kw_only=True):
    """A finding of a case."""

    case: str
    """SHA-256 of the case's result."""
    id: str
    detector: str
    exhibits: tuple[Bytes, ...]
    marking: Marking = Marking.RED


class ReportSupport(Struct, frozen=True, kw_only=True):
    """Words of a document."""

    sha256: str
    title: str
    start: int
    """Characters of its text."""
    end: int
    words: str
    marking: Marking = Marking.RED


class ClaimSupport(Struct, frozen=True, kw_only=True):
    """Another claim of the same statement."""

    id: str


class AttributionSupport(Struct, frozen=True, kw_only=True):
    """One explanation in an answer about who it could have been."""

    case: str
    explanation: str
    share: float
    marking: Marking = Marking.RED


Support = FindingSupport | ReportSupport | ClaimSupport | AttributionSupport


class Claim(Struct, frozen=True, kw_only=True):
    """One sentence fit to publish."""

    id: str
    """`C1`: the same in every version, never used again."""
    kind: ClaimKind
    sentence: str
    likelihood: Likelihood | None
    confidence: Basis | None
    marking: Marking
    """What its author gave it."""
    effective: Marking
    """The strictest of its own and of everything it rests on."""
    support: tuple[Support, ...]
    rivals: tuple[str, ...] = ()
    withdrawn: str | None = None
    """Why; null while it stands."""


class Stance(StrEnum):
    """How a party stands to a claim."""

    AGREE = "agree"
    IN_PART = "agree in part"
    ACKNOWLEDGE = "acknowledge"
    ABSTAIN = "abstain"
    DISSENT = "dissent"


class Policy(Struct, frozen=True, kw_only=True):
    """When a statement counts as issued."""

    agree: int
    """So many parties."""
    of: tuple[str, ...]
    claims: tuple[str, ...]
    counts: tuple[Stance, ...]
    """Kinds of position that count for `agree`."""
    veto: tuple[str, ...] = ()
    """Parties whose dissent on one of the claims stops it."""
    dissent: int | None = None
    """So many may dissent; null: any number."""
    until: datetime | None = None


class Committed(Struct, frozen=True, kw_only=True):
    """Something that is signed and may be hidden."""

    id: str
    commitment: str


class Statement(Struct, frozen=True, kw_only=True):
    """One version: what its author signs.  Claims are in it by their commitments only."""

    alliance: str
    statement: str
    """UUID."""
    version: int
    previous: str | None
    """SHA-256 of the payload of the version before."""
    title: str
    author: str
    """The party that wrote it."""
    made: datetime
    marking: Marking
    claims: tuple[Committed, ...]
    root: str
    policy: Policy
    evidence: tuple[Committed, ...] = ()
    """Manifests of cases."""
    notes: tuple[str, ...] = ()


class Role(StrEnum):
    """As what a party speaks."""

    LEAD = "lead"
    PARTNER = "partner"
    SUPPORTER = "supporter"
    OBSERVER = "observer"


class MeasureKind(StrEnum):
    """What a party did or declined to do."""

    STATEMENT = "statement"
    ADVISORY = "advisory"
    CHARGES = "charges"
    SANCTIONS = "sanctions"
    OTHER = "other"


class OwnWords(Struct, frozen=True, kw_only=True):
    """A party's own word of confidence and the scale it belongs to."""

    word: str
    scale: str = ""


class OnClaim(Struct, frozen=True, kw_only=True):
    """A party's stance to one claim."""

    claim: str
    stance: Stance
    wording: str | None = None
    """Its own wording; needed where it agrees in part."""
    likelihood: Likelihood | None = None
    confidence: OwnWords | None = None
    reasons: str | None = None
    """Needed where it dissents."""
    marking: Marking = Marking.RED


class Measure(Struct, frozen=True, kw_only=True):
    """Something done, or said not to be done."""

    kind: MeasureKind
    taken: bool
    text: str
    day: str | None = None
    """ISO day."""


class Position(Struct, frozen=True, kw_only=True):
    """What one party signs about one version: its stance to every claim it speaks to."""

    alliance: str
    statement: str
    version: int
    digest: str
    """SHA-256 of the statement's payload."""
    party: str
    sequence: int
    previous: str | None
    made: datetime
    expires: datetime | None
    role: Role
    stances: tuple[Committed, ...]
    """By claim, in the statement's order."""
    measures: tuple[Measure, ...]
    ceiling: Marking


class Reply(Struct, frozen=True, kw_only=True):
    """What the accused answered, written down by a member; it speaks for nobody else."""

    alliance: str
    statement: str
    speaker: str
    text: str
    day: str
    source: str
    recorded_by: str
    marking: Marking


class Revocation(Struct, frozen=True, kw_only=True):
    """A party takes back what it signed, and puts nothing in its place."""

    alliance: str
    statement: str
    party: str
    digest: str
    """SHA-256 of the payload that is taken back: a version, a position or a reply."""
    made: datetime
    why: str
