"""Reading a tar from front to back; after damage the next header is searched for."""

import io
import tarfile
from collections.abc import Iterator

from indicia.evidence.archives.compression import PIECE
from indicia.evidence.archives.damage import CutOff, Damaged
from indicia.evidence.archives.formats import is_tar_header
from indicia.evidence.archives.member import Flaw, Member
from indicia.evidence.archives.zip_entry import unix_time

_BLOCK = 512
_HEADER_BYTES = 4 * 2**20
"""Longest run of headers before one member (extended names and times); real ones have a few hundred bytes."""


class Forward(io.RawIOBase):
    """Pieces of bytes as a stream that can be told and can seek forward, and that remembers its last block."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.position = 0
        self.last = b""
        """Last block that was asked for as one: a header, or the zeros that end the archive."""
        self.headers = 0
        """Bytes read since the last content."""

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Forward only."""
        return True

    def tell(self) -> int:
        """Bytes given so far."""
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move forward; raises Damaged for what would go back."""
        if whence != 0 or offset < self.position:
            raise Damaged("the archive points backwards")
        while self.position < offset and self.take(min(PIECE, offset - self.position)):
            pass
        return self.position

    def read(self, size: int | None = -1) -> bytes:
        """The next `size` bytes; fewer only at the end.  Raises Damaged for more than any header needs."""
        if size is None or size < 0 or size + self.headers > _HEADER_BYTES:
            raise Damaged("a header of more than 4 MiB")
        self.headers += size
        data = b""
        while len(data) < size and (piece := self.take(size - len(data))):
            data = data + piece if data else piece
        if size == _BLOCK:
            self.last = data
        return data

    def take(self, most: int) -> bytes:
        """At most `most` of the next bytes; empty at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        piece, self._rest = self._rest[:most], self._rest[most:]
        self.position += len(piece)
        return piece

    def put_back(self, data: bytes) -> None:
        """Give `data` again first."""
        self._rest = data + self._rest
        self.position -= len(data)


def read_tar(pieces: Iterator[bytes]) -> Iterator[Member | Flaw]:
    """The members of a tar; damage and what follows it come as flaws.

    Times are UTC.  Raises Damaged when the pieces themselves end in damage.
    """
    stream = Forward(pieces)
    while True:
        yield from _members(stream)
        if not stream.last.strip(b"\x00") and stream.last:
            return (yield from _tail(stream))
        start = stream.position
        if len(stream.last) < _BLOCK:
            return (yield Flaw(reason=f"cut off at byte {start}: the end of the tar is missing"))
        if not _find_header(stream):
            return (yield Flaw(reason=f"damaged from about byte {start} on; no further member was found"))
        yield Flaw(reason=f"damaged from about byte {start} to byte {stream.position}; it goes on there")


def _members(stream: Forward) -> Iterator[Member | Flaw]:
    try:
        archive = tarfile.TarFile(fileobj=_Shifted(stream), mode="r", errorlevel=1, errors="surrogateescape")
        while (info := archive.next()) is not None:
            # The list it keeps would grow with the archive.
            archive.members = []  # type: ignore[attr-defined]  # typeshed leaves this attribute out
            stream.headers = 0
            if info.isdir():
                continue
            special = "link" if info.issym() or info.islnk() else None if info.isreg() else "device"
            yield Member(
                name=info.name, special=special, modified=unix_time(info.mtime),
                pieces=iter(()) if special else _content(archive, info, stream),
            )  # fmt: skip
    except Damaged:
        raise
    except (tarfile.TarError, OSError, ValueError, ArithmeticError, LookupError, EOFError, MemoryError) as error:
        yield Flaw(reason=f"damaged at about byte {stream.position} ({error})")


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo, stream: Forward) -> Iterator[bytes]:
    file = archive.extractfile(info)
    if file is None:
        return
    left = info.size
    while left:
        stream.headers = 0
        try:
            piece = file.read(min(PIECE, left))
        except (tarfile.TarError, OSError, ValueError) as error:
            raise CutOff(f"cut off: {left} bytes are missing ({error})") from None
        if not piece:
            raise CutOff(f"cut off: {left} bytes are missing")
        left -= len(piece)
        yield piece
    stream.headers = 0


def _tail(stream: Forward) -> Iterator[Flaw]:
    """Say so where anything but zeros follows the end of the archive."""
    hidden = 0
    while piece := stream.take(PIECE):
        hidden += len(piece) if piece.strip(b"\x00") else 0
    if hidden:
        yield Flaw(reason=f"about {hidden} bytes follow the end of the tar and were not read")


def _find_header(stream: Forward) -> bool:
    """Move to the next block that is a header; false where none follows."""
    while len(block := stream.read(_BLOCK)) == _BLOCK:
        if is_tar_header(block):
            stream.put_back(block)
            return True
    return False


class _Shifted(io.RawIOBase):
    """The rest of a stream as a file of its own that begins at 0, as tarfile wants it."""

    def __init__(self, stream: Forward) -> None:
        self._stream = stream
        self._start = stream.position

    def read(self, size: int | None = -1) -> bytes:
        return self._stream.read(size)

    def tell(self) -> int:
        return self._stream.position - self._start

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset + self._start, whence) - self._start
