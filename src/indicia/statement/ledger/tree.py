"""Which subtrees prove what (RFC 6962, section 2.1), as plain arithmetic; checking such proofs (RFC 9162, 2.1)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from indicia.errors import StatementError
from indicia.statement.commitments import node_hash

EMPTY_ROOT = hashlib.sha256(b"").digest()
MOST_HASHES = 63
"""Of one proof: a tree of 2**63 entries needs no more."""

Span = tuple[int, int]
"""Entries from the first number up to, and without, the second."""
Node = Callable[[int, int], bytes]
"""Hash of a complete subtree: its height, and its place among those of this height from the left."""


def complete(span: Span) -> Iterator[tuple[int, int]]:
    """The complete subtrees that make up a span, as (height, place), from the left."""
    low, high = span
    while low < high:
        height = (high - low).bit_length() - 1
        if low:
            height = min(height, (low & -low).bit_length() - 1)
        yield height, low >> height
        low += 1 << height


def span_hash(node: Node, span: Span) -> bytes:
    """Hash over a span that starts where a subtree of its size may start; of none the hash of nothing."""
    found: bytes | None = None
    for height, place in reversed(list(complete(span))):
        one = node(height, place)
        found = one if found is None else node_hash(one, found)
    return EMPTY_ROOT if found is None else found


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Spans whose hashes prove entry `index` of a tree of `size`, from the leaf up.  Raises StatementError."""
    if not 0 <= index < size:
        raise StatementError(f"entry {index:,} is not among the first {size:,} of the ledger")
    low, high = 0, size
    spans: list[Span] = []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency_spans(old: int, size: int) -> list[Span]:
    """Spans whose hashes prove that a tree of `size` begins with one of `old`.  Raises StatementError."""
    if not 0 <= old <= size:
        raise StatementError(f"a ledger of {size:,} entries cannot begin with one of {old:,}")
    low, high, whole = 0, size, True
    spans: list[Span] = []
    while 0 < old < high:
        middle = low + _split(high - low)
        if old <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low, whole = middle, False
    if not whole:
        spans.append((low, high))
    return spans[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raises StatementError where the path does not lead from this leaf at this place to the root."""
    if not 0 <= index < size:
        raise StatementError(f"entry {index:,} is not in a tree of {size:,}")
    place, last, found = index, size - 1, leaf
    for one in path:
        if last == 0:
            raise StatementError("the proof of inclusion is too long")
        if place & 1 or place == last:
            found = node_hash(one, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, one)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise StatementError("the proof of inclusion is too short")
    if found != root:
        raise StatementError(f"entry {index:,} is not the one that the root of {size:,} entries holds")


def check_consistency(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Raises StatementError where the path does not show that the larger tree begins with the smaller one."""
    if not 0 <= old <= size:
        raise StatementError(f"{size:,} entries cannot begin with {old:,}")
    if old in (0, size):
        if path:
            raise StatementError("the proof of consistency is too long")
        if old_root != (root if old else EMPTY_ROOT):
            raise StatementError(f"unlike roots for {old:,} entries")
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise StatementError("the proof of consistency is too short")
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            raise StatementError("the proof of consistency is too long")
        if place & 1 or place == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, one)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise StatementError("the proof of consistency is too short")
    if first != old_root or second != root:
        raise StatementError(f"the ledger of {size:,} entries does not begin with the known one of {old:,}")


class Frontier:
    """The complete subtrees of a tree, from the left: all that is needed to add entries and to know the root."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Raises StatementError where a tree of `size` has another number of complete subtrees."""
        if size < 0 or len(hashes) != size.bit_count() or any(len(one) != 32 for one in hashes):
            raise StatementError(f"{len(hashes)} hashes are not the complete subtrees of {size:,} entries")
        self.size = size
        self._hashes = list(hashes)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Of the complete subtrees, the largest first."""
        return tuple(self._hashes)

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        self._hashes.append(leaf)
        size = self.size
        while size & 1:
            right = self._hashes.pop()
            self._hashes[-1] = node_hash(self._hashes[-1], right)
            size >>= 1
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add hashes of leaves, in order."""
        for one in leaves:
            self.add(one)

    @property
    def root(self) -> bytes:
        """Of all entries so far."""
        found = EMPTY_ROOT
        for number, one in enumerate(reversed(self._hashes)):
            found = node_hash(one, found) if number else one
        return found


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
