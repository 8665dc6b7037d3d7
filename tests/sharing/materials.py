"""Material for exports: an invented case, an answer about who, a statement of three parties.  All of it is made up."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from hypothesis import strategies as st
from msgspec.structs import replace
from results import empty, rich

from indicia.model.attribution import (
    AnswerKind,
    Attribution,
    EvidenceClass,
    Feature,
    Hypothesis,
    HypothesisKind,
    Knowledge,
    Prior,
)
from indicia.model.evidence import Locator
from indicia.model.finding import Confidence, Exhibit, Finding, Presence, RuleCard, Severity, Stage
from indicia.model.statement import (
    AttributionSupport,
    Basis,
    Claim,
    ClaimKind,
    ClaimSupport,
    Committed,
    FindingSupport,
    Likelihood,
    Marking,
    Measure,
    MeasureKind,
    OnClaim,
    OwnWords,
    Policy,
    Position,
    Reply,
    Role,
    Stance,
    Statement,
)
from indicia.sharing.loss import Loss
from indicia.sharing.material import Disclosed, Heard, Material, SharedCase, shared
from indicia.statement.canonical import Json
from indicia.statement.claim_objects import claim_object
from indicia.statement.commitments import Disclosure, claims_root
from indicia.statement.objects import position_object, reply_object, stance_object, statement_object

MADE = datetime(2021, 7, 19, 12, tzinfo=UTC)
DIGEST = "ab" * 32
UUID = "00000000-0000-4000-8000-000000000001"
NOWHERE = "0" * 64


def case(findings: tuple[Finding, ...] | None = None) -> SharedCase:
    """One server broken into; with other findings when given."""
    result = rich()
    return shared("case", DIGEST, result if findings is None else replace(result, findings=findings))


def bare(findings: Collection[Finding]) -> SharedCase:
    """Findings and nothing else."""
    return replace(shared("case", DIGEST, empty()), findings=findings)


def listed(number: int, tlp: str, value: str = "198.51.100.9", sort: str = "ipv4") -> Finding:
    """A sighting of an indicator from a list with this marking."""
    first = rich().findings[0]
    return replace(
        first,
        id=f"F{number}",
        detector=f"ioc:{number}",
        title=f"address of the list: '{value}'",
        summary=f"secret-{number} was seen",
        stage=None,
        card=RuleCard(
            id=f"ioc:{number}",
            title=f"'{value}'",
            kind="indicator",
            text=f"set: partner-{number}\nTLP: {tlp}\n{sort}: {value}",
        ),
    )


def answer() -> Attribution:
    """An unknown actor before a cluster and an imitation."""
    rows = (
        ("unknown actor", HypothesisKind.UNKNOWN, "an actor nobody has named", 0.61, "likely"),
        ("hafnium", HypothesisKind.CLUSTER, "HAFNIUM", 0.34, "unlikely"),
        ("one imitating another", HypothesisKind.IMITATION, "one imitating another", 0.05, "very unlikely"),
    )
    return Attribution(
        format="indicia-attribution/1",
        version="0",
        cases=("case",),
        hosts=("MX07.corp.example",),
        first=datetime(2021, 3, 3, 1, 40, 12, 600_000, tzinfo=UTC),
        last=datetime(2021, 3, 3, 3, 18, 0, 1, tzinfo=UTC),
        scale="ICD 203",
        answer=AnswerKind.RIVAL,
        sentence="It is likely (61 %) that an actor whom nobody had named did this.",
        confidence="low",
        confidence_sentence="Confidence in this is low: little was seen.",
        knowledge=Knowledge(until=None, sources=("shipped",), clusters=1, profiled=1, learned=""),
        priors=(Prior(id="empirical", text="as shipped"), Prior(id="uniform", text="all alike")),
        hypotheses=tuple(
            Hypothesis(
                id=id,
                kind=kind,
                name=name,
                shares={"empirical": share, "uniform": 1 / 3},
                before={"empirical": 0.5, "uniform": 1 / 3},
                weight=0.25,
                word=word,
            )
            for id, kind, name, share, word in rows
        ),
        flips=True,
        capped=False,
        features=(
            Feature(
                id="tool:S0073",
                kind=EvidenceClass.TOOL,
                value="S0073",
                text="ASPXSpy",
                findings=("F3",),
                block="fs",
                speaks_for={"hafnium": 0.5},
            ),
        ),
        matrix=(),
        sensitivity=(),
        costs=(),
        missing=(),
        claims=(),
        names=(),
        not_used=(),
        assumptions=("that the clocks are right",),
    )


def claims() -> tuple[Claim, ...]:
    """An incident for everybody, a cluster for partners, a state for few; the last rests on the second."""

    def claim(id: str, kind: ClaimKind, sentence: str, marking: Marking, **more: object) -> Claim:
        values = {"likelihood": None, "confidence": None, "support": (), "effective": marking} | more
        return Claim(id=id, kind=kind, sentence=sentence, marking=marking, **values)  # type: ignore[arg-type]

    return (
        claim(
            "C1",
            ClaimKind.INCIDENT,
            "The server was broken into on 3 March 2021.",
            Marking.CLEAR,
            support=(
                FindingSupport(case=DIGEST, id="F3", detector="shell-written", exhibits=(), marking=Marking.CLEAR),
            ),
        ),
        claim(
            "C2",
            ClaimKind.CLUSTER,
            "HAFNIUM did it.",
            Marking.GREEN,
            likelihood=Likelihood(scale="icd203", word="likely", low=55, high=80),
            confidence=Basis(word="moderate", why="one source"),
            support=(AttributionSupport(case=DIGEST, explanation="hafnium", share=0.34, marking=Marking.AMBER),),
            rivals=("an actor nobody has named",),
            effective=Marking.AMBER,
        ),
        claim(
            "C3",
            ClaimKind.STATE,
            "hidden-sentence: a state stands behind it.",
            Marking.AMBER,
            likelihood=Likelihood(scale="", word="almost certain"),
            support=(ClaimSupport(id="C2"),),
            rivals=("private hands",),
            effective=Marking.RED,
        ),
    )


def disclosure_of(value: Json, number: int) -> Disclosure:
    """With a salt that is the same in every run."""
    return Disclosure(bytes([number]) * 32, value)


def disclosed() -> Disclosed:
    """Three claims; one party agrees, one in part, one dissents from what few may see; and a reply."""
    told = claims()
    committed = tuple(
        Committed(id=one.id, commitment=disclosure_of(claim_object(one), number).commitment)
        for number, one in enumerate(told)
    )
    statement = Statement(
        alliance="test alliance",
        statement=UUID,
        version=1,
        previous=None,
        title="A reconstruction that nobody signed",
        author="US",
        made=MADE,
        marking=Marking.CLEAR,
        claims=committed,
        root=claims_root([one.commitment for one in committed]),
        policy=Policy(agree=1, of=("US", "CA"), claims=("C1",), counts=(Stance.AGREE,)),
        notes=("proves little",),
    )
    stances = {
        "US": (
            OnClaim(claim="C1", stance=Stance.AGREE, marking=Marking.CLEAR),
            OnClaim(
                claim="C2",
                stance=Stance.AGREE,
                confidence=OwnWords(word="high confidence"),
                marking=Marking.GREEN,
            ),
        ),
        "CA": (
            OnClaim(claim="C2", stance=Stance.IN_PART, wording="confident that", marking=Marking.CLEAR),
            OnClaim(claim="C3", stance=Stance.DISSENT, reasons="hidden-reason", marking=Marking.AMBER),
        ),
        "NATO": (OnClaim(claim="C1", stance=Stance.ABSTAIN, marking=Marking.CLEAR),),
    }
    positions = tuple(
        Heard(
            position=Position(
                alliance="test alliance",
                statement=UUID,
                version=1,
                digest=NOWHERE,
                party=party,
                sequence=1,
                previous=None,
                made=MADE,
                expires=None,
                role=Role.LEAD if party == "US" else Role.PARTNER,
                stances=tuple(
                    Committed(id=one.claim, commitment=disclosure_of(stance_object(one), number).commitment)
                    for number, one in enumerate(own)
                ),
                measures=(
                    Measure(kind=MeasureKind.CHARGES, taken=party == "US", text="against four", day="2021-07-19"),
                ),
                ceiling=Marking.RED,
            ),
            stances=own,
        )
        for party, own in stances.items()
    )
    reply = Reply(
        alliance="test alliance",
        statement=UUID,
        speaker="spokesperson",
        text="We deny it.",
        day="2021-07-20",
        source="press conference",
        recorded_by="US",
        marking=Marking.CLEAR,
    )
    return Disclosed(statement=statement, claims=told, positions=positions, replies=(reply,))


def disclosed_object(told: Disclosed) -> dict[str, Json]:
    """As it travels."""
    return {
        "format": "indicia-disclosed/1",
        "statement": statement_object(told.statement),
        "claims": [disclosure_of(claim_object(one), number).to_object() for number, one in enumerate(told.claims)],
        "positions": [
            {
                "position": position_object(heard.position),
                "stances": [
                    disclosure_of(stance_object(one), number).to_object() for number, one in enumerate(heard.stances)
                ],
            }
            for heard in told.positions
        ],
        "replies": [reply_object(one) for one in told.replies],
    }


def everything() -> Material:
    """A case with an indicator's sighting, an answer, and a statement."""
    findings = (*rich().findings, listed(90, "TLP:GREEN"))
    return Material(cases=(case(findings),), attributions=(answer(),), statements=(disclosed(),), producer="Test team")


