"""Reading a 7z archive block by block; names and paths in it are never used on the disk."""

import stat
import struct
import zlib
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import py7zr
from py7zr.exceptions import PasswordRequired

from indicia.evidence.archives.compression import PIECE
from indicia.evidence.archives.damage import Damaged, Locked
from indicia.evidence.archives.member import Flaw, Member
from indicia.evidence.archives.zip_entry import filetime
from indicia.evidence.archives.zip_member import NEEDS_ANOTHER, NEEDS_ONE

_DICTIONARY = 256 * 2**20
"""Largest dictionary a block may ask for, in bytes; `7z -mx=9` takes 64 MiB, `-mx=9` of new versions 256 MiB."""
_LZMA, _LZMA2, _PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"


def read_seven_zip(path: Path, passwords: Sequence[str]) -> Generator[Member | Flaw, None, None]:
    """The members of a 7z archive; what cannot be read comes as flaws.

    Times are UTC.  Raises Locked when no member can be read for want of a password, Damaged when the archive's own
    directory cannot be read.
    """
    archive = _opened(path, passwords)
    try:
        yield from _members(archive)
    finally:
        archive.close()


def _opened(path: Path, passwords: Sequence[str]) -> py7zr.SevenZipFile:
    """The archive, opened with the password that reads its directory and its first member."""
    locked = ""
    for password in (None, *passwords):
        try:
            archive = py7zr.SevenZipFile(path, "r", password=password)
        except PasswordRequired:
            locked = NEEDS_ONE
            continue
        except OSError:
            raise
        except Exception as error:
            if locked:
                # With a protected directory a wrong password shows as damage.
                locked = NEEDS_ANOTHER
                continue
            raise Damaged(f"the directory of the 7z archive is damaged ({_first_line(error)})") from None
        if not archive.needs_password():
            return archive
        fits = password is not None and _opens(archive)
        archive.close()
        if fits:
            # Blocks unpack only once; trying has used the first one up.
            return py7zr.SevenZipFile(path, "r", password=password)
        locked = NEEDS_ANOTHER if passwords else NEEDS_ONE
    raise Locked(locked)


def _opens(archive: py7zr.SevenZipFile) -> bool:
    """Whether the first protected member unpacks with the password given."""
    for member in _members(archive):
        if isinstance(member, Flaw):
            return False
        try:
            if any(True for _ in member.pieces):
                return True
        except Damaged:
            return False
    return True


def _members(archive: py7zr.SevenZipFile) -> Iterator[Member | Flaw]:
    for file in archive.files if hasattr(archive, "files") else ():
        if file.emptystream and not file.is_directory:
            yield _member(file, iter(()))
    streams = getattr(archive.header, "main_streams", None)
    if streams is None:
        return
    for folder, position in zip(streams.unpackinfo.folders, streams.packinfo.packpositions, strict=False):
        files = list(folder.files or ())
        excess = _too_large(folder.coders)
        if excess:
            yield from (Flaw(reason=excess, name=str(file.filename)) for file in files)
            continue
        yield from _block(archive, folder, position, files)


def _block(archive: py7zr.SevenZipFile, folder: Any, position: int, files: list[Any]) -> Iterator[Member | Flaw]:
    """The members of one block, which only unpack one after the other."""
    state = _Block(archive, folder, position)
    for file in files:
        content = state.content(file)
        if file.is_directory:
            continue
        yield _member(file, content)
        for _ in content:
            # What was not drawn still stands before the next member.
            pass


class _Block:
    """One block being unpacked."""

    def __init__(self, archive: py7zr.SevenZipFile, folder: Any, position: int) -> None:
        self._file = archive.fp
        self._folder = folder
        self._place = archive.afterheader + position
        self._broken = ""

    def content(self, file: Any) -> Iterator[bytes]:
        """The pieces of the next member; raises Damaged."""
        if self._broken:
            raise Damaged(f"lies behind damage in the same block ({self._broken})")
        crc, left = 0, int(file.uncompressed)
        try:
            unpacker = self._folder.get_decompressor(file.compressed)
            # Another block may have been read in between.
            self._file.seek(self._place)
            while left > 0:
                piece = bytes(unpacker.decompress(self._file, min(left, PIECE)))
                if not piece and self._file.tell() == self._place:
                    raise EOFError("the packed data ends early")
                self._place = self._file.tell()
                left -= len(piece)
                crc = zlib.crc32(piece, crc)
                yield piece
                self._file.seek(self._place)
        except PasswordRequired:
            self._broken = NEEDS_ONE
            raise Locked(NEEDS_ONE) from None
        except OSError:
            raise
        except Exception as error:
            self._broken = _first_line(error)
            raise Damaged(f"compressed data is damaged ({self._broken})") from None
        if file.crc32 is not None and crc != file.crc32:
            raise Damaged("checksum does not fit: its bytes are damaged or the password is wrong")


def _member(file: Any, pieces: Iterator[bytes]) -> Member:
    kind = file.st_fmt
    special = "link" if file.is_symlink or file.is_junction else None
    if kind is not None and kind not in (stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR, 0):
        special = "device"
    return Member(
        name=str(file.filename), pieces=pieces, special=special,
        modified=_time(file, "lastwritetime"), created=_time(file, "creationtime"),
    )  # fmt: skip


def _time(file: Any, key: str) -> datetime | None:
    ticks = file.file_properties().get(key)
    return filetime(int(ticks)) if ticks is not None else None


def _too_large(coders: list[dict[str, Any]]) -> str:
    """Why a block is not unpacked: it asks for more memory than allowed; empty when it does not."""
    for coder in coders:
        properties = coder.get("properties") or b""
        wanted = 0
        if coder.get("method") in (_LZMA, _PPMD) and len(properties) >= 5:
            (wanted,) = struct.unpack_from("<I", properties, 1)
        elif coder.get("method") == _LZMA2 and properties:
            wanted = (2 | (properties[0] & 1)) << (properties[0] // 2 + 11) if properties[0] < 40 else 2**32
        if wanted > _DICTIONARY:
            return f"needs {wanted} bytes of memory to unpack; at most {_DICTIONARY} are allowed"
    return ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
