"""Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature."""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from indicia.errors import StatementError

ED25519 = 1
"""Signs the text."""
COSIGNATURE = 4
"""Signs text and time: `cosignature/v1`."""
_LENGTHS = {ED25519: 64, COSIGNATURE: 72}
_MOST_BYTES = 1 << 20
_MOST_SIGNATURES = 100
_DASH = "\u2014 "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_LATEST = 2**63 - 1


class Signer(Protocol):
    """Who holds an Ed25519 key, in a file or in hardware."""

    @property
    def public(self) -> bytes:
        """32 bytes."""

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""


class VerifierKey(Struct, frozen=True):
    """A public key with the name it signs under."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """4 bytes that tell keys of one name apart; no fingerprint."""
        data = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        return hashlib.sha256(data).digest()[:4]

    @property
    def text(self) -> str:
        """`name+id+key`, as it is handed around."""
        key = base64.b64encode(bytes([self.algorithm]) + self.public).decode("ascii")
        return f"{self.name}+{self.id.hex()}+{key}"


class Signature(Struct, frozen=True):
    """One line, not verified yet."""

    name: str
    id: bytes
    data: bytes

    @property
    def line(self) -> str:
        """As it stands in a note."""
        return f"{_DASH}{self.name} {base64.b64encode(self.id + self.data).decode('ascii')}\n"


class Note(Struct, frozen=True):
    """A text with its signatures, not verified yet."""

    text: str
    """Ends with a line feed."""
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        """The bytes of the whole note."""
        return (self.text + "\n" + "".join(one.line for one in self.signatures)).encode()

    def by(self, key: VerifierKey) -> Signature | None:
        """The signature that says it is of this key; null where there is none.  Raises StatementError for two."""
        found = [one for one in self.signatures if (one.name, one.id) == (key.name, key.id)]
        if len(found) > 1:
            raise StatementError(f"the note is signed twice as {key.name}")
        return found[0] if found else None


def verifier_key(text: str, where: str = "the key") -> VerifierKey:
    """Read `name+id+key`.  Raises StatementError for anything that is not exactly such a key."""
    name, _, rest = text.partition("+")
    number, _, encoded = rest.partition("+")
    data = unbase64(encoded)
    if data is None or len(data) != 33 or not key_name(name):
        raise StatementError(f"{where}: not a key such as `example.org/log+33d7b496+AeHTu4…`")
    if data[0] not in _LENGTHS:
        raise StatementError(
            f"{where}: signatures of kind {data[0]} are not known; Ed25519 (1) and cosignature/v1 (4) are"
        )
    key = VerifierKey(name, data[0], data[1:])
    if key.id.hex() != number:
        raise StatementError(f"{where}: the number in the middle is not that of name and key: was something changed?")
    return key


def key_name(name: str) -> bool:
    """Whether a key can be called so: no blank of any script, no `+`, no control character."""
    return bool(name) and len(name) <= 200 and "+" not in name and name.isprintable() and not re.search(r"\s", name)


def note_of(data: bytes, where: str = "the note") -> Note:
    """Take a note apart.  Raises StatementError for bytes that are not exactly one."""
    if len(data) > _MOST_BYTES:
        raise StatementError(f"{where}: larger than {_MOST_BYTES >> 20} MiB")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StatementError(f"{where}: not UTF-8 at byte {error.start}") from None
    if _CONTROL.search(whole):
        raise StatementError(f"{where}: a control character in it")
    above, blank, below = whole.rpartition("\n\n")
    if not blank or not above or not below.endswith("\n"):
        raise StatementError(f"{where}: no text, blank line and signatures, each line ended")
    lines = below[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise StatementError(f"{where}: more than {_MOST_SIGNATURES} signatures")
    return Note(above + "\n", tuple(_signature(line, where) for line in lines))


def signed(note: Note, key: VerifierKey) -> int | None:
    """Verify the signature of a key: the time of a cosignature in POSIX seconds, otherwise 0; null without one.

    Raises StatementError where there is one and it is false.
    """
    found = note.by(key)
    if found is None:
        return None
    if len(found.data) != _LENGTHS[key.algorithm]:
        raise StatementError(f"the signature of {key.name} has {len(found.data)} bytes, not {_LENGTHS[key.algorithm]}")
    time = int.from_bytes(found.data[:8], "big") if key.algorithm == COSIGNATURE else 0
    message = cosigned_message(note.text, time) if key.algorithm == COSIGNATURE else note.text.encode()
    if time > _LATEST:
        raise StatementError(f"the cosignature of {key.name} has an impossible time")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(found.data[-64:], message)
    except InvalidSignature:
        raise StatementError(
            f"the signature of {key.name} is false", hint="The text was changed, or it is not signed by that key."
        ) from None
    return time


def sign(text: str, name: str, signer: Signer) -> Signature:
    """Sign a text as the owner of a log does."""
    key = VerifierKey(name, ED25519, signer.public)
    return Signature(name, key.id, signer.sign(text.encode()))


def cosign(text: str, name: str, signer: Signer, time: int) -> Signature:
    """Sign a text as a witness does; `time` in POSIX seconds."""
    key = VerifierKey(name, COSIGNATURE, signer.public)
    return Signature(name, key.id, time.to_bytes(8, "big") + signer.sign(cosigned_message(text, time)))


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def with_signatures(note: Note, more: Sequence[Signature]) -> Note:
    """The note with further signatures; one of the same key is replaced."""
    new = {(one.name, one.id): one for one in (*note.signatures, *more)}
    return Note(note.text, tuple(new.values()))


def unbase64(text: str) -> bytes | None:
    """The bytes, where the text is their only form; null otherwise."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def _signature(line: str, where: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = unbase64(encoded)
    if not line.startswith(_DASH) or not key_name(name) or data is None or len(data) < 5:
        raise StatementError(f"{where}: a line below the text is no signature: {line[:60]!r}")
    return Signature(name, data[:4], data[4:])
