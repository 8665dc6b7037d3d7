"""Which of the envelopes that were logged as one thing counts: the first that its party signed, with keys of that time.

A log takes what is appended to it.  So what nobody's keys signed is told and disregarded, and the search goes on behind
it; what is missing, or is not the file that was logged, refutes, since only whoever handed the bundle on can have done
that: the log holds the hash of the whole envelope, signatures and all.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import digest, time_text
from indicia.statement.envelope import PayloadType, Sealed, sealed
from indicia.statement.ledger.entry import Entry
from indicia.statement.membership.members import Membership
from indicia.statement.verifying.contents import Source
from indicia.statement.verifying.items import Items, NobodysWord, Step


class Candidate(Struct, frozen=True, kw_only=True):
    """A file that may count, and the entry that logged it; no entry where there is no log."""

    what: str
    """For people: `position 2 of GB`."""
    data: bytes
    entry: Entry | None


def candidates(
    what: str,
    step: Step,
    named: Source | None,
    entries: Sequence[Entry] | None,
    others: Mapping[str, Source],
    items: Items,
) -> Iterator[Candidate]:
    """Each entry with its file, in the order of the log.  What is not here, or not what was logged, is refuted.

    `entries` is null where there is no log.
    """
    data = None
    with items.refuting(step, what):
        data = named() if named is not None else None
        if entries is None:
            if data is not None:
                yield Candidate(what=what, data=data, entry=None)
            return
        name = digest(data) if data is not None else ""
        if named is not None and all(one.digest != name for one in entries):
            raise StatementError(
                "is not what was logged: another file stands in its place"
                if entries
                else "is here and was never logged since the statement was made; it counts for nothing"
            )
    for number, entry in enumerate(entries or ()):
        called = what if not number else f"{what}, logged again {time_text(entry.logged)}"
        with items.refuting(step, called):
            if data is not None and digest(data) == entry.digest:
                yield Candidate(what=called, data=data, entry=entry)
            elif entry.digest in others:
                yield Candidate(what=called, data=others[entry.digest](), entry=entry)
            else:
                raise StatementError("was logged and is not here: it was taken out")


def signed(
    candidate: Candidate, kind: PayloadType, where: str, party: str | None, membership: Membership | None
) -> Sealed:
    """The envelope, signed by its party with keys that counted when it was logged.

    `party`: whose it has to be; null where the entry says it.  Raises NobodysWord where it was logged and is not.
    """
    entry = candidate.entry
    if entry is None:
        return sealed(candidate.data, kind, where)
    try:
        envelope = sealed(candidate.data, kind, where)
        if party is not None and entry.party != party:
            raise StatementError(f"logged as {(entry.party or 'nobody')[:40]}'s, and only {party} can say it")
        if membership is not None:
            membership.check(envelope, entry.party or "", entry.logged)
    except StatementError as error:
        raise NobodysWord(f"it counts for nothing: {error}") from error
    return envelope


def as_logged(entry: Entry | None, says: tuple[str, str, str, int | None]) -> None:
    """Raises NobodysWord where an entry calls a payload something else than it is.

    `says`: its alliance, statement, party and number.
    """
    if entry is not None and (entry.alliance, entry.statement, entry.party, entry.sequence) != says:
        raise NobodysWord("it counts for nothing: logged as of another statement, party or number than it says itself")