def export(write: Callable[..., None], material: Material) -> tuple[bytes, Loss]:
    """The bytes and what is lost."""
    loss, out = Loss(), bytearray()
    write(material, out.extend, loss)
    return bytes(out), loss


_TEXTS = st.text(max_size=12)
_TIMES = st.none() | st.integers(0, 4_000_000_000_000_000).map(
    lambda micros: datetime.fromtimestamp(micros // 1_000_000, UTC).replace(microsecond=micros % 1_000_000)
)
_HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
_EXHIBITS = st.builds(
    Exhibit,
    table=st.sampled_from(["file", "web_request", "win_event"]),
    source=_TEXTS,
    time=_TIMES,
    path=_TEXTS,
    at=st.builds(
        Locator,
        sha256=_HASHES,
        offset=st.integers(0, 2**50),
        length=st.integers(0, 2**31),
        line=st.none() | st.integers(0, 2**31),
        record_id=st.none() | st.integers(0, 2**64 - 1),
    ),
    fields=st.dictionaries(_TEXTS, _TEXTS | st.integers(-(2**70), 2**70) | st.booleans() | st.none(), max_size=3),
    matched=st.lists(_TEXTS, max_size=2).map(tuple),
    raw=_TEXTS,
)
FINDINGS = st.builds(
    Finding,
    detector=_TEXTS,
    title=_TEXTS,
    summary=_TEXTS,
    stage=st.none() | st.sampled_from(Stage),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    host=_TEXTS,
    seen=_TIMES,
    last=_TIMES,
    count=st.integers(0, 2**40),
    exhibits=st.lists(_EXHIBITS, min_size=1, max_size=3).map(tuple),
    card=st.builds(
        RuleCard,
        id=_TEXTS,
        title=_TEXTS,
        kind=st.sampled_from(["sigma", "yara", "indicator", "analysis"]),
        author=_TEXTS,
        link=_TEXTS,
        text=_TEXTS,
        filters=st.lists(_TEXTS, max_size=1).map(tuple),
    ),
    techniques=st.lists(st.sampled_from(["T1190", "T1505.003", "T1595"]) | _TEXTS, max_size=3).map(tuple),
    tests=st.lists(_TEXTS, max_size=2).map(tuple),
    clients=st.lists(st.sampled_from(["192.0.2.1", "2001:db8::1", "no address"]) | _TEXTS, max_size=3).map(tuple),
    objects=st.lists(_TEXTS, max_size=2).map(tuple),
    presence=st.sampled_from(Presence),
    next_step=_TEXTS,
    mistakes=_TEXTS,
    id=_TEXTS,
    joins=st.dictionaries(_TEXTS, _TEXTS, max_size=2),
    allowed=st.integers(0, 9),
)
"""Findings of any content, also of lone surrogates."""
