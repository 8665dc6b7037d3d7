"""Two checkpoints of one log that cannot both be true: kept, handed on, and verified by anybody."""

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Row, canonical, parsed
from indicia.statement.ledger.checkpoint import SignedCheckpoint, read_checkpoint
from indicia.statement.ledger.note import VerifierKey, verifier_key

FORMAT = "indicia-equivocation/1"


class Equivocation(Struct, frozen=True):
    """The log signed two unlike roots for one size."""

    first: SignedCheckpoint
    second: SignedCheckpoint

    @property
    def data(self) -> bytes:
        """As a file."""
        return canonical(
            {
                "format": FORMAT,
                "key": self.first.log.text,
                "first": self.first.note.data.decode(),
                "second": self.second.note.data.decode(),
            }
        )


def equivocation_of(data: bytes, log: VerifierKey | None = None, where: str = "the evidence") -> Equivocation:
    """Read and verify such evidence, against the key it names or against `log`.

    Raises StatementError where it proves nothing: other form, false signature, another size, equal roots.
    """
    row = Row(parsed(data, where), where)
    if row.text("format") != FORMAT:
        row.wrong(f"not of the form {FORMAT}")
    key = verifier_key(row.text("key"), where)
    notes = row.text("first", most=1 << 20).encode(), row.text("second", most=1 << 20).encode()
    row.close()
    if log is not None and key != log:
        raise StatementError(f"{where}: against the key {key.text}, not against {log.text}")
    first, second = (read_checkpoint(one, key, where=where) for one in notes)
    return proven(first, second, where)


def proven(first: SignedCheckpoint, second: SignedCheckpoint, where: str = "the evidence") -> Equivocation:
    """The evidence that these two are.  Raises StatementError where they can both be true."""
    if first.log != second.log or first.checkpoint.size != second.checkpoint.size:
        raise StatementError(f"{where}: two sizes or two logs: both can be true")
    if first.checkpoint.root == second.checkpoint.root:
        raise StatementError(f"{where}: the same root twice: both can be true")
    return Equivocation(first, second)
