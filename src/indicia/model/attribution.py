"""Who it could have been: evidence, rival explanations, how sure, and what would change it.  It accuses nobody."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class EvidenceClass(StrEnum):
    """What a piece of evidence is.  Classes differ in how much they may weigh at most."""

    TECHNIQUE = "technique"
    TOOL = "tool"
    MALWARE = "malware of one cluster"
    INFRASTRUCTURE = "infrastructure"
    VICTIM = "victim"
    HOURS = "working hours"
    TIMING = "use before disclosure"
    SHELL = "web shell"
    AGENT = "user agent"
    SEPARATION = "signs of several"

    @property
    def ordinary(self) -> bool:
        """Techniques and tools: what is reported of many and can be copied by all."""
        return self in (EvidenceClass.TECHNIQUE, EvidenceClass.TOOL)


class Feature(Struct, frozen=True, kw_only=True):
    """One piece of evidence, from one or more findings."""

    id: str
    """`technique:T1505.003`; equal pieces have equal ids."""
    kind: EvidenceClass
    value: str
    text: str
    """What it is, in a few words."""
    findings: tuple[str, ...]
    """Ids of findings, with the case before a colon where several cases are asked about; empty: a file states it, or
    the user said so."""
    block: str
    """Source of origin.  What comes from one source counts once, however often it says it."""
    reliability: float = 1.0
    """0 to 1: how likely it is that this was seen at all."""
    public: date | None = None
    """Day since which it is known that intruders (or this one) do so; null where no day is known."""
    copyable: bool = True
    """Public before the event, so that anybody could have done the same on purpose."""
    speaks_for: Mapping[str, float] | None = None
    """Cluster → log-likelihood ratio against an actor nobody knows; null: it is weighed with the techniques."""
    several: float = 0.0
    """Log-likelihood ratio of *several independent actors* against one."""
    places: tuple[str, ...] = ()
    """Places in the files that state it, with the file before a colon where several sources are asked about."""


class NotUsed(Struct, frozen=True):
    """Something that could have told, and why it does not."""

    what: str
    why: str


class HypothesisKind(StrEnum):
    """Rivals that are always there."""

    CLUSTER = "cluster"
    UNKNOWN = "unknown actor"
    SEVERAL = "several independent actors"
    IMITATION = "one imitating another"


class Prior(Struct, frozen=True, kw_only=True):
    """What is assumed before any evidence."""

    id: str
    """`empirical`, `uniform`, `sceptical`."""
    text: str


class Hypothesis(Struct, frozen=True, kw_only=True):
    """One explanation of the activity; level one only: who is behind a cluster is another question."""

    id: str
    """Id of the cluster, or the kind."""
    kind: HypothesisKind
    name: str
    shares: Mapping[str, float]
    """Prior → probability after the evidence; each prior's probabilities add up to one over all hypotheses."""
    before: Mapping[str, float]
    """Prior → probability before the evidence."""
    weight: float
    """Log-likelihood ratio of all evidence against an actor nobody knows."""
    word: str = ""
    """Likelihood under the empirical prior in the words of the scale."""


class EvidenceRow(Struct, frozen=True, kw_only=True):
    """One row of the matrix of competing hypotheses."""

    feature: str
    cells: Mapping[str, float]
    """Hypothesis → how much its log-odds lose when this piece is left out."""
    diagnosticity: float
    """Largest cell less the smallest: a piece that fits all alike tells nothing."""


class Sensitivity(Struct, frozen=True, kw_only=True):
    """What happens without one piece of evidence."""

    feature: str
    leader: str
    """Hypothesis that leads then."""
    share: float
    """Probability that the present leader has then."""
    flips: bool


class CostToFake(Struct, frozen=True, kw_only=True):
    """How little would have to be planted for another answer."""

    rival: str
    """The cluster that would lead then."""
    planted: tuple[str, ...]
    """Public features, in the order in which they would be planted."""
    enough: bool
    """False: even all of these do not make it lead."""


class MissingSource(Struct, frozen=True, kw_only=True):
    """A log or collection that is missing, and what it could tell."""

    source: str
    name: str
    lines: tuple[str, ...]
    """Lines of the collection plan."""
    bits: float
    """Expected information about who it was."""
    shows: tuple[str, ...]
    """Techniques that it would show or not show."""
    why: str


class LevelClaim(Struct, frozen=True, kw_only=True):
    """A public claim about what is behind a cluster or an activity: somebody's, never ours."""

    level: str
    """`cluster`, `organisation` or `state`, `by reference` to others; `none`: it says that nothing is shown."""
    about: str
    """Cluster, or the activity that the speaker speaks of."""
    cluster: str
    """Id of the cluster; empty for a claim about an activity as a whole."""
    speaker: str
    claim: str
    words: str
    """Words of confidence of the speaker."""
    day: date
    dated: bool
    disagrees: bool
    source: str
    verified: bool


class NameClaim(Struct, frozen=True, kw_only=True):
    """Other names that others give to a cluster."""

    cluster: str
    names: tuple[str, ...]
    by: str
    disputed: tuple[str, ...]


class AskedFile(Struct, frozen=True, kw_only=True):
    """A file of others that states what was done."""

    name: str
    sha256: str
    format: str
    """`layer`, `reading`, `stix`, `list`."""
    stated: int
    """Techniques, tools, flaws and victims that it states."""
    left: int
    """Entries that count for nothing; each is in `not_used` with the reason."""
    first: date | None
    last: date | None
    """When the activity was, as the file says; null where it says nothing."""


class AnswerKind(StrEnum):
    """What can be said."""

    NOTHING = "nothing can be said"
    UNDECIDED = "undecided"
    RIVAL = "no name"
    """An explanation without a name leads."""
    CLUSTER = "a cluster"


class Knowledge(Struct, frozen=True, kw_only=True):
    """What was known, and as of when."""

    until: date | None
    sources: tuple[str, ...]
    clusters: int
    profiled: int
    """Clusters with a profile that does not rest on this very activity."""
    learned: str
    """On how many cases the weights were learned; empty without a bundle."""


class Attribution(Struct, frozen=True, kw_only=True):
    """The whole answer to one question."""

    format: str
    """`indicia-attribution/1`."""
    version: str
    cases: tuple[str, ...]
    hosts: tuple[str, ...]
    """Servers whose intrusion is asked about."""
    first: datetime | None
    last: datetime | None
    """First and last deed, UTC."""
    scale: str
    answer: AnswerKind
    sentence: str
    """Likelihood."""
    confidence: str
    """`high`, `moderate` or `low`; empty where nothing can be said."""
    confidence_sentence: str
    """Confidence, with reasons; another sentence than the likelihood."""
    knowledge: Knowledge
    priors: tuple[Prior, ...]
    hypotheses: tuple[Hypothesis, ...]
    """Likeliest first under the empirical prior."""
    flips: bool
    """Whether the leader is another one under another prior."""
    capped: bool
    """Whether a probability was held down by the rule about kinds of evidence."""
    features: tuple[Feature, ...]
    matrix: tuple[EvidenceRow, ...]
    sensitivity: tuple[Sensitivity, ...]
    costs: tuple[CostToFake, ...]
    missing: tuple[MissingSource, ...]
    claims: tuple[LevelClaim, ...]
    names: tuple[NameClaim, ...]
    not_used: tuple[NotUsed, ...]
    assumptions: tuple[str, ...]
    files: tuple[AskedFile, ...] = ()
    """Files that were given beside or instead of cases."""
