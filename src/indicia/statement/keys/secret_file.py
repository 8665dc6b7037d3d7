"""A key pair on disk: sealed with AES-256-GCM under a key that scrypt makes of the passphrase (RFC 7914).

Everything in the file but the sealed part is authenticated along, so a changed bit anywhere is refused.  A key that
lives in hardware is there by its address; its PIN is never kept.
"""

import base64
import binascii
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
)
from msgspec import Struct
from securesystemslib.exceptions import KeyMismatchError
from securesystemslib.signer import CryptoSigner, HSMSigner, Signer, SSlibKey

from indicia.errors import StatementError
from indicia.statement.canonical import Json, Row, canonical, parsed, time_text
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.hardware import address_of, hardware_signer
from indicia.statement.keys.pair import KeyPair
from indicia.statement.keys.public import PublicPair, key_of, pair_of

FORMAT = "indicia-secret/1"
MOST_BYTES = 64 << 10
SHORTEST = 12
"""Characters of a new passphrase."""
COST = 2**17
"""scrypt's N: 128 MiB and about half a second for each guess."""
_LEAST_COST, _MOST_COST = 2**14, 2**20
_BLOCK = 8
_SALT, _NONCE = 16, 12


class SecretFile(Struct, frozen=True, kw_only=True):
    """What a key file says without its passphrase.  Not authenticated before `unlock`."""

    alliance: str
    holder: str
    purpose: Purpose
    made: datetime
    public: PublicPair
    cost: int
    salt: bytes
    nonce: bytes
    sealed: bytes
    around: bytes
    """Everything else in the file, as it is authenticated."""
    where: str

    def unlock(self, passphrase: str, pin: Callable[[], str]) -> KeyPair:
        """The key pair; `pin` is asked for when a key in hardware signs.  Raises StatementError."""
        key = _derived(passphrase, self.salt, self.cost)
        try:
            inside = AESGCM(key).decrypt(self.nonce, self.sealed, self.around)
        except InvalidTag:
            raise StatementError(
                f"{self.where}: wrong passphrase, or the file was changed",
                hint="There is no way around it: without the passphrase the key is lost and has to be replaced.",
            ) from None
        row = Row(parsed(inside, self.where), self.where)
        first, second = (_signer(row.row(name), key, pin) for name, key in self._named())
        row.close()
        return KeyPair(first, second, self.public)

    def _named(self) -> tuple[tuple[str, SSlibKey], ...]:
        return ("first", self.public.first), ("second", self.public.second)


def lock(
    keys: KeyPair,
    passphrase: str,
    *,
    alliance: str,
    holder: str,
    purpose: Purpose,
    made: datetime,
    cost: int = COST,
) -> bytes:
    """The file for a key pair.  Raises StatementError for a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise StatementError(
            f"the passphrase has fewer than {SHORTEST} characters",
            hint="Five random words are easier to keep than twelve random characters.",
        )
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    around: dict[str, Json] = {
        "format": FORMAT,
        "alliance": alliance,
        "holder": holder,
        "purpose": purpose.value,
        "made": time_text(made),
        "keys": keys.public.to_objects(),
        "kdf": {"name": "scrypt", "n": cost, "r": _BLOCK, "p": 1, "salt": _text(salt)},
        "cipher": {"name": "aes-256-gcm", "nonce": _text(nonce)},
    }
    inside = canonical({"first": _secret(keys.first), "second": _secret(keys.second)})
    sealed = AESGCM(_derived(passphrase, salt, cost)).encrypt(nonce, inside, canonical(around))
    return canonical({**around, "sealed": _text(sealed)})


def secret_file(data: bytes, where: str) -> SecretFile:
    """Read a key file, still locked.  Raises StatementError."""
    value = parsed(data, where)
    row = Row(value, where)
    if row.text("format") != FORMAT:
        row.wrong("not a key file")
    purpose = row.text("purpose")
    if purpose not in set(Purpose):
        row.wrong(f"`{purpose}` is none of {', '.join(Purpose)}")
    kdf, cipher = row.row("kdf"), row.row("cipher")
    cost = kdf.whole("n")
    if kdf.text("name") != "scrypt" or kdf.whole("r") != _BLOCK or kdf.whole("p") != 1:
        kdf.wrong("not scrypt with r 8 and p 1")
    if not _LEAST_COST <= cost <= _MOST_COST or cost & (cost - 1):
        kdf.wrong(f"`n` is no power of two from {_LEAST_COST} to {_MOST_COST}")
    if cipher.text("name") != "aes-256-gcm":
        cipher.wrong("not aes-256-gcm")
    found = SecretFile(
        alliance=row.text("alliance", most=200),
        holder=row.text("holder", most=200),
        purpose=Purpose(purpose),
        made=row.time("made"),
        public=pair_of([key_of(one, where) for one in row.values("keys", most=2)], where),
        cost=cost,
        salt=_bytes(kdf, "salt", _SALT),
        nonce=_bytes(cipher, "nonce", _NONCE),
        sealed=_bytes(row, "sealed"),
        around=canonical({name: held for name, held in value.items() if name != "sealed"})
        if isinstance(value, Mapping)
        else b"",
        where=where,
    )
    for one in (kdf, cipher, row):
        one.close()
    return found


def is_secret(data: bytes) -> bool:
    """Whether it claims to be a key file."""
    return FORMAT.encode("ascii") in data


def _derived(passphrase: str, salt: bytes, cost: int) -> bytes:
    try:
        return Scrypt(salt=salt, length=32, n=cost, r=_BLOCK, p=1).derive(passphrase.encode("utf-8", "surrogatepass"))
    except MemoryError:
        raise StatementError(f"scrypt needs {cost * _BLOCK * 128 >> 20} MiB of memory, which are not there") from None


def _secret(signer: Signer) -> Json:
    if isinstance(signer, HSMSigner):
        return {"hardware": address_of(signer)}
    if not isinstance(signer, CryptoSigner):
        raise StatementError("a key of this kind cannot be kept in a file")
    key = load_pem_private_key(signer.private_bytes, None)
    return {"pkcs8": _text(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))}


def _signer(row: Row, public: SSlibKey, pin: Callable[[], str]) -> Signer:
    try:
        if (address := row.text_if_there("hardware")) is not None:
            return hardware_signer(address, public, pin)
        return CryptoSigner(load_der_private_key(_bytes(row, "pkcs8"), None), public)
    except (ValueError, TypeError, KeyMismatchError) as error:
        row.wrong(f"no key that belongs to its public one: {error}")
    finally:
        row.close()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(row: Row, name: str, size: int | None = None) -> bytes:
    try:
        data = base64.b64decode(row.text(name), validate=True)
    except (binascii.Error, ValueError):
        row.wrong(f"`{name}` is not base64")
    if size is not None and len(data) != size:
        row.wrong(f"`{name}` has {len(data)} bytes, not {size}")
    if size is None and _text(data) == "":
        row.wrong(f"`{name}` is empty")
    return data
