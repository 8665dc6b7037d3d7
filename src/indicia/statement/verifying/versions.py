"""Versions of the statement: each signed by its author when it was logged, each following the one before."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicia.errors import StatementError
from indicia.model.statement import Statement
from indicia.statement.canonical import digest, parsed
from indicia.statement.commitments import claims_root
from indicia.statement.draft import number_of
from indicia.statement.envelope import PayloadType, Sealed, sealed
from indicia.statement.ledger.entry import Entry, EntryKind
from indicia.statement.membership.members import Membership
from indicia.statement.objects import statement_of
from indicia.statement.verifying.contents import Contents
from indicia.statement.verifying.items import Items, Step
from indicia.statement.verifying.logged import Logged, entries_of


@dataclass(frozen=True, slots=True)
class Checked:
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
    entries = {number: one for (_, number), one in entries_of(logged, EntryKind.STATEMENT).items()} if logged else {}
    for number in sorted({*entries, *contents.statements}):
        what = f"version {number}"
        with items.refuting(Step.STATEMENT, what):
            source = contents.statements.get(number)
            if source is None:
                raise StatementError("was logged and is not here")
            envelope = sealed(source(), PayloadType.STATEMENT, f"statements/{number}")
            if logged is not None:
                same_as_logged(envelope, entries.get(number))
            statement = statement_of(parsed(envelope.payload, envelope.where), what)
            _is_what_it_says(statement, number, logged, membership, entries.get(number))
            check_signature(envelope, statement.author, entries.get(number), membership, what, Step.STATEMENT, items)
            _follows(statement, found.get(number - 1), number)
            order = {one.id: at for at, one in enumerate(statement.claims)}
            found[number] = Checked(statement, digest(envelope.payload), order)
            items.proven(Step.STATEMENT, f"{what}: claims", f"{len(statement.claims)} commitments give its root")
    return found


def same_as_logged(envelope: Sealed, entry: Entry | None) -> None:
    """Raises StatementError where the log does not know this payload."""
    if entry is None:
        raise StatementError("is here and was never logged since version 1; it counts for nothing")
    if envelope.digest != entry.digest:
        raise StatementError("is not what was logged: another payload stands in its place")


def check_signature(
    envelope: Sealed,
    party: str,
    entry: Entry | None,
    membership: Membership | None,
    what: str,
    step: Step,
    items: Items,
) -> None:
    """Both signatures, by keys of the party that counted when it was logged.  Raises StatementError."""
    name = f"{what}: signature"
    if membership is None:
        items.absent(step, name, f"who {party} is, and with which keys, is not known here", needed=True)
    elif entry is not None:
        membership.check(envelope, party, entry.logged)
        items.proven(step, name, f"by {party}, with both keys, logged {entry.logged:%Y-%m-%d %H:%M:%S}")
    else:
        tenure = membership.holder(envelope.keyids)
        if tenure is None or tenure.party != party:
            raise StatementError(f"signed by {tenure.party if tenure else 'unknown keys'}, not by {party}")
        envelope.verify(tenure.pair)
        items.absent(step, name, f"by {party}; whether these keys counted then, only a ledger tells", needed=True)


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
    if entry is not None and entry.party != statement.author:
        raise StatementError(f"logged as {entry.party}'s, and its author is {statement.author}")
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
