"""Positions and replies: every one that was logged is here, signed by a member of that time, in an unbroken chain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from indicia.errors import StatementError
from indicia.model.statement import Position, Reply
from indicia.statement.canonical import parsed, time_text
from indicia.statement.envelope import PayloadType, sealed
from indicia.statement.ledger.entry import Entry, EntryKind
from indicia.statement.membership.members import Membership
from indicia.statement.objects import position_of, reply_of
from indicia.statement.verifying.contents import Contents
from indicia.statement.verifying.items import Items, Step, Told
from indicia.statement.verifying.logged import Logged, entries_of
from indicia.statement.verifying.versions import Checked, check_signature, same_as_logged

SKEW = timedelta(minutes=10)
"""By so much the clock of a party may be ahead of that of the log."""


@dataclass
class Spoken:
    """What held."""

    positions: dict[tuple[str, int], tuple[Position, str]] = field(default_factory=dict)
    """Party and sequence → position and digest of its payload."""
    replies: list[Reply] = field(default_factory=list)

    def highest(self) -> dict[str, tuple[int, str]]:
        """Party → its last sequence, and that position's digest."""
        return {party: (number, digest) for (party, number), (_, digest) in sorted(self.positions.items())}


def check_positions(
    contents: Contents,
    logged: Logged | None,
    membership: Membership | None,
    versions: Mapping[int, Checked],
    items: Items,
    told: Told,
) -> Spoken:
    """Every position that was logged, or that is here."""
    spoken = Spoken()
    entries = entries_of(logged, EntryKind.POSITION) if logged else {}
    wanted = sorted({*entries, *contents.positions})
    for done, (party, number) in enumerate(wanted):
        told("positions", done, len(wanted))
        what = f"position {number} of {party}"
        with items.refuting(Step.POSITION, what):
            source, entry = contents.positions.get((party, number)), entries.get((party, number))
            if source is None:
                raise StatementError("was logged and is not here: it was taken out")
            envelope = sealed(source(), PayloadType.POSITION, f"positions/{party}.{number}")
            if logged is not None:
                same_as_logged(envelope, entry)
            position = position_of(parsed(envelope.payload, envelope.where), what)
            _is_what_it_says(position, party, number, entry, versions)
            check_signature(envelope, party, entry, membership, what, Step.POSITION, items)
            spoken.positions[party, number] = (position, envelope.digest)
            _follows(position, spoken.positions.get((party, number - 1)))
    _replies(contents, logged, membership, spoken, items)
    return spoken


def _is_what_it_says(
    position: Position, party: str, number: int, entry: Entry | None, versions: Mapping[int, Checked]
) -> None:
    if (position.party, position.sequence) != (party, number):
        raise StatementError(f"says that it is position {position.sequence} of {position.party[:40]}")
    about = versions.get(position.version)
    if about is None:
        raise StatementError(f"about version {position.version}, which is not here or does not hold")
    if (position.statement, position.alliance) != (about.statement.statement, about.statement.alliance):
        raise StatementError("about another statement or of another alliance: replayed")
    if position.digest != about.digest:
        raise StatementError(f"about another version {position.version} than the one that is here")
    places = [about.order.get(one.id, -1) for one in position.stances]
    if -1 in places or places != sorted(places):
        raise StatementError("its stances are not to claims of that version, in their order")
    if len({one.commitment for one in position.stances}) < len(position.stances):
        raise StatementError("a stance is committed to twice")
    if entry is not None and position.made - entry.logged > SKEW:
        raise StatementError(f"made {time_text(position.made)}, after it was logged {time_text(entry.logged)}")


def _follows(position: Position, before: tuple[Position, str] | None) -> None:
    if position.sequence == 1:
        if position.previous is not None:
            raise StatementError("is the first and names one before it")
        return
    if before is None:
        raise StatementError(f"position {position.sequence - 1}, which it follows, is not here or does not hold")
    if position.previous != before[1]:
        raise StatementError(f"does not follow position {position.sequence - 1}: it names another one")


def _replies(
    contents: Contents, logged: Logged | None, membership: Membership | None, spoken: Spoken, items: Items
) -> None:
    here = set()
    for number, source in sorted(contents.replies.items()):
        what = f"reply {number}"
        with items.refuting(Step.REPLY, what):
            envelope = sealed(source(), PayloadType.REPLY, f"replies/{number}")
            entry = logged.replies.get(envelope.digest) if logged else None
            if logged is not None:
                same_as_logged(envelope, entry)
            reply = reply_of(parsed(envelope.payload, envelope.where), what)
            if entry is not None and (reply.statement, reply.alliance, reply.recorded_by) != (
                (entry.statement, entry.alliance, entry.party)
            ):
                raise StatementError("of another statement, alliance or member than it was logged for")
            check_signature(envelope, reply.recorded_by, entry, membership, what, Step.REPLY, items)
            here.add(envelope.digest)
            spoken.replies.append(reply)
    for digest, entry in logged.replies.items() if logged else ():
        if digest not in here:
            reason = f"was logged {time_text(entry.logged)} and is not here; its marking may be stricter than yours"
            items.absent(Step.REPLY, f"a reply recorded by {entry.party}", reason)
