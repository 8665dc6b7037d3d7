"""That one claim belongs to a statement, without the others: a path from its commitment to the root that was signed."""

from collections.abc import Sequence

from indicia.errors import StatementError
from indicia.statement.commitments import leaf_hash, root_of
from indicia.statement.ledger.tree import MOST_HASHES, check_inclusion, inclusion_spans


def claim_path(commitments: Sequence[str], place: int) -> tuple[str, ...]:
    """Hashes (hex) that lead from the commitment at this place (from 0) to `claims_root(commitments)`.

    Raises StatementError for a place that is not there or a commitment that is no hash.
    """
    leaves = [_leaf(one) for one in commitments]
    spans = inclusion_spans(place, len(leaves))
    return tuple(root_of(leaves[low:high]).hex() for low, high in spans)


def check_claim(commitment: str, place: int, number: int, path: Sequence[str], root: str) -> None:
    """Raises StatementError where this is not the commitment at that place among `number` under this root (hex)."""
    if len(path) > MOST_HASHES:
        raise StatementError("the path of a claim is too long")
    check_inclusion(_leaf(commitment), place, number, [_bytes(one) for one in path], _bytes(root))


def _leaf(commitment: str) -> bytes:
    return leaf_hash(_bytes(commitment))


def _bytes(text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if len(data) != 32 or data.hex() != text:
        raise StatementError(f"{text[:70]!r} is no SHA-256 in lower-case hex")
    return data
