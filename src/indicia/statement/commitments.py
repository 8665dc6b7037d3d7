"""What is signed and may be hidden: salted commitments, and the tree over them (RFC 6962, section 2.1).

A reader who gets object and salt computes the commitment again; one who does not cannot guess it, however few values
the object could have.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical

_SALT = 32


class Disclosure(Struct, frozen=True):
    """An object with its salt."""

    salt: bytes
    object: Json

    @property
    def commitment(self) -> str:
        """Hex."""
        return hashlib.sha256(b"\x02" + self.salt + canonical(self.object)).hexdigest()

    def to_object(self) -> Json:
        """As it travels."""
        return {"salt": base64.b64encode(self.salt).decode("ascii"), "object": self.object}


def disclose(value: Json) -> Disclosure:
    """With new salt."""
    return Disclosure(secrets.token_bytes(_SALT), value)


def disclosure(value: Json, where: str) -> Disclosure:
    """Read one.  Raises StatementError for another form."""
    row = Row(value, where)
    text = row.text("salt")
    held = value["object"] if isinstance(value, dict) and "object" in value else row.wrong("`object` is missing")
    try:
        salt = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        row.wrong("`salt` is not base64")
    if len(salt) != _SALT:
        row.wrong(f"`salt` has {len(salt)} bytes, not {_SALT}")
    if isinstance(value, dict) and set(value) != {"salt", "object"}:
        row.wrong("something beside `salt` and `object`")
    return Disclosure(salt, held)


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Root over hashes of leaves, in order; of none the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    # Pairs from the left, the odd one goes up as it is: the same as splitting at the largest power of two.
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*paired, *level[len(level) & ~1 :]]
    return level[0]


def claims_root(commitments: Sequence[str]) -> str:
    """Root over commitments, hex.  Raises StatementError for one that is no hash."""
    try:
        return root_of([leaf_hash(bytes.fromhex(one)) for one in commitments]).hex()
    except ValueError as error:
        raise StatementError(f"a commitment is no hash: {error}") from None
