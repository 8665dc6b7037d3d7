"""Whether a statement counts as issued: its policy over the positions that stand at a time.

A party's position is the one with its highest sequence among those made by then; it replaces whatever it said before,
also about other versions.  Stances that are not disclosed to this reader could be anything, so that the answer is
*cannot be told* exactly where it hangs on them.  Signatures are not looked at here.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from indicia.errors import StatementError
from indicia.model.statement import OnClaim, Policy, Position, Stance


class Outcome(StrEnum):
    """What the policy says."""

    ISSUED = "issued"
    NOT_YET = "not yet issued"
    VETO = "stopped by veto"
    DISSENT = "stopped by dissent"
    """More parties dissent than the policy allows."""
    REVOKED = "taken back by its author"
    PAST = "its time is over"
    HIDDEN = "cannot be told"
    """It hangs on stances that are not disclosed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A position with those of its stances that are disclosed to this reader."""

    position: Position
    digest: str
    """SHA-256 of its payload."""
    stances: tuple[OnClaim, ...]
    _said: Mapping[str, OnClaim] = field(init=False, repr=False, compare=False)
    _hidden: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        said = {one.claim: one for one in self.stances}
        # A statement may hold 100,000 claims, and each is asked for.
        object.__setattr__(self, "_said", said)
        object.__setattr__(self, "_hidden", frozenset(one.id for one in self.position.stances if one.id not in said))

    def on(self, claim: str) -> OnClaim | None:
        """Its stance to a claim; null where it takes none or does not show it."""
        return self._said.get(claim)

    def hides(self, claim: str) -> bool:
        """Whether it takes a stance to a claim that is not disclosed here."""
        return claim in self._hidden


class Silence(StrEnum):
    """Why a party is heard with nothing."""

    NOTHING = "took no position"
    EXPIRED = "its position has expired"
    ELSEWHERE = "its last position is about another version"
    REVOKED = "it took its last position back"


class PolicyAnswer(Struct, frozen=True, kw_only=True):
    """What the policy says at a time, and who made it so.  Parties are in the order of the policy."""

    outcome: Outcome
    at: datetime
    agree: tuple[str, ...]
    """Parties that hold a counting position on every claim."""
    perhaps: tuple[str, ...]
    """Parties that may, by stances that are not disclosed."""
    needed: int
    vetoes: tuple[str, ...]
    dissenting: tuple[str, ...]
    """Everybody who dissents on one of the claims, whether or not the policy asks for them."""
    perhaps_dissenting: tuple[str, ...]
    silent: tuple[tuple[str, Silence], ...]
    """Parties that the policy names and of which no position stands."""


def standing(
    heard: Iterable[Heard], statement: str, digest: str, at: datetime, revoked: Container[str] = ()
) -> tuple[Mapping[str, Heard], Mapping[str, Silence]]:
    """Party → the position that stands at that time, and party → why its last one does not.

    `digest`: of the payload of the version in question; `revoked`: digests of payloads that were taken back by then;
    what a party said before does not come back with it.  Raises StatementError for two unlike positions of one party
    with one sequence: which of them it means nobody can tell.
    """
    last: dict[str, Heard] = {}
    seen: dict[tuple[str, int], str] = {}
    for one in heard:
        position = one.position
        if position.statement != statement or position.made > at:
            continue
        if seen.setdefault((position.party, position.sequence), one.digest) != one.digest:
            raise StatementError(f"{position.party} has two unlike positions with the sequence {position.sequence}")
        before = last.get(position.party)
        if before is None or before.position.sequence < position.sequence:
            last[position.party] = one
        elif before.digest == one.digest:
            last[position.party] = _more(before, one)
    stands: dict[str, Heard] = {}
    silent: dict[str, Silence] = {}
    for party, one in last.items():
        if one.position.expires is not None and one.position.expires <= at:
            silent[party] = Silence.EXPIRED
        elif one.digest in revoked:
            silent[party] = Silence.REVOKED
        elif one.position.digest != digest:
            silent[party] = Silence.ELSEWHERE
        else:
            stands[party] = one
    return stands, silent


def evaluate(
    policy: Policy,
    statement: str,
    digest: str,
    heard: Iterable[Heard],
    at: datetime,
    revoked: Container[str] = (),
) -> PolicyAnswer:
    """What the policy of the version with this digest says at that time.  Raises StatementError as `standing` does."""
    stands, silent = standing(heard, statement, digest, at, revoked)
    named = tuple(dict.fromkeys((*policy.of, *policy.veto)))
    agree = tuple(party for party in policy.of if party in stands and _agrees(stands[party], policy, sure=True))
    could = tuple(party for party in policy.of if party in stands and _agrees(stands[party], policy, sure=False))
    everybody = (*(party for party in named if party in stands), *sorted(set(stands) - set(named)))
    against = tuple(party for party in everybody if _dissents(stands[party], policy.claims))
    hiding = tuple(party for party in everybody if party not in against and _hides(stands[party], policy.claims))
    vetoes = tuple(party for party in policy.veto if party in against)
    return PolicyAnswer(
        outcome=Outcome.REVOKED if digest in revoked else _outcome(policy, at, agree, could, against, hiding),
        at=at,
        agree=agree,
        perhaps=tuple(party for party in could if party not in agree),
        needed=policy.agree,
        vetoes=vetoes,
        dissenting=against,
        perhaps_dissenting=hiding,
        silent=tuple((party, silent.get(party, Silence.NOTHING)) for party in named if party not in stands),
    )


def _outcome(
    policy: Policy,
    at: datetime,
    agree: Sequence[str],
    could: Sequence[str],
    against: Sequence[str],
    hiding: Sequence[str],
) -> Outcome:
    if policy.until is not None and at > policy.until:
        return Outcome.PAST
    if set(policy.veto) & set(against):
        return Outcome.VETO
    hidden_veto = bool(set(policy.veto) & set(hiding))
    if policy.dissent is not None and len(against) > policy.dissent:
        return Outcome.HIDDEN if hidden_veto else Outcome.DISSENT
    # Somebody who hides a stance can agree with it or dissent by it, not both.
    hidden_dissent = policy.dissent is not None and len(against) + len(hiding) > policy.dissent
    if hidden_veto or hidden_dissent:
        return Outcome.HIDDEN
    if len(agree) >= policy.agree:
        return Outcome.ISSUED
    return Outcome.NOT_YET if len(could) < policy.agree else Outcome.HIDDEN


def _agrees(heard: Heard, policy: Policy, *, sure: bool) -> bool:
    for claim in policy.claims:
        stance = heard.on(claim)
        # Where every kind counts, it need not be known which one it is.
        hidden = heard.hides(claim) and (not sure or set(policy.counts) == set(Stance))
        if not (hidden if stance is None else stance.stance in policy.counts):
            return False
    return True


def _dissents(heard: Heard, claims: Sequence[str]) -> bool:
    return any(stance is not None and stance.stance is Stance.DISSENT for stance in map(heard.on, claims))


def _hides(heard: Heard, claims: Sequence[str]) -> bool:
    return any(heard.hides(claim) for claim in claims)


def _more(first: Heard, second: Heard) -> Heard:
    """The same position, with what either copy discloses."""
    there = {one.claim for one in first.stances}
    more = tuple(one for one in second.stances if one.claim not in there)
    return Heard(position=first.position, digest=first.digest, stances=(*first.stances, *more))
