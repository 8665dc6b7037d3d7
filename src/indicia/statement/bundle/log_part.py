"""Which part of a ledger a bundle takes: from version 1 of its statement to the checkpoint."""

from indicia.errors import StatementError
from indicia.statement.ledger.entry import EntryKind, entry_of
from indicia.statement.ledger.store import Ledger


def first_about(ledger: Ledger, statement: str, end: int) -> int:
    """Number of the entry of version 1 of a statement.  Raises StatementError where none of the first `end` is."""
    wanted = statement.encode()
    for number, data in enumerate(ledger.entries(0, end)):
        if wanted in data:
            one = entry_of(data, f"entry {number}")
            if (one.kind, one.statement, one.sequence) == (EntryKind.STATEMENT, statement, 1):
                return number
    raise StatementError(
        f"{ledger.root}: version 1 of {statement} is not among the {end:,} entries that are signed",
        hint="indicia ledger append LEDGER FOLDER/statements/1.dsse.json · indicia ledger checkpoint LEDGER --key FILE",
    )
