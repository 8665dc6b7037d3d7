"""Each claim of a version: who agrees, in whose words, who acknowledges, abstains, dissents and why; who is silent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from indicia.model.statement import Claim, Measure, OnClaim, Reply, Revocation, Role, Stance
from indicia.statement.policy import Heard, PolicyAnswer, Silence, evaluate, standing
from indicia.statement.positions import chain_breaks
from indicia.statement.version import Version


class Side(StrEnum):
    """Where a party stands on a claim."""

    AGREE = Stance.AGREE.value
    IN_PART = Stance.IN_PART.value
    ACKNOWLEDGE = Stance.ACKNOWLEDGE.value
    ABSTAIN = Stance.ABSTAIN.value
    DISSENT = Stance.DISSENT.value
    UNKNOWN = "not disclosed"
    """It took a stance that this reader may not see."""
    SILENT = "silent"


class OnOne(Struct, frozen=True, kw_only=True):
    """One party on one claim."""

    party: str
    side: Side
    said: OnClaim | None
    """Null where it is silent or not disclosed."""
    why: str = ""
    """Of silence: whether it took no position at all, or one that does not count."""


class ClaimAgreement(Struct, frozen=True, kw_only=True):
    """One claim."""

    id: str
    claim: Claim | None
    """Null where it is not disclosed to this reader."""
    needed: bool
    """The policy asks for it."""
    lines: tuple[OnOne, ...]
    """Every party, by side and then in the order of the policy."""

    def on(self, side: Side) -> tuple[OnOne, ...]:
        """The parties of one side."""
        return tuple(one for one in self.lines if one.side is side)


class PartyLine(Struct, frozen=True, kw_only=True):
    """One party as a whole."""

    party: str
    role: Role | None
    """Null without a position that stands."""
    made: datetime | None
    sequence: int
    """0 without one."""
    measures: tuple[Measure, ...]
    why: str


class AgreementView(Struct, frozen=True, kw_only=True):
    """All of it, at one time."""

    version: Version
    at: datetime
    policy: PolicyAnswer
    claims: tuple[ClaimAgreement, ...]
    parties: tuple[PartyLine, ...]
    replies: tuple[Reply, ...]
    """Of the accused; they are nobody's position."""
    breaks: tuple[str, ...]
    """What is wrong with the chains of positions."""


def agreement(
    version: Version,
    heard: Sequence[Heard],
    replies: Iterable[Reply],
    at: datetime,
    revocations: Iterable[Revocation] = (),
) -> AgreementView:
    """The view of one version at a time; of revocations those count by which a party takes back what it said itself.

    Raises StatementError where a party has two unlike positions with one sequence.
    """
    statement = version.statement
    signers = {version.digest: statement.author} | {one.digest: one.position.party for one in heard}
    revoked = {one.digest for one in revocations if one.made <= at and signers.get(one.digest) == one.party}
    stands, silent = standing(heard, statement.statement, version.digest, at, revoked)
    named = tuple(dict.fromkeys((*statement.policy.of, *statement.policy.veto)))
    parties = (*named, *sorted((set(stands) | set(silent)) - set(named)))
    claims = {one.id: one for one in version.claims}
    needed = frozenset(statement.policy.claims)
    return AgreementView(
        version=version,
        at=at,
        policy=evaluate(statement.policy, statement.statement, version.digest, heard, at, revoked),
        claims=tuple(
            ClaimAgreement(
                id=one.id,
                claim=claims.get(one.id),
                needed=one.id in needed,
                lines=_lines(one.id, parties, stands, silent),
            )
            for one in statement.claims
        ),
        parties=tuple(_party(party, stands.get(party), silent) for party in parties),
        replies=tuple(one for one in replies if one.statement == statement.statement),
        breaks=chain_breaks(one for one in heard if one.position.statement == statement.statement),
    )


def _lines(
    claim: str, parties: Sequence[str], stands: Mapping[str, Heard], silent: Mapping[str, Silence]
) -> tuple[OnOne, ...]:
    order = list(Side)
    lines = []
    for party in parties:
        heard = stands.get(party)
        said = heard.on(claim) if heard is not None else None
        if said is not None:
            lines.append(OnOne(party=party, side=Side(said.stance.value), said=said))
        elif heard is not None and heard.hides(claim):
            lines.append(OnOne(party=party, side=Side.UNKNOWN, said=None))
        else:
            why = "" if heard is not None else silent.get(party, Silence.NOTHING).value
            lines.append(OnOne(party=party, side=Side.SILENT, said=None, why=why))
    return tuple(sorted(lines, key=lambda one: order.index(one.side)))


def _party(party: str, heard: Heard | None, silent: Mapping[str, Silence]) -> PartyLine:
    if heard is None:
        why = silent.get(party, Silence.NOTHING).value
        return PartyLine(party=party, role=None, made=None, sequence=0, measures=(), why=why)
    position = heard.position
    return PartyLine(
        party=party,
        role=position.role,
        made=position.made,
        sequence=position.sequence,
        measures=position.measures,
        why="",
    )
