"""Versions of the statement: each signed by its author when it was logged, each following the one before."""

from collections.abc import Mapping
from contextlib import suppress

from msgspec import Struct

from indicia.errors import StatementError
from indicia.model.statement import Statement
from indicia.statement.bundle.log_part import SKEW
from indicia.statement.canonical import digest, parsed, time_text
from indicia.statement.commitments import claims_root
from indicia.statement.draft import number_of
from indicia.statement.envelope import PayloadType, Sealed, sealed
from indicia.statement.ledger.entry import Entry, EntryKind
from indicia.statement.membership.members import Membership
from indicia.statement.objects import statement_of
from indicia.statement.verifying.contents import Contents
from indicia.statement.verifying.counting import Candidate, as_logged, candidates, signed
from indicia.statement.verifying.items import Items, Step
from indicia.statement.verifying.logged import Begun, Logged, entries_of


class Checked(Struct, frozen=True):
    """One version that could be read."""

    statement: Statement
    digest: str
    order: Mapping[str, int]
    """Claim → its place."""


def check_versions(
    contents: Contents, logged: Logged | None, membership: Membership | None, items: Items
) -> dict[int, Checked]:
    """Every version that was logged, or that is here, in order."""
    found: dict[int, Checked] = {}
    entries = {number: some for (_, number), some in entries_of(logged, EntryKind.STATEMENT).items()} if logged else {}
    for number in sorted({*entries, *contents.statements}):
        some = entries.get(number, []) if logged is not None else None
        source = contents.statements.get(number)
        for one in candidates(f"version {number}", Step.STATEMENT, source, some, contents.others, items):
            with items.refuting(Step.STATEMENT, one.what):
                _check_version(one, number, logged, membership, found, items)
    if logged is not None and not found:
        items.refuted(Step.STATEMENT, "statement", "no version of it holds")
    return found


def _check_version(
    one: Candidate,
    number: int,
    logged: Logged | None,
    membership: Membership | None,
    found: dict[int, Checked],
    items: Items,
) -> None:
    """Add it to those that hold.  Raises StatementError, or NobodysWord."""
    author = found[1].statement.author if number > 1 and 1 in found else None
    envelope = signed(one, PayloadType.STATEMENT, f"statements/{number}", author, membership)
    hashed, before = digest(envelope.payload), found.get(number)
    if before is not None:
        if before.digest == hashed:
            return
        raise StatementError(f"two unlike versions {number} were logged, both signed by {before.statement.author}")
    statement = statement_of(parsed(envelope.payload, envelope.where), one.what)
    as_logged(one.entry, (statement.alliance, statement.statement, statement.author, statement.version))
    _is_what_it_says(statement, number, logged, membership, one.entry)
    check_signature(envelope, statement.author, one.entry, membership, one.what, Step.STATEMENT, items)
    _follows(statement, found.get(number - 1), number)
    order = {claim.id: at for at, claim in enumerate(statement.claims)}
    found[number] = Checked(statement, hashed, order)
    items.proven(Step.STATEMENT, f"{one.what}: claims", f"{len(statement.claims)} commitments give its root")


def check_signature(
    envelope: Sealed,
    party: str,
    entry: Entry | None,
    membership: Membership | None,
    what: str,
    step: Step,
    items: Items,
) -> None:
    """Both signatures, by keys of the party; that they counted when it was logged, `signed` has seen.

    Raises StatementError.
    """
    name = f"{what}: signature"
    if membership is None:
        items.absent(step, name, f"who {party} is, and with which keys, is not known here", needed=True)
    elif entry is not None:
        items.proven(step, name, f"by {party}, with both keys, logged {entry.logged:%Y-%m-%d %H:%M:%S}")
    else:
        tenure = membership.holder(envelope.keyids)
        if tenure is None or tenure.party != party:
            raise StatementError(f"signed by {tenure.party if tenure else 'unknown keys'}, not by {party}")
        envelope.verify(tenure.pair)
        items.absent(step, name, f"by {party}; whether these keys counted then, only a ledger tells", needed=True)


def first_here(contents: Contents) -> Begun | None:
    """What the lowest version that is here says of itself; null where none can be read.  Nothing is verified."""
    for number in sorted(contents.statements):
        with suppress(StatementError):
            envelope = sealed(contents.statements[number](), PayloadType.STATEMENT, f"statements/{number}")
            said = statement_of(parsed(envelope.payload, envelope.where))
            return Begun(said.statement, said.made)
    return None


def newest(versions: Mapping[int, Checked]) -> Checked | None:
    """The one that counts."""
    return versions[max(versions)] if versions else None


def _is_what_it_says(
    statement: Statement, number: int, logged: Logged | None, membership: Membership | None, entry: Entry | None
) -> None:
    if statement.version != number:
        raise StatementError(f"says that it is version {statement.version}")
    if logged is not None and statement.statement != logged.statement:
        raise StatementError(f"of another statement, {statement.statement[:40]}")
    if membership is not None and statement.alliance != membership.alliance:
        raise StatementError(f"of another alliance, {statement.alliance[:40]}")
    if entry is not None and statement.made - entry.logged > SKEW:
        raise StatementError(f"made {time_text(statement.made)}, after it was logged {time_text(entry.logged)}")
    for one in statement.claims:
        number_of(one.id)
    if claims_root([one.commitment for one in statement.claims]) != statement.root:
        raise StatementError("its root is not that of its claims")
    for committed, name in ((statement.claims, "claim"), (statement.evidence, "manifest")):
        if len({one.commitment for one in committed}) < len(committed):
            raise StatementError(f"a {name} is committed to twice")


def _follows(statement: Statement, before: Checked | None, number: int) -> None:
    if number == 1:
        if statement.previous is not None:
            raise StatementError("is the first and names one before it")
        return
    if before is None:
        raise StatementError(f"version {number - 1}, which it follows, is not here or does not hold")
    old = before.statement
    if statement.previous != before.digest:
        raise StatementError(f"does not follow version {number - 1}: it names another one")
    if (statement.statement, statement.author) != (old.statement, old.author):
        raise StatementError(f"is of another statement or author than version {number - 1}")
    here = {one.id for one in statement.claims}
    lost = [one.id for one in old.claims if one.id not in here]
    if lost:
        raise StatementError(f"claims were taken out: {', '.join(lost[:8])}")
