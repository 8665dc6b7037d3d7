"""DSSE 1.0 envelopes: what one signer says, with both signatures of its key pair.

DSSE lets a reader skip signatures it does not know.  Here none has a use: an envelope speaks for one signer, and what
nobody verified must not travel inside what was verified.  So an envelope holds exactly the two signatures of its
signer; a third, a second one of the same key, and an unknown one are refused.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from securesystemslib.dsse import Envelope
from securesystemslib.signer import Signature

from indicia.errors import StatementError
from indicia.statement.canonical import Row, canonical, digest, parsed
from indicia.statement.keys.pair import KeyPair
from indicia.statement.keys.public import PublicPair

_SIGNATURES = 2
_MOST_SIGNATURE = 8_000
"""Characters; one of ML-DSA-65 has 4,412."""
_KEYID = re.compile(r"[0-9a-f]{64}\Z")


class PayloadType(StrEnum):
    """What may stand in an envelope.  It is signed along, so that no payload passes for another kind."""

    STATEMENT = "application/vnd.in-toto+json"
    POSITION = "application/vnd.indicia.position+json"
    REPLY = "application/vnd.indicia.reply+json"
    REVOCATION = "application/vnd.indicia.revocation+json"
    KEYS = "application/vnd.indicia.keys+json"


class Sealed(Struct, frozen=True):
    """An envelope as it was read.  Nothing in it is true before `verify`."""

    payload: bytes
    kind: PayloadType
    signatures: Mapping[str, Signature]
    """By keyid; exactly two."""
    where: str
    """What it is called in errors."""

    @property
    def digest(self) -> str:
        """SHA-256 of the payload, hex."""
        return digest(self.payload)

    @property
    def keyids(self) -> frozenset[str]:
        """Who claims to have signed."""
        return frozenset(self.signatures)

    def verify(self, pair: PublicPair) -> None:
        """The pair signed it with both keys, and nobody else.  Raises StatementError saying which signature fails."""
        strange = self.keyids - set(pair.keyids)
        if len(strange) == _SIGNATURES:
            raise StatementError(f"{self.where}: signed by other keys than {pair.fingerprint}")
        if strange:
            raise StatementError(f"{self.where}: a signature by a key that is not one of the signer's two")
        pair.verify(self.signatures, _encoded(self.payload, self.kind), self.where)


def seal(payload: bytes, kind: PayloadType, keys: KeyPair) -> bytes:
    """An envelope around the payload, signed with both keys; JSON in the form of RFC 8785."""
    signatures = keys.sign(_encoded(payload, kind))
    return canonical(
        {
            "payload": base64.b64encode(payload).decode("ascii"),
            "payloadType": kind.value,
            "signatures": [
                {"keyid": one.keyid, "sig": base64.b64encode(bytes.fromhex(one.signature)).decode("ascii")}
                for one in signatures
            ],
        }
    )


def sealed(data: bytes, kind: PayloadType, where: str) -> Sealed:
    """Read an envelope that should hold a payload of this kind; verifies nothing.

    Raises StatementError, naming `where`, for another form, size, kind, or number of signatures.
    """
    row = Row(parsed(data, where), where)
    payload = _base64(row, "payload", len(data))
    given = row.text("payloadType", most=200)
    if given != kind:
        row.wrong(f"a payload of type `{given}`, not `{kind}`")
    signatures: dict[str, Signature] = {}
    for one in row.rows("signatures"):
        keyid = one.text("keyid", most=64)
        if not _KEYID.match(keyid):
            one.wrong("`keyid` is not 64 digits of lower-case hex")
        if keyid in signatures:
            one.wrong("a second signature by the same key")
        signatures[keyid] = Signature(keyid, _base64(one, "sig", _MOST_SIGNATURE).hex())
        one.close()
        if len(signatures) > _SIGNATURES:
            break
    row.close()
    if len(signatures) != _SIGNATURES:
        number = "more than 2" if len(signatures) > _SIGNATURES else str(len(signatures))
        row.wrong(f"{number} signatures, not exactly the two of one key pair")
    return Sealed(payload, kind, signatures, where)


def _encoded(payload: bytes, kind: PayloadType) -> bytes:
    """DSSE's pre-authentication encoding."""
    return Envelope(payload, kind.value, {}).pae()


def _base64(row: Row, name: str, most: int) -> bytes:
    text = row.text(name, most=most)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        row.wrong(f"`{name}` is not base64")
    # Bits behind the last byte, which no decoder looks at, would give one signature several spellings.
    if base64.b64encode(data).decode("ascii") != text:
        row.wrong(f"`{name}` is not base64 in its only form")
    return data
