"""What is disclosed: each object with its salt is one that was committed to, and says what it was committed to as."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from indicia.errors import StatementError
from indicia.model.statement import Claim, ClaimSupport, OnClaim
from indicia.statement.canonical import Json, parsed
from indicia.statement.claim_objects import claim_of
from indicia.statement.closure import circles, effective_markings
from indicia.statement.manifest import Manifest, manifest_of
from indicia.statement.objects import stance_of
from indicia.statement.policy import Heard
from indicia.statement.verifying.contents import Contents
from indicia.statement.verifying.items import Items, Step, Told
from indicia.statement.verifying.spoken import Spoken
from indicia.statement.verifying.versions import Checked

_HEAD, _MIDDLE, _TAIL = b'{"object":', b',"salt":"', b'"}'
_SALT = 44
"""Characters of 32 bytes in base64."""
_EVERY = 1_000
_P = TypeVar("_P")
_T = TypeVar("_T")


class Shown(Struct):
    """What held."""

    claims: dict[int, dict[str, Claim]] = field(default_factory=dict)
    """Version → id → claim."""
    stances: dict[tuple[str, int], list[OnClaim]] = field(default_factory=dict)
    """By party and sequence."""
    manifests: dict[int, dict[str, Manifest]] = field(default_factory=dict)
    """Version → digest of the case → manifest."""

    def heard(self, spoken: Spoken) -> list[Heard]:
        """Positions with what is disclosed of them."""
        return [
            Heard(position=position, digest=digest, stances=tuple(self.stances.get(key, ())))
            for key, (position, digest) in spoken.positions.items()
        ]


def check_disclosures(
    contents: Contents, versions: Mapping[int, Checked], spoken: Spoken, items: Items, told: Told
) -> Shown:
    """Every disclosure, and what is signed and hidden."""
    shown = Shown()
    claims = {one.commitment: (number, one.id) for number, held in versions.items() for one in held.statement.claims}
    stances = {
        one.commitment: (key, one.id) for key, (position, _) in spoken.positions.items() for one in position.stances
    }
    manifests = {
        one.commitment: (number, one.id) for number, held in versions.items() for one in held.statement.evidence
    }
    total = len(claims) + len(stances)
    for (number, id), claim in _each(contents.claims(), "claim", claims, claim_of, items, told, total):
        name = f"{id} of version {number}"
        if claim.id != id:
            items.refuted(Step.DISCLOSURE, name, f"swapped: what was committed to as {id} calls itself {claim.id[:20]}")
        else:
            shown.claims.setdefault(number, {})[id] = claim
            items.proven(Step.DISCLOSURE, name, "the claim that its author signed")
    for (key, id), stance in _each(contents.stances(), "stance", stances, stance_of, items, told, total):
        name = f"stance to {id}, position {key[1]} of {key[0]}"
        if stance.claim != id:
            items.refuted(Step.DISCLOSURE, name, f"swapped: it is a stance to {stance.claim[:20]}")
        else:
            shown.stances.setdefault(key, []).append(stance)
            items.proven(Step.DISCLOSURE, name, "the stance that the party signed")
    for (number, id), manifest in _each(contents.manifests(), "manifest", manifests, manifest_of, items, told, total):
        shown.manifests.setdefault(number, {})[manifest.case] = manifest
        items.proven(Step.DISCLOSURE, f"{id} of version {number}", f"{len(manifest.files)} files of evidence")
    for number, held in shown.claims.items():
        _coherent(number, held, versions[number], items)
    _hidden(versions, spoken, shown, items)
    return shown


def _each(
    lines: Iterator[bytes],
    what: str,
    committed: Mapping[str, _P],
    read: Callable[[Json, str], _T],
    items: Items,
    told: Told,
    total: int,
) -> Iterator[tuple[_P, _T]]:
    """Place and object of each line; a line that holds none is refuted, and the rest is still read."""
    seen: set[str] = set()
    lines = iter(lines)
    for number in range(1, 1 << 62):
        where = f"{what} in line {number}"
        if number % _EVERY == 0:
            told("disclosures", number, total)
        with items.refuting(Step.DISCLOSURE, where):
            line = next(lines, None)
            if line is None:
                return
            commitment, value = _opened(line, where)
            place = committed.get(commitment)
            if place is None:
                raise StatementError("was never committed to: another object, or swapped for one")
            if commitment in seen:
                raise StatementError("is there twice")
            seen.add(commitment)
            yield place, read(value, where)


def _opened(line: bytes, where: str) -> tuple[str, Json]:
    """Commitment and object.  The line has one form, so that the object's bytes can be hashed as they stand."""
    at = len(line) - len(_TAIL) - _SALT
    middle = at - len(_MIDDLE)
    if not (line.startswith(_HEAD) and line.endswith(_TAIL) and line[max(middle, 0) : at] == _MIDDLE):
        raise StatementError("is not an object with its salt in the one form")
    data = line[len(_HEAD) : middle]
    try:
        salt = base64.b64decode(line[at : at + _SALT], validate=True)
    except (binascii.Error, ValueError):
        raise StatementError("its salt is not base64") from None
    if len(salt) != 32 or base64.b64encode(salt) != line[at : at + _SALT]:
        raise StatementError("its salt is not 32 bytes in base64")
    return hashlib.sha256(b"\x02" + salt + data).hexdigest(), parsed(data, where)


def _coherent(number: int, claims: Mapping[str, Claim], version: Checked, items: Items) -> None:
    """No circles, and no claim that is marked weaker than what it rests on, as far as that can be seen."""
    hidden = {one.id for one in version.statement.claims} - set(claims)
    # What a hidden claim is marked cannot be seen; it is left to the author's word.
    visible = [_without(claim, hidden) for claim in claims.values()]
    for id in sorted(circles(claims.values())):
        items.refuted(Step.DISCLOSURE, f"{id} of version {number}", "rests on itself")
    markings = effective_markings(visible)
    for id, claim in claims.items():
        if claim.effective.rank < markings[id].rank:
            reason = f"counts as {claim.effective}, weaker than the {markings[id]} of what it rests on"
            items.refuted(Step.DISCLOSURE, f"{id} of version {number}", reason)


def _without(claim: Claim, hidden: set[str]) -> Claim:
    kept = tuple(one for one in claim.support if not (isinstance(one, ClaimSupport) and one.id in hidden))
    return claim if len(kept) == len(claim.support) else replace(claim, support=kept)


def _hidden(versions: Mapping[int, Checked], spoken: Spoken, shown: Shown, items: Items) -> None:
    for number, version in versions.items():
        there = shown.claims.get(number, {})
        for one in version.statement.claims:
            if one.id not in there:
                items.absent(Step.DISCLOSURE, f"{one.id} of version {number}", "signed, and not disclosed here")
        count = len(version.statement.evidence) - len(shown.manifests.get(number, {}))
        if count:
            items.absent(Step.DISCLOSURE, f"manifests of version {number}", f"{count} signed, and not disclosed here")
    for (party, number), (position, _) in spoken.positions.items():
        said = {one.claim for one in shown.stances.get((party, number), ())}
        hidden = [one.id for one in position.stances if one.id not in said]
        if hidden:
            names = ", ".join(hidden[:8]) + (" …" if len(hidden) > 8 else "")
            items.absent(Step.DISCLOSURE, f"stances of {party}, position {number}", f"to {names}: not disclosed here")
