"""Proofs out of a ledger, for its signed checkpoint.  Each is checked before it leaves: damage gives an error."""

from indicia.errors import StatementError
from indicia.statement.ledger.checkpoint import SignedCheckpoint
from indicia.statement.ledger.proof_files import Before, Consistency, Inclusion
from indicia.statement.ledger.store import Ledger
from indicia.statement.ledger.tree import (
    check_consistency,
    check_inclusion,
    complete,
    consistency_spans,
    inclusion_spans,
)


def prove_inclusion(ledger: Ledger, index: int) -> Inclusion:
    """That entry `index` is in the log.  Raises StatementError where the checkpoint does not cover it."""
    signed = _signed(ledger)
    found = signed.checkpoint
    if found.size <= index < ledger.head.size:
        raise StatementError(
            f"entry {index:,} came after the last checkpoint, of {found.size:,} entries",
            hint="`indicia ledger checkpoint` signs a new one.",
        )
    tiles = ledger.tiles()
    path = tuple(tiles.span(one) for one in inclusion_spans(index, found.size))
    check_inclusion(tiles.node(0, index), index, found.size, path, found.root)
    return Inclusion(index, path, signed.note.data)


def prove_consistency(ledger: Ledger, old: int) -> Consistency:
    """That the log only grew since it had `old` entries.  Raises StatementError."""
    signed = _signed(ledger)
    found = signed.checkpoint
    tiles = ledger.tiles()
    path = tuple(tiles.span(one) for one in consistency_spans(old, found.size))
    check_consistency(old, tiles.root(old), found.size, found.root, path)
    return Consistency(old, path, signed.note.data)


def prove_before(ledger: Ledger, first: int) -> Before:
    """What comes before entry `first`.  Raises StatementError where the checkpoint does not cover it."""
    size = _signed(ledger).checkpoint.size
    if not 0 <= first <= size:
        raise StatementError(f"entry {first:,} is not among the first {size:,} of the ledger")
    tiles = ledger.tiles()
    return Before(first, tuple(tiles.node(height, place) for height, place in complete((0, first))))


def _signed(ledger: Ledger) -> SignedCheckpoint:
    signed = ledger.checkpoint
    if signed is None:
        raise StatementError(
            f"{ledger.root}: nothing is signed yet, so nothing can be proven",
            hint="`indicia ledger checkpoint` signs what is there.",
        )
    return signed
