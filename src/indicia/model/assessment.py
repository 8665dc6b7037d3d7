"""The answer for one host, and the result of a scan."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import force_setattr

from indicia.model.eviction import EvictionStep
from indicia.model.evidence import Account, Evidence, Fault
from indicia.model.exposure import Exposure
from indicia.model.finding import Finding, Stage, Suppression
from indicia.model.persistence import MechanismAnswer
from indicia.model.technique import TechniqueMatrix


class Verdict(StrEnum):
    """The word that stands alone."""

    NONE_SEEN = "none seen"
    PROBED = "probed"
    EXPLOITED = "exploited"
    IMPLANTED = "implanted"
    OPERATED = "operated"
    CANNOT_TELL = "cannot tell"

    @property
    def exit_code(self) -> int:
        """0 none seen, 1 exploited / implanted / operated, 2 probed, 3 cannot tell."""
        return {Verdict.NONE_SEEN: 0, Verdict.PROBED: 2, Verdict.CANNOT_TELL: 3}.get(self, 1)


class Answer(StrEnum):
    """Answer of one artefact test."""

    HIT = "hit"
    NO_HIT = "no hit"
    CANNOT_TELL = "cannot tell"


class TestAnswer(Struct, frozen=True, kw_only=True):
    """One artefact test of a pack on one host."""

    __test__ = False

    id: str
    title: str
    answer: Answer
    reason: str
    """Why: what was hit, what was read from when to when, or which log is missing or too short."""
    findings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """Lines of the collection plan that would decide what cannot be told."""


class Gap(Struct, frozen=True, kw_only=True):
    """A stretch without records inside a source that has records on both sides."""

    start: datetime
    end: datetime


class Standing(StrEnum):
    """State of one log source of one host."""

    COVERED = "covered"
    """Records over the whole period in question, without long gaps."""
    PARTIAL = "partial"
    """Records, but late, ended early, with gaps, damaged, or without the part that matters."""
    MISSING = "missing"
    SEARCHED = "searched"
    """Records of a log that is no source of the pack: rules were put to it, and it covers nothing."""


class SourceCoverage(Struct, frozen=True, kw_only=True):
    """One log source of one host against the period in question."""

    source: str
    """Id of the log source (`iis`, `httpproxy`, `sysmon`, …)."""
    name: str
    standing: Standing
    first: datetime | None = None
    last: datetime | None = None
    records: int = 0
    files: int = 0
    damaged: int = 0
    """Places in its files that could not be read."""
    gaps: tuple[Gap, ...] = ()
    hours: tuple[tuple[str, int], ...] = ()
    """(hour, records), sorted; for the drawing."""
    blind: str = ""
    """What therefore cannot be shown, in a few words: "who sent it, from where, since when"."""
    why: str = ""
    """Why it is not covered: "first record 2021-03-05 is later than 2021-01-01"; empty when covered."""
    channels: tuple[str, ...] = ()
    """Windows channels this source is read from, lower case; empty for logs that are not event logs."""
    lines: tuple[str, ...] = ()
    """Lines of the collection plan that bring what is missing of it."""


class Step(Struct, frozen=True, kw_only=True):
    """One line of an incident's story."""

    time: datetime | None
    stage: Stage | None
    text: str
    source: str
    """Short name of the log: `Sysmon 11`, `HttpProxy`."""
    finding: str


class Incident(Struct, frozen=True, kw_only=True):
    """Findings of one host that belong together by client, canary, page or time."""

    stage: Stage
    first: datetime | None
    last: datetime | None
    clients: tuple[str, ...]
    why: tuple[str, ...]
    """Why these findings are one incident."""
    steps: tuple[Step, ...]


class Remain(Struct, frozen=True, kw_only=True):
    """Something that a patch does not remove."""

    what: str
    state: str
    """`present now`, `removed, trace left`, `cannot tell`."""
    why: str
    findings: tuple[str, ...]


