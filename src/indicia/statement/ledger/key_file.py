"""An Ed25519 key in a PEM file (PKCS #8), with or without a passphrase: the least that a log and a witness need."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from indicia.errors import StatementError
from indicia.statement.ledger.reading import read_file

_MOST = 64 << 10


class KeyFile:
    """Signs (`note.Signer`)."""

    def __init__(self, path: Path, passphrase: Callable[[], str] = str) -> None:
        """Read it; `passphrase` is asked for where it has one.  Raises StatementError."""
        data = read_file(path, _MOST)
        locked = b"ENCRYPTED" in data
        try:
            found = load_pem_private_key(data, password=(passphrase().encode() or None) if locked else None)
        except (ValueError, TypeError):
            raise StatementError(f"{path}: {'the passphrase is wrong' if locked else 'not a secret key'}") from None
        if not isinstance(found, Ed25519PrivateKey):
            raise StatementError(f"{path}: a key of another kind than Ed25519")
        self._key = found

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(data)


def make_key(path: Path, passphrase: str = "") -> KeyFile:
    """A new one, readable by this user only.  Nothing is overwritten.  Raises StatementError."""
    locked: KeySerializationEncryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        raise StatementError(f"{path}: is there already", hint="Keys are never overwritten.") from None
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise StatementError(f"{path}: cannot be written: {error.strerror or error}") from error
    return KeyFile(path, lambda: passphrase)
