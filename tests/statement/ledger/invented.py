"""Entries, keys and ledgers for tests."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from indicia.statement.commitments import node_hash
from indicia.statement.ledger.entry import Entry, EntryKind, entry_bytes
from indicia.statement.ledger.note import COSIGNATURE, ED25519, VerifierKey
from indicia.statement.ledger.store import About, Ledger

ALLIANCE = "example"
ORIGIN = "ledger.example/alliance"
NOON = datetime(2021, 7, 19, 12, tzinfo=UTC)


class Key:
    """A signer whose key follows from a word."""

    def __init__(self, word: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


LOG = Key("log")
LOG_KEY = VerifierKey(ORIGIN, ED25519, LOG.public)


def witness_key(word: str) -> VerifierKey:
    return VerifierKey(f"witness.example/{word}", COSIGNATURE, Key(word).public)


def entry(number: int, alliance: str = ALLIANCE) -> bytes:
    return entry_bytes(
        Entry(
            kind=EntryKind.MANIFEST,
            alliance=alliance,
            statement=None,
            party=None,
            sequence=None,
            digest=hashlib.sha256(str(number).encode()).hexdigest(),
            logged=NOON,
        )
    )


def entries(number: int, first: int = 0) -> list[bytes]:
    return [entry(one) for one in range(first, first + number)]


def ledger(root: Path, number: int = 0, *, signed: bool = False) -> Ledger:
    made = Ledger.create(root, About(ALLIANCE, LOG_KEY))
    if number:
        made.append(entries(number))
    if signed:
        made.sign(LOG)
    return made


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word, over hashes of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(defined_root(leaves[:middle]), defined_root(leaves[middle:]))
