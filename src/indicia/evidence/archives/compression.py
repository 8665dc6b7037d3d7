"""Unpacking one compressed stream piece by piece, with bounded memory whatever it holds."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

import zstandard

from indicia.evidence.archives.damage import CutOff, Damaged
from indicia.evidence.archives.formats import Format

_LENGTH = "incorrect length check"
"""What zlib says of the last four bytes of a gzip member."""
PIECE = 2**18
"""Bytes read or unpacked at a time."""
_DICTIONARY = 256 * 2**20
"""Largest dictionary an LZMA stream may ask for, in bytes; xz -9 needs 64 MiB."""
_WINDOW = 128 * 2**20
"""Largest zstd window in bytes: what `zstd --long` makes."""


class _Decompressor(Protocol):
    """What bz2 and lzma offer."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class Counted:
    """The pieces of a file's next `length` bytes (all of them where null), counted as they are drawn."""

    def __init__(self, file: BinaryIO, length: int | None = None) -> None:
        self._file = file
        self._left = length
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        while self._left is None or self._left > 0:
            piece = self._file.read(PIECE if self._left is None else min(PIECE, self._left))
            if not piece:
                if self._left is not None:
                    raise CutOff(f"cut off: {self._left} packed bytes are missing")
                return
            self.count += len(piece)
            if self._left is not None:
                self._left -= len(piece)
            yield piece


def inflate(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack a raw deflate stream (RFC 1951); raises Damaged when it is broken or ends early."""
    state = zlib.decompressobj(-zlib.MAX_WBITS)
    for data in source:
        yield from _zlib_pieces(state, data)
        if state.eof:
            return
    if not state.eof:
        raise CutOff("cut off: the compressed data ends early")


def inflate_deflate64(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack a deflate64 stream; raises Damaged when it is broken or ends early."""
    # Takes a while to import, and few archives are packed so.
    import inflate64

    state = inflate64.Inflater()
    for data in source:
        # One byte of deflate64 can stand for 40,000: short feeds bound what comes back at once.
        for start in range(0, len(data), 512):
            try:
                piece = state.inflate(data[start : start + 512])
            except Exception as error:
                raise Damaged(f"deflate64 data is damaged ({error})") from None
            if piece:
                yield piece
            if state.eof:
                return
    raise CutOff("cut off: the compressed data ends early")


def unbzip2(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack bzip2, several streams in a row included."""
    return _streams(source, bz2.BZ2Decompressor, "bzip2")


def unxz(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack xz (or lzma-alone), several streams in a row included."""
    return _streams(source, lambda: lzma.LZMADecompressor(memlimit=_DICTIONARY), "xz")


def unlzma_zip(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack LZMA as zip keeps it: a short header, then raw LZMA1.

    Source: APPNOTE.TXT 6.3.9, 5.8.8.
    """
    pieces = iter(source)
    data = b""
    while len(data) < 9:
        more = next(pieces, b"")
        if not more:
            raise CutOff("cut off: the compressed data ends early")
        data += more
    (length,) = struct.unpack_from("<H", data, 2)
    properties, dictionary = data[4], struct.unpack_from("<I", data, 5)[0]
    if length != 5 or properties >= 9 * 5 * 5:
        raise Damaged("LZMA header is damaged")
    if dictionary > _DICTIONARY:
        raise Damaged(f"LZMA dictionary of {dictionary} bytes; at most {_DICTIONARY} are allowed")
    rest, lc = divmod(properties, 9)
    pb, lp = divmod(rest, 5)
    if lc + lp > 4:
        raise Damaged("LZMA header is damaged")
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": lc, "lp": lp, "pb": pb}]

    def remaining() -> Iterator[bytes]:
        yield data[9:]
        yield from pieces

    state = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    for piece in remaining():
        yield from _bounded(state, piece, "LZMA")
        if state.eof:
            return


def unzstd(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack zstd (RFC 8878), several frames in a row and skippable frames included."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    state = decompressor.decompressobj()
    fed = False
    for data in source:
        # This interface cannot bound its output, and 4 bytes may stand for 128 KiB: short feeds do.
        for start in range(0, len(data), 1024):
            left = data[start : start + 1024]
            while left:
                try:
                    piece = state.decompress(left)
                except zstandard.ZstdError as error:
                    raise Damaged(f"zstd data is damaged ({error})") from None
                if piece:
                    yield piece
                left, fed = (state.unused_data, False) if state.eof else (b"", True)
                if state.eof:
                    state = decompressor.decompressobj()
    if fed:
        raise CutOff("cut off: the compressed data ends early")


def gunzip(source: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip (RFC 1952) with its checksum, several members in a row included; NUL padding may follow."""
    state = zlib.decompressobj(zlib.MAX_WBITS | 16)
    fed = True
    for data in source:
        left = data
        while left:
            if not fed:
                left = left.lstrip(b"\x00")
                if not left:
                    break
                if not left.startswith(b"\x1f"):
                    raise CutOff("bytes follow the end of the gzip data that are no gzip data")
            fed = True
            yield from _with_trailer(state, left)
            left = state.unused_data if state.eof else b""
            if state.eof:
                state, fed = zlib.decompressobj(zlib.MAX_WBITS | 16), False
    if fed:
        raise CutOff("cut off: the compressed data ends early")


UNPACKERS: dict[Format, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    Format.GZIP: gunzip,
    Format.XZ: unxz,
    Format.BZIP2: unbzip2,
    Format.ZSTD: unzstd,
}
"""How a stream that is one compressed file is unpacked."""


def _with_trailer(state: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    """As `_zlib_pieces`; where only the length in the trailer is wrong, what was unpacked before is as it was."""
    before = state.copy()
    given = 0
    try:
        for piece in _zlib_pieces(state, data):
            given += len(piece)
            yield piece
    except Damaged as damage:
        if _LENGTH not in str(damage):
            raise
        # The checksum stands before the length, and fits.  The library keeps the last bytes to itself.
        whole = bytearray()
        for at in range(len(data)):
            try:
                whole += before.decompress(data[at : at + 1])
            except zlib.error:
                break
        yield bytes(whole[given:])
        raise CutOff("the length behind the gzip data is not that of the data") from None


def _zlib_pieces(state: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    try:
        piece = state.decompress(data, PIECE)
        while piece or state.unconsumed_tail:
            if piece:
                yield piece
            if state.eof:
                return
            piece = state.decompress(state.unconsumed_tail, PIECE)
    except zlib.error as error:
        raise Damaged(f"compressed data is damaged ({error})") from None


def _bounded(state: _Decompressor, data: bytes, name: str) -> Iterator[bytes]:
    try:
        piece = state.decompress(data, PIECE)
        while piece or not (state.needs_input or state.eof):
            if piece:
                yield piece
            if state.eof or state.needs_input:
                return
            piece = state.decompress(b"", PIECE)
    except (OSError, lzma.LZMAError, EOFError, ValueError) as error:
        raise Damaged(f"{name} data is damaged ({error})") from None


def _streams(source: Iterator[bytes], make: Callable[[], _Decompressor], name: str) -> Iterator[bytes]:
    state = make()
    fed = first = True
    for data in source:
        left = data
        while left:
            if not fed:
                left = left.lstrip(b"\x00")
                if not left:
                    break
            fed = True
            yield from _bounded(state, left, name if first else f"after the first stream, {name}")
            left = state.unused_data if state.eof else b""
            if state.eof:
                state, fed, first = make(), False, False
    if fed:
        raise CutOff("cut off: the compressed data ends early")
