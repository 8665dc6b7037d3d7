"""What a report of other people says: claims, each with the exact characters that it was read from."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from indicia.model.evidence import Fault


class Quoted(Struct, frozen=True, order=True):
    """Characters of a document's text: `text[start:end] == words`."""

    start: int
    """In characters (code points) of `ReportText.text`, from 0."""
    end: int
    words: str


class Place(Struct, frozen=True, kw_only=True):
    """Where a stretch of the text stood in the file."""

    start: int
    """In characters of `ReportText.text`; the stretch ends where the next begins."""
    name: str
    """`page 3`, `objects[12].description`; empty where the file is one stretch."""


class ReportText(Struct, frozen=True, kw_only=True):
    """A report as running text, whatever its format was."""

    sha256: str
    """Of the file's bytes."""
    name: str
    format: str
    """`text`, `html`, `pdf`, `markdown`, `stix`, `misp`."""
    text: str
    places: tuple[Place, ...] = ()
    title: str = ""
    published: date | None = None
    """As the document itself says; null where it says nothing."""
    address: str = ""
    """Where it was published, as the document itself says; empty where it says nothing."""
    language: str = ""
    """ISO 639-1 of what most of it is written in; empty where that cannot be told."""
    faults: tuple[Fault, ...] = ()
    """What of the file could not be read, e.g. pages that are pictures."""
    notes: tuple[str, ...] = ()
    """What limits the reading ("written in Japanese: only indicators, CVEs and ids were looked for")."""


class MentionKind(StrEnum):
    """What words of a report name."""

    INDICATOR = "indicator"
    FLAW = "flaw"
    TECHNIQUE = "technique"
    TOOL = "tool"
    ACTOR = "actor"
    VICTIM = "victim"
    NUMBER = "number"
    DAY = "day"
    TACTIC = "tactic"
    """Of ATT&CK (`TA0001`)."""
    MITIGATION = "mitigation"
    DETECTION = "detection"
    """Detection strategy, analytic or data source of ATT&CK."""
    CAMPAIGN = "campaign"


class Mention(Struct, frozen=True, kw_only=True):
    """One thing that a report names."""

    kind: MentionKind
    quoted: Quoted
    value: str
    """Normalised: refanged address, `CVE-2021-26855`, ATT&CK id, `2021-03-02` or `2021-03`, a number in digits."""
    sort: str = ""
    """Finer kind: `sha256`, `ipv4`, `domain`, `url`, `email`, `path`, …; for a number its unit; else empty."""
    names: tuple[str, ...] = ()
    """Entities that the words may mean, as `scheme:id` (`attack:G0125`, `indicia:hafnium`); more than one where the
    name is disputed; none where nobody known is meant."""
    aside: str = ""
    """Why it is no mark of the attack although it has the form of one: `reference`, `publisher`, `private address`, …;
    empty where nothing speaks against it."""
    counts: str = ""
    """For a number: what it counts, in the report's own words."""
    context: Quoted | None = None
    """The sentence, or the row or list item, that it stands in."""
    how: str = "grammar"
    """`grammar`: written so in the text; `model`: a guess of the language model of techniques."""
    score: float | None = None
    """Of a guess, 0 to 1, calibrated; null for what is written."""
    suggested: bool = False
    """A suggestion counts for nothing until somebody accepts it."""
    accepted: bool = False
    """It was a suggestion, and whoever read the report accepted it."""


class Stance(StrEnum):
    """What a speaker does with an activity or an actor."""

    ATTRIBUTES = "attributes"
    SUPPORTS = "supports"
    """Backs the attribution of others."""
    ACKNOWLEDGES = "acknowledges"
    """Takes note of the attribution of others."""
    DENIES = "denies"
    CHARGES = "charges"
    SANCTIONS = "sanctions"
    ACTS = "acts"
    """Takes a measure that is neither a charge nor a sanction: expels, summons, publishes an advisory."""
    DECLINES = "declines"
    """Says, or is said, not to take a measure or not to attribute: no sanctions, no name given."""
    URGES = "urges"
    """Calls on a state to act, without attributing to it."""
    REPORTS = "reports"
    """Tells how many were hit: the number is the speaker's."""
    OBSERVES = "observes"
    """Reports technical findings without saying who."""
    SILENT = "silent"
    """Was asked and said nothing ("not available for comment")."""


class Assertion(Struct, frozen=True, kw_only=True):
    """Who asserts what about whom, with which verb and which words of confidence."""

    stance: Stance
    sentence: Quoted
    speaker: Quoted | None
    """Null where the text names nobody ("it was attributed to …"): then it is the document's own, or unknown."""
    party: str
    """Country or body of the speaker, as `agreement` counts parties; empty where not known."""
    verb: Quoted
    accused: Quoted | None
    """Whom it is about: group, organisation, state."""
    activity: Quoted | None
    """What they are said to have done."""
    confidence: Quoted | None
    """The speaker's own words of confidence or likelihood; null where none are given."""
    measure: Quoted | None
    """Measure taken, or expressly not taken."""
    means: Quoted | None = None
    """Where whom it is about was named, for `the ministry`, `the same unit`; null where its own words tell."""
    reported_by: Quoted | None = None
    """Who tells it, where the speaker does not speak itself ("according to Reuters")."""
    anonymous: bool = False
    """The speaker is not named ("a senior official")."""
    when: Quoted | None = None
    """The time that the clause gives for itself ("in 2018"); null where it gives none."""
    taken: bool | None = None
    """Of a measure: false where it is expressly not taken, or only considered; null without a measure."""
    note: str = ""
    """Ours, in plain words: `considered or announced, not taken`, `does not attribute`."""


class ReportReading(Struct, frozen=True, kw_only=True):
    """Everything read from one report."""

    text: ReportText
    mentions: tuple[Mention, ...]
    """By place in the text."""
    assertions: tuple[Assertion, ...]
    """By place in the text."""
