"""The archives that are read from front to back: tar, compressed or not, and single compressed files."""

from collections.abc import Iterator
from typing import BinaryIO

from indicia.evidence.archives.budget import Budget
from indicia.evidence.archives.compression import UNPACKERS, Counted
from indicia.evidence.archives.damage import CutOff, Damaged
from indicia.evidence.archives.formats import Format, is_tar_header
from indicia.evidence.archives.member import Flaw, Member

_ENDINGS = (".gz", ".xz", ".bz2", ".zst", ".lzma")


def read_stream(file: BinaryIO, found: Format, name: str, budget: Budget) -> Iterator[Member | Flaw]:
    """The members of a tar, or the one member of a compressed file, which takes its name from the file's.

    Raises Damaged where the compressed data breaks off between members, Spent where a limit is passed.
    """
    packed = Counted(file)
    if found is Format.TAR:
        return (yield from _tar(iter(packed)))
    pieces = budget.stream(UNPACKERS[found](iter(packed)), lambda: packed.count)
    start = b""
    cut: CutOff | None = None
    try:
        while len(start) < 512 and (piece := next(pieces, None)) is not None:
            start += piece
    except CutOff as early:
        if not start:
            raise
        cut = early
    whole = _chained(start, pieces, cut)
    if is_tar_header(start[:512]) or is_empty_tar(start[:512], single_name(name)):
        return (yield from _tar(whole))
    yield Member(name=single_name(name), pieces=whole)


def _tar(pieces: Iterator[bytes]) -> Iterator[Member | Flaw]:
    # Most collections hold no tar, and its library takes a while to import.
    from indicia.evidence.archives.tar import read_tar

    return read_tar(pieces)


def is_single(file: BinaryIO, found: Format) -> bool:
    """Whether a compressed file holds one file rather than a tar; damage counts as one file."""
    if found not in UNPACKERS:
        return False
    start = b""
    try:
        for piece in UNPACKERS[found](iter(Counted(file))):
            start += piece
            if len(start) >= 512:
                break
    except (Damaged, OSError):
        # The same damage is met and reported when the file is read.
        return True
    return not is_tar_header(start[:512])


def is_empty_tar(start: bytes, name: str) -> bool:
    """Whether a file of zeros is a tar without members, which only its name can tell."""
    return len(start) == 512 and not any(start) and name.lower().endswith((".tar", ".tgz", ".txz"))


def single_name(name: str) -> str:
    """The name of the file in a compressed file: without the ending that the packer added."""
    for ending in _ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def _chained(start: bytes, pieces: Iterator[bytes], cut: CutOff | None) -> Iterator[bytes]:
    if start:
        yield start
    if cut is not None:
        raise cut
    yield from pieces
