"""One sealed version: the payload that its author signs, and what it commits to as far as that is disclosed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from indicia.errors import StatementError
from indicia.model.statement import Claim, Committed, Marking, Policy, Statement
from indicia.statement.canonical import Json, canonical, digest, parsed
from indicia.statement.claim_objects import claim_object, claim_of
from indicia.statement.closure import with_effective
from indicia.statement.commitments import Disclosure, claims_root, disclose
from indicia.statement.draft import Draft, number_of
from indicia.statement.manifest import Manifest, manifest_object, manifest_of
from indicia.statement.objects import statement_object, statement_of


class Version(Struct, frozen=True, kw_only=True):
    """A sealed version, as far as it is disclosed."""

    statement: Statement
    payload: bytes
    claims: tuple[Claim, ...]
    """Those that are disclosed, in the statement's order."""
    manifests: tuple[Manifest, ...]
    claim_disclosures: Mapping[str, Disclosure]
    """Claim → the object with its salt.  Salts are shown to nobody but through a disclosure."""
    manifest_disclosures: Mapping[str, Disclosure]

    @property
    def digest(self) -> str:
        """SHA-256 of the payload."""
        return digest(self.payload)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Claims that are in it and not disclosed here."""
        return tuple(one.id for one in self.statement.claims if one.id not in self.claim_disclosures)

    def up_to(self, ceiling: Marking) -> "Version":
        """What a reader may see who is allowed everything up to `ceiling`.

        Raises StatementError where the statement itself is for fewer.
        """
        if not self.statement.marking.within(ceiling):
            raise StatementError(f"the statement itself is {self.statement.marking}, stricter than {ceiling}")
        shown = tuple(one for one in self.claims if one.effective.within(ceiling))
        ids = {one.id for one in shown}
        cases = {one.id: manifest_of(self.manifest_disclosures[one.id].object) for one in self._manifests_here()}
        names = {name for name, one in cases.items() if one.marking.within(ceiling)}
        return replace(
            self,
            claims=shown,
            manifests=tuple(one for name, one in cases.items() if name in names),
            claim_disclosures={id: one for id, one in self.claim_disclosures.items() if id in ids},
            manifest_disclosures={name: one for name, one in self.manifest_disclosures.items() if name in names},
        )

    def _manifests_here(self) -> Iterable[Committed]:
        return (one for one in self.statement.evidence if one.id in self.manifest_disclosures)


def sealed_version(draft: Draft, at: datetime, before: Version | None) -> Version:
    """The next version, with new salts.

    `before`: the version before, which it must continue.  Raises StatementError where it does not, where nothing
    changed, and where the policy does not fit the claims.
    """
    if not draft.claims:
        raise StatementError("there is no claim in this draft", hint="`indicia statement draft` or `add` makes some.")
    policy = _fitting(draft)
    claims = with_effective(draft.claims)
    _continues(draft, at, before)
    claim_disclosures = {one.id: disclose(claim_object(one)) for one in claims}
    names = [f"manifest/{number}" for number in range(1, len(draft.manifests) + 1)]
    held = {name: disclose(manifest_object(one)) for name, one in zip(names, draft.manifests, strict=True)}
    committed = tuple(Committed(id=id, commitment=one.commitment) for id, one in claim_disclosures.items())
    statement = Statement(
        alliance=draft.alliance,
        statement=draft.statement,
        version=draft.version,
        previous=draft.previous,
        title=draft.title,
        author=draft.author,
        made=at.replace(microsecond=0),
        marking=draft.marking,
        claims=committed,
        root=claims_root([one.commitment for one in committed]),
        policy=policy,
        evidence=tuple(Committed(id=name, commitment=one.commitment) for name, one in held.items()),
        notes=draft.notes,
    )
    return version_of(canonical(statement_object(statement)), claim_disclosures.values(), held.values(), "statement")


def version_of(payload: bytes, claims: Iterable[Disclosure], manifests: Iterable[Disclosure], where: str) -> Version:
    """A version from its payload and what is disclosed of it.

    Raises StatementError for a root that is not that of its commitments, and for a disclosure that was not committed
    to: another object, or of another version.
    """
    statement = statement_of(parsed(payload, where), where)
    if claims_root([one.commitment for one in statement.claims]) != statement.root:
        raise StatementError(f"{where}: its root is not that of its claims")
    for one in statement.claims:
        number_of(one.id)
    shown = _matched(statement.claims, claims, f"{where}: a claim")
    held = _matched(statement.evidence, manifests, f"{where}: a manifest")
    found = []
    for id, disclosed in shown.items():
        claim = claim_of(disclosed.object, f"{where} {id}")
        if claim.id != id:
            raise StatementError(f"{where}: what was committed to as {id} calls itself {claim.id[:20]}")
        if claim.effective.rank < claim.marking.rank:
            raise StatementError(f"{where} {id}: it counts as {claim.effective}, weaker than its own {claim.marking}")
        found.append(claim)
    return Version(
        statement=statement,
        payload=payload,
        claims=tuple(found),
        manifests=tuple(manifest_of(one.object, f"{where} {name}") for name, one in held.items()),
        claim_disclosures=shown,
        manifest_disclosures=held,
    )


def next_draft(draft: Draft, version: Version) -> Draft:
    """The draft of the version after."""
    return replace(draft, version=draft.version + 1, previous=version.digest, sealed=draft.spent)


def unchanged(draft: Draft, before: Version) -> bool:
    """Whether it says what a sealed version says already."""
    old = before.statement
    return (
        tuple(with_effective(draft.claims)) == before.claims
        and draft.policy == old.policy
        and (draft.title, draft.marking, draft.notes) == (old.title, old.marking, old.notes)
        and tuple(draft.manifests) == before.manifests
    )


def _matched(committed: Sequence[Committed], disclosed: Iterable[Disclosure], what: str) -> dict[str, Disclosure]:
    """By name, in the order of the statement."""
    given: dict[str, Disclosure] = {}
    names = {one.commitment: one.id for one in committed}
    if len(names) < len(committed):
        raise StatementError(f"{what} is committed to twice")
    for one in disclosed:
        name = names.get(one.commitment)
        if name is None:
            raise StatementError(f"{what} was disclosed that was not committed to: another object, or another version")
        given[name] = one
    return {one.id: given[one.id] for one in committed if one.id in given}


def _fitting(draft: Draft) -> Policy:
    policy = draft.policy
    if policy is None:
        raise StatementError(
            "it has no policy: nobody could tell when it counts as issued",
            hint="indicia statement policy FOLDER --agree 3 --of US,CA,GB --claims C1,C2",
        )
    standing = {one.id for one in draft.claims if one.withdrawn is None}
    missing = [id for id in policy.claims if id not in standing]
    if missing:
        raise StatementError(f"the policy asks for {', '.join(missing[:8])}, which is not there or was withdrawn")
    return policy


def _continues(draft: Draft, at: datetime, before: Version | None) -> None:
    if before is None:
        if draft.version != 1 or draft.previous is not None:
            raise StatementError(f"version {draft.version - 1} is not here, and version {draft.version} follows it")
        return
    old = before.statement
    if draft.previous != before.digest or draft.version != old.version + 1 or draft.statement != old.statement:
        raise StatementError(f"this draft does not follow version {old.version}")
    if at.replace(microsecond=0) < old.made:
        raise StatementError("it would be made before the version before it")
    here = {one.id for one in draft.claims}
    lost = [one.id for one in old.claims if one.id not in here]
    if lost:
        raise StatementError(f"{', '.join(lost[:8])} was in version {old.version} and is gone; claims are withdrawn")
    if unchanged(draft, before):
        raise StatementError(f"nothing changed since version {old.version}")


def objects_of(disclosures: Iterable[Disclosure]) -> list[Json]:
    """As they travel, salts too."""
    return [one.to_object() for one in disclosures]
