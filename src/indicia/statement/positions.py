"""A party's position: from what it means to say to what it signs, and back from what is disclosed of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from indicia.errors import StatementError
from indicia.model.statement import Committed, Marking, Measure, OnClaim, Position, Role, strictest
from indicia.statement.canonical import canonical, digest, parsed
from indicia.statement.commitments import Disclosure, disclose
from indicia.statement.names import holder_name
from indicia.statement.objects import position_object, position_of, stance_object, stance_of
from indicia.statement.policy import Heard
from indicia.statement.version import Version


class Meant(Struct, frozen=True, kw_only=True):
    """What a party means to say about one version."""

    party: str
    digest: str
    """SHA-256 of the payload of the version that it read."""
    role: Role
    stances: tuple[OnClaim, ...]
    measures: tuple[Measure, ...]
    ceiling: Marking
    expires: datetime | None = None


class NewPosition(Struct, frozen=True, kw_only=True):
    """A position that is not signed yet."""

    payload: bytes
    position: Position
    stances: tuple[OnClaim, ...]
    disclosures: tuple[Disclosure, ...]
    raised: tuple[str, ...]
    """Claims of which the stance got a stricter marking than its author gave it, since the claim has it."""


def new_position(meant: Meant, version: Version, before: Sequence[Heard], at: datetime) -> NewPosition:
    """The next position of a party.

    `before`: all positions that are known of this statement.  A stance is never marked weaker than the claim that it
    is about.  Raises StatementError for a claim that is not in the version or not disclosed, for a version that is not
    the one that was read, and for times that contradict each other.
    """
    statement = version.statement
    holder_name(meant.party)
    if meant.digest != version.digest:
        raise StatementError(
            f"this position was written about another version than {statement.version}",
            hint="Draft it anew: `indicia position draft`.",
        )
    made = at.replace(microsecond=0)
    if made < statement.made:
        raise StatementError("a position cannot be made before the statement that it is about")
    if meant.expires is not None and meant.expires <= made:
        raise StatementError("the position would have expired before it is made")
    mine = sorted((one for one in before if one.position.party == meant.party), key=lambda one: one.position.sequence)
    last = mine[-1] if mine else None
    if last is not None and last.position.made > made:
        raise StatementError(f"{meant.party}'s last position was made later, at {last.position.made:%Y-%m-%d %H:%M:%S}")
    raised, stances = [], []
    by_claim = {one.claim: one for one in meant.stances}
    if len(by_claim) < len(meant.stances):
        raise StatementError("two stances to one claim")
    claims = {one.id: one for one in version.claims}
    for id in by_claim:
        if id not in claims:
            known = any(one.id == id for one in statement.claims)
            why = "is not disclosed to you" if known else f"is not in version {statement.version}"
            raise StatementError(f"claim {id[:20]} {why}")
    for id, claim in claims.items():
        if id not in by_claim:
            continue
        given = by_claim[id]
        marking = strictest(given.marking, claim.effective)
        if marking is not given.marking:
            raised.append(id)
        stance = replace(given, marking=marking)
        # What cannot be read again must not be signed.
        stances.append(stance_of(stance_object(stance), f"{meant.party} on {id}"))
    disclosures = tuple(disclose(stance_object(one)) for one in stances)
    position = Position(
        alliance=statement.alliance,
        statement=statement.statement,
        version=statement.version,
        digest=version.digest,
        party=meant.party,
        sequence=last.position.sequence + 1 if last else 1,
        previous=last.digest if last else None,
        made=made,
        expires=meant.expires,
        role=meant.role,
        stances=tuple(
            Committed(id=one.claim, commitment=held.commitment) for one, held in zip(stances, disclosures, strict=True)
        ),
        measures=meant.measures,
        ceiling=meant.ceiling,
    )
    return NewPosition(
        payload=canonical(position_object(position)),
        position=position,
        stances=tuple(stances),
        disclosures=disclosures,
        raised=tuple(raised),
    )


def heard_of(payload: bytes, disclosures: Iterable[Disclosure], where: str) -> Heard:
    """A position from its payload and what is disclosed of it.

    Raises StatementError for a stance that was not committed to, or that is about another claim than it was committed
    to for.
    """
    position = position_of(parsed(payload, where), where)
    holder_name(position.party)
    names = {one.commitment: one.id for one in position.stances}
    if len(names) < len(position.stances):
        raise StatementError(f"{where}: a stance is committed to twice")
    found: dict[str, OnClaim] = {}
    for one in disclosures:
        id = names.get(one.commitment)
        if id is None:
            raise StatementError(f"{where}: a stance was disclosed that was not committed to")
        stance = stance_of(one.object, f"{where} on {id}")
        if stance.claim != id:
            raise StatementError(f"{where}: a stance to {stance.claim[:20]} was committed to as one to {id}")
        found[id] = stance
    return Heard(
        position=position,
        digest=digest(payload),
        stances=tuple(found[one.id] for one in position.stances if one.id in found),
    )


def chain_breaks(heard: Iterable[Heard]) -> tuple[str, ...]:
    """What is wrong with the chains of positions: a position that is missing or not the one that the next one names."""
    found = []
    last: dict[str, Heard] = {}
    for one in sorted(heard, key=lambda one: (one.position.party, one.position.sequence)):
        position = one.position
        before = last.get(position.party)
        expected = before.position.sequence + 1 if before else 1
        if position.sequence > expected:
            found.append(f"{position.party}: position {expected} is not here, {position.sequence} is")
        elif position.previous != (before.digest if before else None):
            found.append(f"{position.party}: position {position.sequence} names another one before it")
        last[position.party] = one
    return tuple(found)
