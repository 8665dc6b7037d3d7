"""Revocations: a party takes back what it signed.  Every one that was logged is here, or the bundle is refused."""

from collections.abc import Mapping

from indicia.errors import StatementError
from indicia.model.statement import Revocation
from indicia.statement.bundle.log_part import SKEW
from indicia.statement.canonical import canonical, digest, parsed, time_text
from indicia.statement.envelope import PayloadType
from indicia.statement.ledger.entry import Entry
from indicia.statement.membership.members import Membership
from indicia.statement.objects import reply_object, revocation_of
from indicia.statement.verifying.contents import Contents
from indicia.statement.verifying.counting import Candidate, as_logged, candidates, signed
from indicia.statement.verifying.items import Items, NobodysWord, Step
from indicia.statement.verifying.logged import Logged
from indicia.statement.verifying.spoken import Spoken
from indicia.statement.verifying.versions import Checked, check_signature


def check_revocations(
    contents: Contents,
    logged: Logged | None,
    membership: Membership | None,
    versions: Mapping[int, Checked],
    spoken: Spoken,
    items: Items,
) -> tuple[Revocation, ...]:
    """Those that hold.  One that takes back what its party never signed is disregarded."""
    signers = {one.digest: one.statement.author for one in versions.values()}
    signers |= {hashed: party for (party, _), (_, hashed) in spoken.positions.items()}
    signers |= {digest(canonical(reply_object(one))): one.recorded_by for one in spoken.replies}
    found: dict[str, Revocation] = {}
    used = set()
    for entry in logged.revocations if logged is not None else ():
        what = f"revocation {entry.digest[:16]}… of {entry.party}"
        used.add(entry.digest)
        for one in candidates(what, Step.REVOCATION, None, [entry], contents.others, items):
            with items.refuting(Step.REVOCATION, what):
                made = _read(one, entry, membership, signers, items)
                found.setdefault(made.digest, made)
                items.proven(Step.REVOCATION, what, f"{_name(made, versions, spoken)} is taken back: {made.why}")
    if logged is None:
        for name in sorted(contents.others):
            items.absent(Step.REVOCATION, f"others/{name[:16]}…", "is here; whether it was logged, only a ledger tells")
    else:
        used |= {one.digest for some in (*logged.entries.values(), *logged.replies.values()) for one in some}
        for name in sorted(set(contents.others) - used):
            # In the folder where somebody works, it may be about to be logged.
            tell = items.refuted if contents.made is not None else items.absent
            tell(Step.REVOCATION, f"others/{name[:16]}…", "is here and was never logged")
    return tuple(found.values())


def _read(
    one: Candidate, entry: Entry, membership: Membership | None, signers: Mapping[str, str], items: Items
) -> Revocation:
    envelope = signed(one, PayloadType.REVOCATION, one.what, None, membership)
    made = revocation_of(parsed(envelope.payload, envelope.where), one.what)
    as_logged(entry, (made.alliance, made.statement, made.party, None))
    if signers.get(made.digest) != made.party:
        raise NobodysWord(
            f"it counts for nothing: {made.party} signed nothing here with the digest {made.digest[:16]}…"
        )
    if made.made - entry.logged > SKEW:
        raise StatementError(f"made {time_text(made.made)}, after it was logged {time_text(entry.logged)}")
    check_signature(envelope, made.party, entry, membership, one.what, Step.REVOCATION, items)
    return made


def _name(made: Revocation, versions: Mapping[int, Checked], spoken: Spoken) -> str:
    for number, version in versions.items():
        if version.digest == made.digest:
            return f"version {number}"
    for (party, number), (_, hashed) in spoken.positions.items():
        if hashed == made.digest:
            return f"position {number} of {party}"
    return "a reply"
