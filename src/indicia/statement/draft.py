"""A statement that is being worked at: its claims as they stand now, and what was sealed of it before.

Numbers of claims are given once.  A claim that is in a sealed version can be changed or withdrawn, never taken out.
"""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from indicia.errors import StatementError
from indicia.model.statement import Claim, ClaimSupport, Marking, Policy
from indicia.statement.canonical import Json, Row
from indicia.statement.claim_objects import claim_object, claim_of
from indicia.statement.closure import with_effective
from indicia.statement.manifest import Manifest, manifest_object, manifest_of
from indicia.statement.objects import policy_object, policy_of

FORMAT = "indicia-draft/1"
MOST_CLAIMS = 1_000_000
MOST_CASES = 100_000
_ID = re.compile(r"C[1-9][0-9]{0,8}\Z")


class Draft(Struct, frozen=True, kw_only=True):
    """What the next version will be."""

    alliance: str
    statement: str
    """UUID."""
    version: int
    """The number that the next sealed version gets."""
    previous: str | None
    """SHA-256 of the payload of the version before."""
    title: str
    author: str
    marking: Marking
    claims: tuple[Claim, ...] = ()
    spent: int = 0
    """The highest number that a claim ever had."""
    sealed: int = 0
    """Claims up to this number may be in a sealed version."""
    policy: Policy | None = None
    manifests: tuple[Manifest, ...] = ()
    notes: tuple[str, ...] = ()

    def claim(self, id: str) -> Claim:
        """One claim.  Raises StatementError where it is not there."""
        for one in self.claims:
            if one.id == id:
                return one
        raise StatementError(f"no claim {id[:20]} in this draft", hint="`indicia statement show` lists them.")


def number_of(id: str) -> int:
    """`C12` → 12.  Raises StatementError."""
    if not _ID.match(id):
        raise StatementError(f"`{id[:20]}` is no id of a claim", hint="Ids are C1, C2, ….")
    return int(id[1:])


def with_claims(draft: Draft, claims: Sequence[Claim], manifests: Sequence[Manifest] = ()) -> Draft:
    """With further claims, whose numbers follow those given so far; a case that is there already is not listed twice.

    Raises StatementError for a number that was given before.
    """
    numbers = [number_of(claim.id) for claim in claims]
    if any(number <= draft.spent for number in numbers) or len(set(numbers)) < len(numbers):
        raise StatementError("a number of a claim would be given twice")
    cases = {one.case for one in draft.manifests}
    new = tuple(one for one in {one.case: one for one in manifests}.values() if one.case not in cases)
    return replace(
        draft,
        claims=with_effective((*draft.claims, *claims)),
        spent=max(numbers, default=draft.spent),
        manifests=(*draft.manifests, *new),
    )


def with_changed(draft: Draft, changed: Claim) -> Draft:
    """With a claim in another form.  Raises StatementError where it is not there or was withdrawn."""
    if draft.claim(changed.id).withdrawn is not None:
        raise StatementError(f"{changed.id} was withdrawn", hint="Make a new claim; its number stays spent.")
    claims = tuple(changed if one.id == changed.id else one for one in draft.claims)
    return replace(draft, claims=with_effective(claims))


def with_withdrawn(draft: Draft, id: str, why: str) -> Draft:
    """With a claim withdrawn: it stays, with its sentence and the reason.  Raises StatementError."""
    if not why.strip():
        raise StatementError("who withdraws a claim says why")
    return with_changed(draft, replace(draft.claim(id), withdrawn=why.strip()))


def without(draft: Draft, id: str) -> Draft:
    """Without a claim that nobody outside has seen.  Raises StatementError for one that was sealed or is leant on."""
    draft.claim(id)
    if number_of(id) <= draft.sealed:
        raise StatementError(
            f"{id} is in a sealed version, and stays", hint="`indicia statement withdraw` says why it no longer stands."
        )
    leaning = [one.id for one in draft.claims if ClaimSupport(id=id) in one.support]
    if leaning:
        raise StatementError(f"{id} cannot be dropped: {', '.join(leaning[:8])} rests on it")
    return replace(draft, claims=tuple(one for one in draft.claims if one.id != id))


def draft_object(draft: Draft) -> Json:
    """As it is kept."""
    return {
        "format": FORMAT,
        "alliance": draft.alliance,
        "statement": draft.statement,
        "version": draft.version,
        "previous": draft.previous,
        "title": draft.title,
        "author": draft.author,
        "marking": draft.marking.value,
        "claims": [claim_object(one) for one in draft.claims],
        "spent": draft.spent,
        "sealed": draft.sealed,
        "policy": policy_object(draft.policy) if draft.policy else None,
        "manifests": [manifest_object(one) for one in draft.manifests],
        "notes": list(draft.notes),
    }


def draft_of(value: Json, where: str = "draft") -> Draft:
    """The inverse; effective markings are worked out anew.  Raises StatementError."""
    row = Row(value, where)
    if row.text("format") != FORMAT:
        row.wrong(f"not `{FORMAT}`")
    marking = row.text("marking")
    if marking not in set(Marking):
        row.wrong(f"`{marking[:40]}` is none of {', '.join(Marking)}")
    policy = row.row_or_none("policy")
    claims = tuple(
        claim_of(one, f"{where} claims[{number}]") for number, one in enumerate(row.values("claims", most=MOST_CLAIMS))
    )
    manifests = tuple(manifest_of(one, f"{where} manifests") for one in row.values("manifests", most=MOST_CASES))
    found = Draft(
        alliance=row.text("alliance"),
        statement=row.text("statement"),
        version=row.whole("version", least=1),
        previous=row.hash_or_none("previous"),
        title=row.text("title"),
        author=row.text("author"),
        marking=Marking(marking),
        claims=with_effective(claims),
        spent=row.whole("spent"),
        sealed=row.whole("sealed"),
        policy=policy_of(policy) if policy else None,
        manifests=manifests,
        notes=row.texts("notes"),
    )
    row.close()
    numbers = [number_of(one.id) for one in claims]
    if len(set(numbers)) < len(numbers):
        row.wrong("a claim is there twice")
    if max(numbers, default=0) > found.spent or found.sealed > found.spent:
        row.wrong("a claim has a number that was never given")
    return found
