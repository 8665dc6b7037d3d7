"""What a keeper looks at before something is logged: signatures, where the membership is at hand, and the clock.

A log is not harmed by a false entry, but everybody who verifies has to be told of it; so it is better not taken.
"""

from datetime import datetime

from indicia.errors import StatementError
from indicia.statement.canonical import time_text
from indicia.statement.envelope import PayloadType, sealed
from indicia.statement.ledger.entry import Entry, EntryKind, entry_of
from indicia.statement.ledger.store import Ledger
from indicia.statement.membership.members import Membership

_KINDS = {
    EntryKind.STATEMENT: PayloadType.STATEMENT,
    EntryKind.POSITION: PayloadType.POSITION,
    EntryKind.REPLY: PayloadType.REPLY,
    EntryKind.REVOCATION: PayloadType.REVOCATION,
}


def vet(entry: Entry, data: bytes, name: str, membership: Membership | None) -> None:
    """Refuse what is false.  Raises StatementError.

    An envelope has to be whole, and signed by its party with keys that count now; metadata has to be a root or the
    targets of this membership.  Without a membership an envelope is read and not verified, and metadata is refused: a
    version that nobody signed would make everybody believe that theirs is old.
    """
    kind = _KINDS.get(entry.kind)
    if kind is not None:
        envelope = sealed(data, kind, name)
        if membership is not None:
            membership.check(envelope, entry.party or "", entry.logged)
    elif entry.kind is EntryKind.MEMBERSHIP:
        if membership is None:
            raise StatementError(
                f"{name}: metadata of members, and nobody says whether it is signed by enough officers",
                hint="Name the folder that it is in force in with --membership.",
            )
        if entry.digest not in {membership.targets.digest, *(one.digest for one in membership.roots)}:
            raise StatementError(f"{name}: is no root and not the targets of the membership that was named")


def not_before(ledger: Ledger, moment: datetime) -> None:
    """Raises StatementError where the last entry was logged later than this: one of two clocks is wrong."""
    size = ledger.head.size
    if size:
        last = entry_of(next(ledger.entries(size - 1, size)), f"entry {size - 1:,}").logged
        if moment < last:
            raise StatementError(
                f"{ledger.root}: it is {time_text(moment)} here, and the last entry was logged {time_text(last)}",
                hint="Times in a log never go back; every bundle with such an entry would be refused. Mend the clock.",
            )