class Assessment(Struct, frozen=True, kw_only=True):
    """The answer for one host."""

    host: str
    verdict: Verdict
    stage: Stage
    sentence: str
    """One sentence behind the verdict word."""
    still_in: str
    patched: str
    since: str
    """Three facts, each one line; each says so when the evidence does not tell."""
    period: tuple[datetime | None, datetime | None]
    """What was looked at: first and last record of the host, UTC."""
    incidents: tuple[Incident, ...]
    remains: tuple[Remain, ...]
    tests: tuple[TestAnswer, ...]
    coverage: tuple[SourceCoverage, ...]
    next_steps: tuple[str, ...]
    findings: tuple[str, ...]
    """Ids, in order of time."""
    signs: tuple[str, ...] = ()
    """Ids of findings that would mean more than an attempt but that nothing else supports; the one to look at first
    comes first."""
    brief: str = ""
    """The sentence in a few words, for lists of many hosts; empty in results of versions that did not write it."""
    foreign: bool = False
    """Whether none of the logs that an answer needs is there, so that nothing shows a server of the pack's subject."""
    notes: tuple[str, ...] = ()
    """What a reader should know about the evidence of this host (clock disagreement, assumptions, overflow)."""
    patch_time: datetime | None = None
    """Earliest time at which the update that closes the flaw is known to run, UTC; null where that is not known."""
    mechanisms: tuple[MechanismAnswer, ...] = ()
    """Every way to stay that the pack knows, in its order."""
    exposure: Exposure | None = None
    others: tuple[SourceCoverage, ...] = ()
    """Logs that are no source of the pack, but were searched; those without records are not among them."""
    techniques: tuple[TechniqueMatrix, ...] = ()
    """One for each advisory."""
    eviction: tuple[EvictionStep, ...] = ()
    """The plan, in order; empty where nothing was found."""


class Refusal(Struct, frozen=True, kw_only=True):
    """A rule that was not run, and why."""

    rule: str
    title: str
    path: str
    reason: str


class SetLine(Struct, frozen=True, kw_only=True):
    """One set of rules or indicators that was used.  It keeps dates, never ages: those change from day to day."""

    name: str
    kind: str
    """`sigma`, `yara`, `indicators` or `pack` (a pack of our own)."""
    version: str
    """Of its manifest, its pack.toml, its VERSION file, its commit; empty where none of these is there."""
    made: date | None
    """When it was made, else the newest date in its rules; null where nothing says."""
    loaded: int
    """Rules or indicators that ran."""
    refused: int
    digest: str
    """SHA-256, hex: of the archive's content, else of what was loaded."""
    signer: str
    """Name of the trusted key, `unknown key …`, or `unsigned`."""
    expires: date | None = None


class AllowLine(Struct, frozen=True, kw_only=True):
    """One entry of the site's allow list that applied."""

    says: Suppression
    path: str
    findings: int
    """Findings it suppressed; 0: nothing of what it allows was seen."""
    records: int


class RulesetSummary(Struct, frozen=True, kw_only=True):
    """Which rules ran."""

    digest: str
    rules: int
    packs: tuple[str, ...]
    refused: tuple[Refusal, ...]
    planned: tuple[TestAnswer, ...] = ()
    """Artefact tests the pack lists but that are not built yet, with what is missing."""
    sets: tuple[SetLine, ...] = ()
    """Where the rules and indicators are from, in the order they were given."""
    allowed: tuple[AllowLine, ...] = ()
    """Entries of the site's allow list, those that have ended left out (they are among the refused)."""


class EvidenceLine(Struct, frozen=True, kw_only=True):
    """One input file as the result names it."""

    evidence: Evidence
    account: Account
    host: str | None = None
    """Host it was assigned to."""


class Result(Struct, frozen=True, kw_only=True):
    """Everything a scan found; every output is a pure function of it."""

    format: str
    """`indicia-result/1`."""
    version: str
    """Version of Indicia."""
    hosts: tuple[Assessment, ...]
    """Worst first."""
    findings: Sequence[Finding]
    """A tuple; those of a large result are made each time they are asked for."""
    evidence: tuple[EvidenceLine, ...]
    faults: tuple[Fault, ...]
    ruleset: RulesetSummary
    exit_code: int
    since: datetime | None = None
    until: datetime | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if isinstance(self.findings, list):
            # What is read back of a sequence is a list.
            force_setattr(self, "findings", tuple(self.findings))
