"""Positions and replies: every one that was logged is here, signed by a member of that time, in an unbroken chain."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from msgspec import Struct, field

from indicia.errors import StatementError
from indicia.model.statement import Position, Reply
from indicia.statement.bundle.log_part import SKEW
from indicia.statement.canonical import digest, parsed, time_text
from indicia.statement.envelope import PayloadType
from indicia.statement.ledger.entry import Entry, EntryKind
from indicia.statement.membership.members import Membership
from indicia.statement.objects import position_of, reply_of
from indicia.statement.verifying.contents import Contents
from indicia.statement.verifying.counting import Candidate, as_logged, candidates, signed
from indicia.statement.verifying.items import Items, NobodysWord, Step, Told
from indicia.statement.verifying.logged import Logged, entries_of
from indicia.statement.verifying.versions import Checked, check_signature


class Spoken(Struct):
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
        what, source = f"position {number} of {party}", contents.positions.get((party, number))
        some = entries.get((party, number), []) if logged is not None else None
        for one in candidates(what, Step.POSITION, source, some, contents.others, items):
            with items.refuting(Step.POSITION, one.what):
                _check_position(one, (party, number), membership, versions, spoken, items)
    _replies(contents, logged, membership, spoken, items)
    return spoken


def _check_position(
    one: Candidate,
    key: tuple[str, int],
    membership: Membership | None,
    versions: Mapping[int, Checked],
    spoken: Spoken,
    items: Items,
) -> None:
    """Add it to those that hold.  Raises StatementError, or NobodysWord."""
    party, number = key
    envelope = signed(one, PayloadType.POSITION, f"positions/{party}.{number}", party, membership)
    before = spoken.positions.get(key)
    if before is not None:
        if before[1] == envelope.digest:
            return
        raise StatementError(f"two unlike positions of {party} with the sequence {number} were logged, both signed")
    position = position_of(parsed(envelope.payload, envelope.where), one.what)
    as_logged(one.entry, (position.alliance, position.statement, position.party, position.sequence))
    _is_what_it_says(position, party, number, one.entry, versions)
    check_signature(envelope, party, one.entry, membership, one.what, Step.POSITION, items)
    _follows(position, spoken.positions.get((party, number - 1)))
    spoken.positions[key] = (position, envelope.digest)


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
    if about.statement.made - position.made > SKEW:
        reason = f"made {time_text(position.made)}, before the version it is about, {time_text(about.statement.made)}"
        raise StatementError(reason)
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
            data = source()
            some = logged.replies.get(digest(data), []) if logged is not None else [None]
            if not some:
                raise StatementError("is here and was never logged since the statement was made; it counts for nothing")
            here.add(digest(data))
            one = Candidate(what=what, data=data, entry=_counting(some, data, membership))
            reply = _recorded(one, membership, items)
            if reply not in spoken.replies:
                spoken.replies.append(reply)
    for hashed, logs in logged.replies.items() if logged else ():
        if hashed not in here:
            reason = f"was logged {time_text(logs[0].logged)} and is not here; its marking may be stricter than yours"
            items.absent(Step.REPLY, f"a reply recorded by {logs[0].party}", reason)


def _counting(some: Sequence[Entry | None], data: bytes, membership: Membership | None) -> Entry | None:
    """Of several entries of one file the first at which its keys counted; where there is none, the first."""
    for entry in some:
        with suppress(NobodysWord):
            signed(Candidate(what="", data=data, entry=entry), PayloadType.REPLY, "reply", None, membership)
            return entry
    return some[0]


def _recorded(one: Candidate, membership: Membership | None, items: Items) -> Reply:
    envelope = signed(one, PayloadType.REPLY, one.what, None, membership)
    reply = reply_of(parsed(envelope.payload, envelope.where), one.what)
    as_logged(one.entry, (reply.alliance, reply.statement, reply.recorded_by, None))
    check_signature(envelope, reply.recorded_by, one.entry, membership, one.what, Step.REPLY, items)
    return reply
