"""What several parties share about one activity, where their words differ, and what moved before and after."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from indicia.knowledge.actors.positions import Mode, Positions, PublicClaim

_PUBLIC = ("government", "agency", "agencies", "union", "alliance", "head of government")
"""Kinds of speakers that speak for a state or a body of states."""


class PartyLine(Struct, frozen=True, kw_only=True):
    """One party on one activity, by its strongest claim up to a day."""

    party: str
    claim: PublicClaim
    others: tuple[PublicClaim, ...]
    """Its other claims on the activity: speakers of one party need not agree."""


class Agreement(Struct, frozen=True, kw_only=True):
    """One activity."""

    activity: str
    text: str
    lines: tuple[PartyLine, ...]
    """Strongest level first."""
    own: tuple[str, ...]
    """Parties that attribute on their own."""
    leaning: tuple[str, ...]
    """Parties that support or acknowledge others."""
    denying: tuple[str, ...]
    shared: str
    """The weakest level among those that attribute on their own: nothing stronger is shared; empty without any."""
    words: tuple[tuple[str, str, str], ...]
    """(party, words of confidence, scale) of those that gave any; scales differ and are never averaged."""
    wordless: tuple[str, ...]
    """Parties that gave no word of confidence."""
    before: tuple[PublicClaim, ...]
    """Claims of others than states, and of earlier days."""
    later: tuple[PublicClaim, ...]
    """What was said after the day of the statement."""


def agreements(positions: Positions, until: date | None = None) -> tuple[Agreement, ...]:
    """One for each activity that anybody attributed, as said up to a day (all of it without one)."""
    known = [claim for claim in positions.claims if until is None or claim.day <= until]
    return tuple(
        _agreement(positions, key, text, [claim for claim in known if key in claim.activities])
        for key, text in positions.activities.items()
        if any(key in claim.activities for claim in known)
    )


def _agreement(positions: Positions, key: str, text: str, claims: Sequence[PublicClaim]) -> Agreement:
    rank = {level: number for number, level in enumerate(positions.levels)}
    that_day = [
        claim for claim in claims if claim.day == positions.day and (claim.kind in _PUBLIC or claim.mode is Mode.DENY)
    ]
    by_party: dict[str, list[PublicClaim]] = {}
    for claim in that_day:
        by_party.setdefault(claim.party, []).append(claim)
    lines = []
    for party, mine in by_party.items():
        first, *others = sorted(mine, key=lambda claim: (-_weight(claim), -rank[claim.level], claim.id))
        lines.append(PartyLine(party=party, claim=first, others=tuple(others)))
    lines.sort(key=lambda line: (-_weight(line.claim), -rank[line.claim.level], line.party))
    own = [line for line in lines if line.claim.mode in (Mode.OWN, Mode.JOINT)]
    return Agreement(
        activity=key,
        text=text,
        lines=tuple(lines),
        own=tuple(line.party for line in own),
        leaning=tuple(line.party for line in lines if line.claim.mode in (Mode.SUPPORT, Mode.ACKNOWLEDGE)),
        denying=tuple(line.party for line in lines if line.claim.mode is Mode.DENY),
        shared=min((line.claim.level for line in own), key=lambda level: rank[level], default=""),
        words=tuple((line.party, said.confidence, said.scale) for line in own for said in _worded(line)[:1]),
        wordless=tuple(line.party for line in own if not _worded(line)),
        before=tuple(claim for claim in claims if claim not in that_day and claim.day <= positions.day),
        later=tuple(claim for claim in claims if claim.day > positions.day),
    )


def _worded(line: PartyLine) -> list[PublicClaim]:
    """What the party itself attributes with a word of confidence, the strongest claim first."""
    return [claim for claim in (line.claim, *line.others) if claim.confidence and claim.mode in (Mode.OWN, Mode.JOINT)]


def _weight(claim: PublicClaim) -> int:
    return {Mode.OWN: 3, Mode.JOINT: 3, Mode.SUPPORT: 2, Mode.ACKNOWLEDGE: 1, Mode.DENY: 0}[claim.mode]
