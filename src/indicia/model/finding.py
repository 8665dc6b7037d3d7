"""A finding: what one detector saw, and where.  It carries no verdict."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum

from msgspec import Struct, field
from msgspec.structs import force_setattr

from indicia.model.evidence import Locator
from indicia.model.record import Value

MOST_NAMED = 50
"""So many clients, or objects, a finding of a rule names at most."""


class Stage(IntEnum):
    """How far an intruder got, in rising order."""

    NONE = 0
    PROBED = 1
    EXPLOITED = 2
    IMPLANTED = 3
    OPERATED = 4


class Severity(IntEnum):
    """How bad it is if true."""

    INFORMATIONAL = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class Confidence(IntEnum):
    """How likely it is to be true; another axis than severity.  The evidence weights of the packs map onto it."""

    WEAK = 0
    """A scan, an attempt, a configuration or a hint."""
    MODERATE = 1
    """Needs a second source."""
    STRONG = 2
    """Compromise likely."""
    CONCLUSIVE = 3
    """Compromise certain if the record is authentic."""


class Presence(StrEnum):
    """Whether what was seen is still there, as far as the evidence goes."""

    PRESENT = "present"
    """In the newest state this evidence shows (a file in the collected tree, an element of the configuration)."""
    REMOVED = "removed"
    """A trace remains and a record of the removal, or the collected tree no longer holds it."""
    SEEN_ONCE = "seen once"
    """An event of the past, of a kind that leaves nothing to be present (a request, a command)."""
    UNKNOWN = "unknown"
    """Something that can persist was put there; this evidence cannot show whether it still is."""


class Exhibit(Struct, frozen=True, kw_only=True):
    """One record behind a finding, kept whole so that a saved result can be read without the evidence."""

    table: str
    source: str
    time: datetime | None
    path: str
    """Display path of the evidence file."""
    at: Locator
    fields: Mapping[str, Value]
    matched: tuple[str, ...]
    """Names of the fields that decided."""
    raw: str


class RuleCard(Struct, frozen=True, kw_only=True):
    """The rule or analysis behind a finding, as its author wrote it."""

    id: str
    title: str
    kind: str
    """`sigma`, `yara`, `indicator` or `analysis`."""
    author: str = ""
    link: str = ""
    """Reference a reader can follow; for an analysis the name of its page in the documentation."""
    text: str = ""
    """Rule text; empty for an analysis."""
    filters: tuple[str, ...] = ()
    """Titles of the user's filters that are part of the rule."""


class Suppression(Struct, frozen=True, kw_only=True):
    """Why a site does not want to hear about a finding.  The finding stays in the result and moves nothing."""

    filter: str
    """Id of the filter rule."""
    title: str
    author: str
    reason: str
    expires: date


class Finding(Struct, frozen=True, kw_only=True):
    """One thing one detector saw on one host; several like records are one finding with a count."""

    detector: str
    """Registry name of the analysis (`front-end-impersonation`) or id of the rule."""
    title: str
    summary: str
    """One sentence in the past tense, built from the records, no more certain than they are."""
    stage: Stage | None
    """Rung of the ladder this finding proves if true; null: it supports others and moves nothing by itself."""
    severity: Severity
    confidence: Confidence
    host: str
    seen: datetime | None
    """First time it shows, UTC; null only for files and settings without times."""
    last: datetime | None
    """Last time it shows, UTC."""
    count: int
    """How many records."""
    exhibits: Sequence[Exhibit]
    """At least one; the first is the one to show.  At most 12 are kept of a large group, first and last among them.

    A tuple; those of a large result are made each time they are asked for.
    """
    card: RuleCard
    techniques: tuple[str, ...] = ()
    """ATT&CK ids."""
    tests: tuple[str, ...] = ()
    """Artefact tests (`PL-05`) and ways to stay (`PE-04`) of the pack that this finding answers with a hit."""
    clients: tuple[str, ...] = ()
    """Client addresses in the records; one of the keys that join findings into an incident."""
    objects: tuple[str, ...] = ()
    r"""What it is about, lower case: file paths (`c:\…`) or web paths (`/owa/auth/x.aspx`), accounts, canaries."""
    presence: Presence = Presence.SEEN_ONCE
    next_step: str = ""
    mistakes: str = ""
    """What this detector takes for it wrongly."""
    id: str = ""
    """`F1`, `F2`, … in order of time within a result; given when the result is put together."""
    joins: Mapping[str, str] = field(default_factory=dict)
    """Further join keys, e.g. `canary`."""
    suppressed: Suppression | None = None
    allowed: int = 0
    """Records of the same detector on this host that the site's allow list let go; they are findings of their own."""

    def __post_init__(self) -> None:
        if isinstance(self.exhibits, list):
            # What is read back of a sequence is a list.
            force_setattr(self, "exhibits", tuple(self.exhibits))
        if not self.exhibits:
            raise ValueError(f"finding of {self.detector} shows no record")
        for moment in (self.seen, self.last):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"finding of {self.detector} has a time without a zone")
