"""Big event logs out of small ones: the 64 KiB chunks of real files, again and again, behind one file header.

A chunk stands for itself (own strings, templates, checksums), so a file of chunks from many logs is one that any reader
has to be able to read.  What the chunks say about order (record ids) repeats; parsing speed does not depend on it.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from evtx import PyEvtxParser

HEADER = 4096
CHUNK = 65536
MAGIC = b"ElfChnk\0"
MARK = 128
"""Offset in the header block that no field and no checksum covers; makes files of equal chunks distinct."""


USED = 48
"""Offset in a chunk of where its free space begins."""
FULL = CHUNK * 3 // 4
"""Chunks filled to here or more are taken: logs of a real server are full, samples of one attack often nearly empty."""


def chunks(paths: Sequence[Path]) -> Iterator[bytes]:
    """Every well-filled chunk of these files."""
    for path in paths:
        data = path.read_bytes()
        for start in range(HEADER, len(data) - CHUNK + 1, CHUNK):
            if data[start : start + 8] == MAGIC and struct.unpack_from("<I", data, start + USED)[0] >= FULL:
                yield data[start : start + CHUNK]


def readable(chunk: bytes, first: bytes) -> bool:
    """Whether the wheel reads it to its end: a comparison with a parser that gave up half-way says nothing."""
    try:
        return sum(1 for _ in PyEvtxParser(BytesIO(header(first, 1, 1) + chunk), 1).records_json()) > 0
    except (OSError, RuntimeError):
        return False


def header(first: bytes, count: int, mark: int) -> bytes:
    """A file header for so many chunks, from that of a real file."""
    block = bytearray(first[:HEADER])
    struct.pack_into("<QQ", block, 8, 0, count - 1)
    struct.pack_into("<H", block, 42, count)
    struct.pack_into("<Q", block, MARK, mark)
    struct.pack_into("<I", block, 124, zlib.crc32(bytes(block[:120])))
    return bytes(block)


def merge(corpus: Path, out: Path, size: int, *, each: int = 64 * 2**20) -> list[Path]:
    """Write files of at most `each` bytes, `size` bytes in all, from the chunks of every .evtx below a folder.

    Raises ValueError where there is no chunk.
    """
    paths = sorted(corpus.rglob("*.evtx"))
    first = next((data for path in paths if (data := path.read_bytes())[:8] == b"ElfFile\0"), b"")
    found = [chunk for chunk in chunks(paths) if readable(chunk, first)]
    if not found:
        raise ValueError(f"{corpus}: no event log with a well-filled chunk")
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    left, turn = max(1, size // CHUNK), 0
    while left:
        count = min(left, each // CHUNK)
        path = out / f"merged-{len(written):03d}.evtx"
        with path.open("wb") as target:
            target.write(header(first, count, len(written) + 1))
            for number in range(count):
                target.write(found[(turn + number) % len(found)])
        written.append(path)
        turn += count
        left -= count
    return written
