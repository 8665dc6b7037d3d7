"""A whole ledger read again: every entry to its hash, every hash to the root, the root to head and checkpoint."""

from collections.abc import Callable

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.commitments import leaf_hash, root_of
from indicia.statement.ledger.checkpoint import Checkpoint, SignedCheckpoint
from indicia.statement.ledger.entry import entry_of
from indicia.statement.ledger.store import Ledger
from indicia.statement.ledger.tiles import HEIGHT, WIDTH


class Audit(Struct, frozen=True):
    """What a ledger is, where nothing spoke against it."""

    head: Checkpoint
    signed: SignedCheckpoint | None
    read: int
    """Entries."""
    after_checkpoint: int
    """Entries that no checkpoint covers yet."""


def audit(ledger: Ledger, progress: Callable[[int, int], None] = lambda done, total: None) -> Audit:
    """Read everything; `progress` hears how many entries of how many were read.

    Raises StatementError, naming the first place where something does not fit.
    """
    head = ledger.head
    tiles = ledger.tiles(head.size)
    for number in range(-(-head.size // WIDTH)):
        hashes = tiles.hashes(0, number)
        for at, data in enumerate(tiles.bundle(number)):
            where = f"{ledger.root}: entry {number * WIDTH + at:,}"
            if leaf_hash(data) != hashes[at]:
                raise StatementError(f"{where} is not the one whose hash is in the tree")
            if entry_of(data, where).alliance != ledger.about.alliance:
                raise StatementError(f"{where} is of another alliance")
        progress(min((number + 1) * WIDTH, head.size), head.size)
    level = 1
    while count := head.size >> HEIGHT * level:
        for place in range(count):
            if tiles.hashes(level, place // WIDTH)[place % WIDTH] != root_of(tiles.hashes(level - 1, place)):
                raise StatementError(f"{ledger.root}: hash {place:,} on level {level} is not that of the tile below it")
        level += 1
    if tiles.root(head.size) != head.root:
        raise StatementError(f"{ledger.root}: the tiles do not give the root of the head")
    signed = ledger.checkpoint
    if signed is not None:
        ledger.heed(signed.checkpoint)
    return Audit(head, signed, head.size, head.size - (signed.checkpoint.size if signed else 0))
