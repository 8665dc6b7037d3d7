"""What a later version changed, told from what is disclosed of both."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from indicia.model.statement import Claim
from indicia.statement.version import Version


class ChangeKind(StrEnum):
    """What happened to a claim between two versions."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    HIDDEN = "not disclosed in both"
    """Nothing can be told; the commitments of two versions always differ."""
    GONE = "gone"
    """Never happens in a statement that was made as it should be."""


class ClaimChange(Struct, frozen=True, kw_only=True):
    """One claim that is not as it was."""

    id: str
    kind: ChangeKind
    members: tuple[str, ...] = ()
    """Of the claim that differ: `sentence`, `support`, …"""
    before: Claim | None = None
    after: Claim | None = None


class Changes(Struct, frozen=True, kw_only=True):
    """Two versions of one statement."""

    first: int
    second: int
    follows: bool
    """The second names the first as the one before it; true wherever they are further apart."""
    statement: tuple[str, ...]
    """Members of the statement itself that differ."""
    claims: tuple[ClaimChange, ...]
    same: int
    """Claims that are equal in both."""


def changes(first: Version, second: Version) -> Changes:
    """From the first to the second, in the order of the second."""
    found = tuple(_claims(first, second))
    shown = [one for one in second.claims if one.id in first.claim_disclosures]
    old, new = first.statement, second.statement
    members = ("title", "author", "marking", "policy", "notes", "alliance", "statement")
    told = {change.id for change in found}
    return Changes(
        first=old.version,
        second=new.version,
        follows=new.previous == first.digest if new.version == old.version + 1 else new.version > old.version,
        statement=tuple(name for name in members if getattr(old, name) != getattr(new, name)),
        claims=found,
        same=sum(one.id not in told for one in shown),
    )


def _claims(first: Version, second: Version) -> Iterator[ClaimChange]:
    before = {one.id: one for one in first.claims}
    after = {one.id: one for one in second.claims}
    held = {one.id for one in first.statement.claims}
    for committed in second.statement.claims:
        id = committed.id
        old, new = before.get(id), after.get(id)
        if id not in held:
            yield ClaimChange(id=id, kind=ChangeKind.NEW, after=new)
        elif old is None or new is None:
            yield ClaimChange(id=id, kind=ChangeKind.HIDDEN, before=old, after=new)
        elif old != new:
            names = tuple(one for one in Claim.__struct_fields__ if getattr(old, one) != getattr(new, one))
            kind = ChangeKind.WITHDRAWN if "withdrawn" in names and new.withdrawn is not None else ChangeKind.CHANGED
            yield ClaimChange(id=id, kind=kind, members=names, before=old, after=new)
    still = {one.id for one in second.statement.claims}
    for committed in first.statement.claims:
        if committed.id not in still:
            yield ClaimChange(id=committed.id, kind=ChangeKind.GONE, before=before.get(committed.id))
