r"""A set archive: one file with rules and indicators, signed, read where it lies.

    16  magic          \x89indicia-set/1\r\n
     8  size           bytes behind the head, big-endian
    32  digest         SHA-256 of magic, size and everything behind the head
    32  public key     Ed25519; zeros: unsigned
    64  signature      over a fixed word, magic, size, digest and public key; zeros: unsigned
     …  content        see `coding`: length of the manifest (4 bytes), manifest, the files in its order

Digest and signature are checked over the whole file before any of it is unpacked, so a byte changed anywhere is
refused.  Whose key it is, and whether the user trusts it, is for `trusted` to say.  Nothing is written to disk.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from indicia.detection.sets.coding import unpacking
from indicia.detection.sets.manifest import Manifest, Member, read_manifest
from indicia.errors import SetError

SUFFIX = ".indicia-set"
MAGIC = b"\x89indicia-set/1\r\n"
HEAD = 152
UNSIGNED = bytes(32)
_NO_SIGNATURE = bytes(64)
_SIGNED_WORD = b"signature of an indicia set\n"
MAX_FILE = 256 * 2**20
"""Bytes of an archive."""
_MAX_MANIFEST = 64 * 2**20


def is_set(path: Path) -> bool:
    """Whether a file has to be opened as a set archive: it begins like one, or is named like one."""
    if path.suffix.lower() == SUFFIX:
        return True
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def signed_text(size: bytes, digest: bytes, key: bytes) -> bytes:
    """What a signature is made over."""
    return _SIGNED_WORD + MAGIC + size + digest + key


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of an archive in order; one of them is in memory at a time.

    Raises SetError for an archive that is damaged, not as its publisher signed it, or beyond the limits.
    """
    return open_set(path).members()


def open_set(path: Path) -> "SetArchive":
    """Open and check an archive: digest, signature, manifest.  Raises SetError, naming the file and what is wrong."""
    if path.exists() and not path.is_file():
        # A pipe would be waited for without end.
        raise SetError(f"{path.name}: not a file")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise SetError(f"{path.name}: cannot be read: {error.strerror or error}") from None
    try:
        return SetArchive(data)
    except SetError as error:
        raise SetError(f"{path.name}: {error}", hint=error.hint) from None


class SetArchive:
    """The bytes of one archive, proven to be whole and, where it is signed, to be what its signer signed."""

    def __init__(self, data: bytes) -> None:
        """Raises SetError with what is wrong."""
        self.data = data
        """The file."""
        if len(data) > MAX_FILE:
            raise SetError(f"larger than {MAX_FILE // 2**20} MiB (limit)")
        if not data.startswith(MAGIC):
            raise SetError("not a set archive", hint="Make one with `indicia rules pack`.")
        if len(data) < HEAD:
            raise SetError(f"truncated: {len(data)} bytes are there, its head alone has {HEAD}")
        size, digest, key, signature = data[16:24], data[24:56], data[56:88], data[88:HEAD]
        left = len(data) - HEAD - int.from_bytes(size, "big")
        if left < 0:
            raise SetError(f"truncated: its last {-left:,} bytes are missing", hint="Fetch or copy it again.")
        if left > 0:
            raise SetError(f"{left:,} bytes stand behind its end")
        behind = memoryview(data)[HEAD:]
        found = hashlib.sha256(MAGIC + size)
        found.update(behind)
        if found.digest() != digest:
            raise SetError("changed since it was made: its digest does not hold", hint="Fetch or copy it again.")
        self.digest = digest.hex()
        """SHA-256 that names this content whoever signed it, hex."""
        self.key: bytes | None = None if key == UNSIGNED else key
        """Public key of the signer; null for an unsigned archive."""
        if self.key is not None and signature == _NO_SIGNATURE:
            # Some keys that nobody holds accept it, so that a flipped bit would make unsigned look signed.
            raise SetError("it names a key but has no signature")
        if self.key is not None:
            _check_signature(key, signature, signed_text(size, digest, key))
        elif signature != _NO_SIGNATURE:
            raise SetError("it has a signature but no key to check it with")
        with self._content() as content:
            self.manifest = _manifest(content)

    def _content(self) -> BinaryIO:
        return unpacking(self.data[HEAD:])

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each file in order.  Raises SetError when one is not what the manifest says."""
        with self._content() as content:
            _manifest(content)
            for member in self.manifest.members:
                yield member.name, _member(content, member)
            if _read(content, 1):
                raise SetError("there is content that the manifest does not list")

    def check(self) -> None:
        """Read everything once.  Raises SetError."""
        for _ in self.members():
            pass

    def names(self) -> tuple[str, ...]:
        """Names of the files in order."""
        return tuple(member.name for member in self.manifest.members)


def _check_signature(key: bytes, signature: bytes, text: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        raise SetError(
            "its signature is wrong", hint="Fetch it again; if that does not help, ask its publisher."
        ) from None


def _manifest(content: BinaryIO) -> Manifest:
    length = int.from_bytes(_exactly(content, 4), "big")
    if length > _MAX_MANIFEST:
        raise SetError(f"its manifest is larger than {_MAX_MANIFEST // 2**20} MiB (limit)")
    return read_manifest(_exactly(content, length))


def _member(content: BinaryIO, member: Member) -> bytes:
    data = _exactly(content, member.size)
    if hashlib.sha256(data).hexdigest() != member.sha256:
        raise SetError(f"{member.name}: not the file that the manifest lists: its hash differs")
    return data


def _exactly(content: BinaryIO, size: int) -> bytes:
    data = _read(content, size)
    if len(data) != size:
        raise SetError("its content ends early")
    return data


def _read(content: BinaryIO, size: int) -> bytes:
    import zstandard

    try:
        return content.read(size)
    except zstandard.ZstdError as error:
        raise SetError(f"its content cannot be unpacked: {error}") from None
