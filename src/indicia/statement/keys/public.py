"""The public half of a key pair, and the one form in which each key is written.

A pair is a key of a well-tried scheme and an ML-DSA-65 key beside it, so that a break of either forges nothing.  Every
key has one spelling and therefore one keyid: otherwise somebody could sign twice with one key under two ids.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from msgspec import Struct
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import (
    ECDSA_SHA2_NISTP256,
    ECDSA_SHA2_NISTP384,
    ED25519,
    KEY_TYPE_ECDSA,
    KEY_TYPE_ED25519,
    KEY_TYPE_MLDSA,
    MLDSA_65_1,
    Signature,
    SSlibKey,
)

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row

FIRST = {
    ED25519: KEY_TYPE_ED25519,
    ECDSA_SHA2_NISTP256: KEY_TYPE_ECDSA,
    ECDSA_SHA2_NISTP384: KEY_TYPE_ECDSA,
}
"""Schemes of a pair's first key.  Ed25519 unless the key lives in hardware, which signs hashes only."""
SECOND = MLDSA_65_1
_CURVES = {ECDSA_SHA2_NISTP256: "secp256r1", ECDSA_SHA2_NISTP384: "secp384r1"}
_MOST_PUBLIC = 8_000


class PublicPair(Struct, frozen=True):
    """Whose signature it is: two keys, and both must verify."""

    first: SSlibKey
    second: SSlibKey

    @property
    def keyids(self) -> tuple[str, str]:
        """As securesystemslib makes them: SHA-256 of the key's canonical JSON."""
        return self.first.keyid, self.second.keyid

    @property
    def keys(self) -> tuple[SSlibKey, SSlibKey]:
        """Both."""
        return self.first, self.second

    @property
    def fingerprint(self) -> str:
        """To compare over the telephone: 128 bits over both keys, hex in groups of four."""
        text = sha256("".join(self.keyids).encode("ascii")).hexdigest()[:32]
        return " ".join(text[at : at + 4] for at in range(0, 32, 4))

    @property
    def schemes(self) -> str:
        """In words: `ed25519 + ml-dsa-65/1`."""
        return f"{self.first.scheme} + {self.second.scheme}"

    def verify(self, signatures: Mapping[str, Signature], data: bytes, where: str) -> None:
        """Both keys signed these bytes.  The schemes are those of the keys; nothing in a signature chooses one.

        Raises StatementError, naming `where` and which of the two is missing or false.
        """
        for key in self.keys:
            signature = signatures.get(key.keyid)
            if signature is None:
                raise StatementError(f"{where}: only one of the two signatures: that of {key.scheme} is missing")
            try:
                key.verify_signature(signature, data)
            except UnverifiedSignatureError:
                raise StatementError(f"{where}: the {key.scheme} signature is false") from None

    def to_objects(self) -> list[Json]:
        """Both keys as they are written beside each other."""
        return [key_object(key) for key in self.keys]


def key_object(key: SSlibKey) -> Json:
    """A key as metadata holds it."""
    return {"keytype": key.keytype, "scheme": key.scheme, "keyval": {"public": key.keyval["public"]}}


def key_of(value: Json, where: str, keyid: str | None = None) -> SSlibKey:
    """Read one key.  Raises StatementError for a scheme we do not take, another spelling, and a keyid not its own."""
    row = Row(value, where)
    keytype, scheme = row.text("keytype", most=40), row.text("scheme", most=40)
    held = row.row("keyval")
    public = held.text("public", most=_MOST_PUBLIC)
    held.close()
    row.close()
    if (keytype, scheme) not in {(kind, name) for name, kind in FIRST.items()} | {(KEY_TYPE_MLDSA, SECOND)}:
        row.wrong(f"keys of type `{keytype}` and scheme `{scheme}` are not taken")
    try:
        key = _made(scheme, public)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        row.wrong(f"no {scheme} key")
    if key.keyval["public"] != public:
        row.wrong("the key is written in another form than its only one, so that one key could have two ids")
    if keyid is not None and key.keyid != keyid:
        row.wrong(f"the key's id is {key.keyid[:16]}…, not {keyid[:16]}…")
    return key


def pair_of(keys: Sequence[SSlibKey], where: str) -> PublicPair:
    """A pair of its two keys, the first one first.  Raises StatementError for any other combination."""
    if len(keys) != 2 or keys[0].scheme not in FIRST or keys[1].scheme != SECOND:
        schemes = ", ".join(key.scheme for key in keys) or "none"
        raise StatementError(f"{where}: a pair is a key of {', '.join(FIRST)} and then one of {SECOND}, not: {schemes}")
    return PublicPair(keys[0], keys[1])


def _made(scheme: str, public: str) -> SSlibKey:
    if scheme == ED25519:
        return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)), scheme=scheme)
    loaded = load_pem_public_key(public.encode("ascii"))
    if scheme == SECOND:
        fits = isinstance(loaded, MLDSA65PublicKey)
    else:
        fits = isinstance(loaded, EllipticCurvePublicKey) and loaded.curve.name == _CURVES[scheme]
    if not fits:
        raise ValueError(scheme)
    return SSlibKey.from_crypto(loaded, scheme=scheme)
