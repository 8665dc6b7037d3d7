"""Names and bytes of tiles and entry bundles (C2SP tlog-tiles): 256 hashes, or 256 entries, in a file."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from indicia.errors import StatementError

WIDTH = 256
HEIGHT = 8
_HASH = 32


def tile_path(level: int, number: int, width: int = WIDTH) -> PurePosixPath:
    """`tile/0/x001/x234/067`, with `.p/5` behind where it has 5 hashes only."""
    return PurePosixPath("tile", str(level), *_numbered(number, width))


def bundle_path(number: int, width: int = WIDTH) -> PurePosixPath:
    """`tile/entries/000`, with `.p/5` behind where it has 5 entries only."""
    return PurePosixPath("tile", "entries", *_numbered(number, width))


def tile_bytes(hashes: Sequence[bytes]) -> bytes:
    """One hash after the other."""
    return b"".join(hashes)


def tile_of(data: bytes, width: int, where: str) -> list[bytes]:
    """The hashes of a tile of `width`.  Raises StatementError for another length."""
    if len(data) != width * _HASH:
        raise StatementError(f"{where}: {len(data):,} bytes are not {width} hashes")
    return [data[at : at + _HASH] for at in range(0, len(data), _HASH)]


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """Each entry behind its length in 16 bits, the larger byte first."""
    return b"".join(len(one).to_bytes(2, "big") + one for one in entries)


def bundle_of(data: bytes, width: int, where: str) -> list[bytes]:
    """The entries of a bundle of `width`.  Raises StatementError where it ends too early or too late."""
    found = list(_entries(data, width, where))
    if sum(map(len, found)) + 2 * width != len(data):
        raise StatementError(f"{where}: bytes after the last of {width} entries")
    return found


def _entries(data: bytes, width: int, where: str) -> Iterator[bytes]:
    at = 0
    for number in range(width):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise StatementError(f"{where}: it ends within entry {number} of {width}")
        yield data[at + 2 : end]
        at = end


def _numbered(number: int, width: int) -> list[str]:
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03d}")
    return parts if width == WIDTH else [*parts[:-1], f"{parts[-1]}.p", str(width)]
