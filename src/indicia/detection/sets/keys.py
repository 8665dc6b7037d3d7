"""Ed25519 keys as people keep them: a secret file for who publishes, one line of text for who trusts.

The line: `indicia-key ed25519 <the key in base64> <a name>`.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from indicia.detection.sets.archive import UNSIGNED
from indicia.errors import SetError

_WORD = "indicia-key"
_KIND = "ed25519"
_MAX_NAME = 80
_SAID_OF_OTHERS = ("unsigned", "unknown key", "part of indicia")
_MAX_FILE = 64 * 2**10


class PublicKey(Struct, frozen=True):
    """Whose signature it is."""

    raw: bytes
    name: str
    """As its owner, or who trusts it, calls it."""

    @property
    def fingerprint(self) -> str:
        """To compare over the telephone: 128 bits of its SHA-256, hex."""
        return fingerprint(self.raw)

    @property
    def line(self) -> str:
        """As it is written to a file."""
        return f"{_WORD} {_KIND} {base64.b64encode(self.raw).decode()} {self.name}"


def fingerprint(raw: bytes) -> str:
    """128 bits of the SHA-256 of a public key, hex."""
    return hashlib.sha256(raw).hexdigest()[:32]


def key_from_line(line: str, where: str) -> PublicKey:
    """The key in a line.  Raises SetError, naming `where` it stands."""
    parts = line.split(maxsplit=3)
    if len(parts) < 3 or parts[:2] != [_WORD, _KIND]:
        raise SetError(f"{where}: not a public key", hint=f"A key is one line: {_WORD} {_KIND} … NAME")
    try:
        raw = base64.b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32 or raw == UNSIGNED:
        raise SetError(f"{where}: the key has not the 32 bytes that a public key has", hint="Was it cut off?")
    name = " ".join(parts[3].split()) if len(parts) == 4 else ""
    if len(name) > _MAX_NAME or not name.isprintable():
        raise SetError(f"{where}: the name of the key is longer than {_MAX_NAME} characters, or no plain text")
    if name.lower().startswith(_SAID_OF_OTHERS):
        raise SetError(f"{where}: nobody can be called {name}", hint="Reports say that of keys that are not trusted.")
    return PublicKey(raw, name or fingerprint(raw))


def read_public(given: str) -> PublicKey:
    """A public key given as its line or as a file that holds it.  Raises SetError."""
    if given.startswith(f"{_WORD} "):
        return key_from_line(given, "the key")
    text = _read(Path(given)).decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise SetError(f"{given}: not a public key", hint="Give the .pub file that `indicia rules keygen` wrote.")
    return key_from_line(lines[0], given)


class SecretKey:
    """Signs."""

    def __init__(self, path: Path, passphrase: Callable[[], str] = str) -> None:
        """Read the file that `make_keys` wrote; `passphrase` is asked for where it has one.  Raises SetError."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        data = _read(path)
        asked = passphrase() if b"ENCRYPTED" in data else ""
        try:
            found = load_pem_private_key(data, password=asked.encode() or None)
        except (ValueError, TypeError):
            if b"ENCRYPTED" in data:
                raise SetError(f"{path}: the passphrase is wrong") from None
            raise SetError(
                f"{path}: not a secret key", hint="Give the file that `indicia rules keygen` wrote."
            ) from None
        if not isinstance(found, Ed25519PrivateKey):
            raise SetError(f"{path}: a key of another kind than Ed25519", hint="Make one: `indicia rules keygen`.")
        self._key = found
        self.public = found.public_key().public_bytes_raw()
        """Its public key, 32 bytes."""

    def sign(self, text: bytes) -> bytes:
        """A signature, 64 bytes; the same for the same text."""
        return self._key.sign(text)


def make_keys(path: Path, name: str, passphrase: str = "") -> PublicKey:
    """Write a new secret key to `path`, readable by this user only, and its public key to `path` with `.pub` behind.

    With a passphrase the secret key is of no use without it.  Nothing is overwritten.  Raises SetError.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        KeySerializationEncryption,
        NoEncryption,
        PrivateFormat,
    )

    key = Ed25519PrivateKey.generate()
    public = key_from_line(PublicKey(key.public_key().public_bytes_raw(), name).line, "the name")
    shared = path.with_name(f"{path.name}.pub")
    if shared.exists():
        raise SetError(f"{shared}: is there already", hint="Keys are never overwritten; choose another name.")
    locked: KeySerializationEncryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked), 0o600)
    try:
        _write(shared, f"{public.line}\n".encode(), 0o644)
    except SetError:
        with suppress(OSError):
            path.unlink()
        raise
    return public


def _write(path: Path, data: bytes, mode: int) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(data)
    except FileExistsError:
        raise SetError(f"{path}: is there already", hint="Keys are never overwritten; choose another name.") from None
    except OSError as error:
        raise SetError(f"{path}: cannot be written: {error.strerror or error}") from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise SetError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > _MAX_FILE:
        raise SetError(f"{path}: too large for a key")
    return data
