"""What a claim rests on, followed to the end: the marking that follows from it, and circles."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from indicia.model.statement import Claim, ClaimSupport, Marking, strictest


def effective_markings(claims: Iterable[Claim]) -> Mapping[str, Marking]:
    """Claim → the strictest of its own marking and of everything it rests on, through other claims.

    A claim that is not there cannot be looked at, and counts as TLP:RED.
    """
    held = {claim.id: claim for claim in claims}
    above: dict[str, list[str]] = {id: [] for id in held}
    found: dict[str, Marking] = {}
    for claim in held.values():
        own = [claim.marking]
        for support in claim.support:
            if not isinstance(support, ClaimSupport):
                own.append(support.marking)
            elif support.id in held:
                above[support.id].append(claim.id)
            else:
                own.append(Marking.RED)
        found[claim.id] = strictest(*own)
    # The strictest first, so that each claim is visited at most once for each marking, and circles end.
    for marking in reversed(Marking):
        waiting = [id for id, one in found.items() if one is marking]
        while waiting:
            for id in above[waiting.pop()]:
                if found[id].rank < marking.rank:
                    found[id] = marking
                    waiting.append(id)
    return found


def with_effective(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims with their effective marking worked out."""
    markings = effective_markings(claims)
    return tuple(replace(claim, effective=markings[claim.id]) for claim in claims)


def circles(claims: Iterable[Claim]) -> frozenset[str]:
    """Claims that rest on themselves through others, or lie between two such circles."""
    left = {claim.id: {one.id for one in claim.support if isinstance(one, ClaimSupport)} for claim in claims}
    return frozenset(_trimmed(_turned(_trimmed(left))))


def _trimmed(left: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """Without everything that ends somewhere."""
    below = {id: {other for other in others if other in left} for id, others in left.items()}
    above = _turned(below)
    ended = [id for id, others in below.items() if not others]
    while ended:
        gone = ended.pop()
        for id in above[gone]:
            below[id].discard(gone)
            if not below[id]:
                ended.append(id)
        del below[gone]
    return below


def _turned(below: Mapping[str, set[str]]) -> dict[str, set[str]]:
    above: dict[str, set[str]] = {id: set() for id in below}
    for id, others in below.items():
        for other in others:
            if other in above:
                above[other].add(id)
    return above
