"""Which part of a ledger a bundle takes: from before version 1 of its statement was made, up to the checkpoint.

It is not enough to begin at the entry of version 1.  The same version can be logged a second time, and a bundle that
begins there would leave out whatever was said in between.  So the first entry has to be the first of the log, or to
have been logged before version 1 was made: nobody speaks about a statement before it is made.
"""

from datetime import datetime, timedelta

from indicia.errors import StatementError
from indicia.model.statement import Statement
from indicia.statement.canonical import time_text
from indicia.statement.ledger.entry import Entry, EntryKind, entry_of
from indicia.statement.ledger.store import Ledger

SKEW = timedelta(minutes=10)
"""By so much the clock of a party may be ahead of that of the log, or behind that of another party."""


def is_before(logged: datetime, made: datetime) -> bool:
    """Whether an entry was logged before anybody could have spoken about what was made then, with both clocks wrong."""
    # Compared by difference: a sum could lie behind the end of the calendar.
    return made - logged > 2 * SKEW


def begins(ledger: Ledger, statement: Statement, digest: str, end: int) -> int:
    """Number of the entry at which a bundle begins.

    `statement`: version 1; `digest`: of its envelope.  Raises StatementError where it is not among the first `end`.
    """
    wanted = digest.encode()
    for number, data in enumerate(ledger.entries(0, end)):
        if wanted in data and entry_of(data, f"entry {number}").kind is EntryKind.STATEMENT:
            first = number
            while first > 0 and not is_before(_entry(ledger, first).logged, statement.made):
                first -= 1
            return first
    raise StatementError(
        f"{ledger.root}: version 1 of {statement.statement}, made {time_text(statement.made)}, is not among the "
        f"{end:,} entries that are signed",
        hint="indicia ledger append LEDGER FOLDER/statements/1.dsse.json · indicia ledger checkpoint LEDGER --key FILE",
    )


def _entry(ledger: Ledger, number: int) -> Entry:
    return entry_of(next(ledger.entries(number, number + 1)), f"entry {number}")
