"""Reading one member of a zip archive in place, forward only, checked against its checksum at the end."""

import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from indicia.evidence.archives import zip_crypto
from indicia.evidence.archives.compression import (
    Counted,
    inflate,
    inflate_deflate64,
    unbzip2,
    unlzma_zip,
    unxz,
    unzstd,
)
from indicia.evidence.archives.damage import Damaged, Locked
from indicia.evidence.archives.zip_entry import Entry, local_entry

_METHODS: dict[int, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    0: lambda source: source,
    8: inflate,
    9: inflate_deflate64,
    12: unbzip2,
    14: unlzma_zip,
    93: unzstd,
    95: unxz,
}
NEEDS_ONE = "needs a password; give it with --password"
NEEDS_ANOTHER = "needs another password than those given with --password"


class Packed:
    """The unpacked pieces of one member; `count` packed bytes were read so far.

    Iterating raises Damaged where the bytes do not give what the archive states, Locked without the password.
    """

    def __init__(self, file: BinaryIO, entry: Entry, password: str | None) -> None:
        self._file = file
        self._entry = entry
        self._password = password
        self._source: Counted | None = None

    @property
    def count(self) -> int:
        """Packed bytes read so far."""
        return self._source.count if self._source else 0

    def __iter__(self) -> Iterator[bytes]:
        entry = self._entry
        unpack = _METHODS.get(entry.method)
        if unpack is None:
            raise Damaged(f"compression method {entry.method} of zip is not supported")
        _, data = local_entry(self._file, entry.header)
        cipher: zip_crypto.Cipher | None = None
        length = entry.packed
        if entry.encrypted:
            head, tail = zip_crypto.head_length(entry), zip_crypto.tail_length(entry)
            length -= head + tail
            if length < 0:
                raise Damaged("its packed bytes are fewer than its protection takes")
            cipher = _cipher(self._file, entry, data, self._password)
            data += head
        self._file.seek(data)
        self._source = Counted(self._file, length)
        plain = iter(self._source) if cipher is None else zip_crypto.decrypted(iter(self._source), cipher)
        size, crc = 0, 0
        for piece in unpack(plain):
            size += len(piece)
            if size > entry.size:
                raise Damaged(f"unpacks to more than the {entry.size} bytes it states")
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != entry.size:
            raise Damaged(f"unpacks to {size} bytes, but states {entry.size}")
        if (entry.aes is None or entry.aes[0] == 1) and crc != entry.crc:
            raise Damaged("checksum does not fit: its bytes are damaged" + (" or the password is wrong" * bool(cipher)))
        if cipher is not None:
            self._file.seek(data + length)
            cipher.check(self._file.read(zip_crypto.tail_length(entry)))


def password_for(file: BinaryIO, entry: Entry, passwords: Sequence[str]) -> str | None:
    """The password that opens a protected member; null for members without protection.

    Where several look right the one is taken whose checksum fits.  Raises Locked where none opens it, Damaged where
    its head cannot be read.
    """
    if not entry.encrypted:
        return None
    _, data = local_entry(file, entry.header)
    head_length = zip_crypto.head_length(entry)
    file.seek(data)
    head = file.read(head_length)
    if len(head) < head_length:
        raise Damaged("cut off: its first bytes are missing")
    fitting = [password for password in passwords if zip_crypto.opener(entry, head, password) is not None]
    if not fitting:
        raise Locked(NEEDS_ANOTHER if passwords else NEEDS_ONE)
    for password in fitting[:-1]:
        try:
            for _ in Packed(file, entry, password):
                pass
        except Damaged:
            continue
        return password
    return fitting[-1]


def _cipher(file: BinaryIO, entry: Entry, data: int, password: str | None) -> zip_crypto.Cipher:
    if password is None:
        raise Locked(NEEDS_ONE)
    file.seek(data)
    cipher = zip_crypto.opener(entry, file.read(zip_crypto.head_length(entry)), password)
    if cipher is None:
        raise Locked(NEEDS_ANOTHER)
    return cipher


class Pieces(io.RawIOBase):
    """Pieces of bytes as a forward-only stream; closes `file` with itself."""

    def __init__(self, pieces: Iterator[bytes], file: BinaryIO) -> None:
        self._pieces = pieces
        self._file = file
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # narrower than Buffer: all callers pass these
        """Fill `buffer` with the next bytes; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        """Close the file behind it."""
        if not self.closed:
            self._file.close()
        super().close()
