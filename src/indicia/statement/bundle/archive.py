"""A bundle as one file: ustar in its only form, so that one bundle has one sequence of bytes.

A header is compared with the one that we would write for that name and size.  What cannot be in it (links, devices,
owners, absolute paths, extensions, anything between or behind the files) therefore needs no rule of its own.
"""

from collections.abc import Callable, Iterator
from typing import IO

from indicia.errors import StatementError
from indicia.statement.bundle.index import MOST_INDEX, NAME, FileLine, Index, index_of

_BLOCK = 512
_END = bytes(2 * _BLOCK)
_HINT = "Was it packed by another program? Unpack it, and verify the folder."
Place = tuple[int, int]
"""Where a file begins in the archive, and its size in bytes."""


def header(name: str, size: int) -> bytes:
    """The one header of a file with this name and size."""
    fields = (
        name.encode("ascii").ljust(100, b"\0"),
        b"0000644\0" + b"0000000\0" * 2,
        b"%011o\0" % size,
        b"00000000000\0",
        b" " * 8,
        b"0".ljust(101, b"\0"),
        b"ustar\x0000",
        bytes(247),
    )
    whole = b"".join(fields)
    return whole[:148] + b"%06o\0 " % sum(whole) + whole[156:]


def padding(size: int) -> bytes:
    """What follows a file of this size, up to the next block."""
    return bytes(-size % _BLOCK)


def write_archive(stream: IO[bytes], index: Index, pieces: Callable[[FileLine], Iterator[bytes]]) -> None:
    """Write the index and then its files, in their order."""
    data = index.to_bytes()
    stream.write(header(NAME, len(data)) + data + padding(len(data)))
    for line in index.files:
        stream.write(header(line.path, line.size))
        for piece in pieces(line):
            stream.write(piece)
        stream.write(padding(line.size))
    stream.write(_END)


def read_archive(stream: IO[bytes], size: int, where: str) -> tuple[Index, bytes, dict[str, Place]]:
    """The index, its bytes, and where each file begins; contents are not looked at.

    `size`: bytes of the archive.  Raises StatementError for anything but the one form.
    """
    first = stream.read(_BLOCK)
    length = _size_in(first)
    if length is None or length > MOST_INDEX or first != header(NAME, length):
        raise StatementError(f"{where}: no bundle: it does not begin with {NAME} as bundles do", hint=_HINT)
    data = stream.read(length)
    index = index_of(data, f"{where}: {NAME}")
    if len(data) != length or stream.read(-length % _BLOCK) != padding(length):
        raise StatementError(f"{where}: cut off, or something stands behind {NAME}", hint=_HINT)
    at = _BLOCK + length + len(padding(length))
    places: dict[str, Place] = {}
    for line in index.files:
        stream.seek(at)
        if stream.read(_BLOCK) != header(line.path, line.size):
            raise StatementError(f"{where}: {line.path} does not follow where and as the index says", hint=_HINT)
        places[line.path] = (at + _BLOCK, line.size)
        at += _BLOCK + line.size
        stream.seek(at)
        rest = padding(line.size)
        if stream.read(len(rest)) != rest:
            raise StatementError(f"{where}: something stands behind {line.path}", hint=_HINT)
        at += len(rest)
    stream.seek(at)
    if size != at + len(_END) or stream.read(len(_END)) != _END:
        raise StatementError(f"{where}: cut off, or something stands behind its last file", hint=_HINT)
    return index, data, places


def _size_in(first: bytes) -> int | None:
    """The size in a header, where there is one."""
    digits = first[124:135]
    return int(digits, 8) if len(digits) == 11 and digits.isdigit() and not set(digits) & set(b"89") else None
