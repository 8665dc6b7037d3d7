"""Having the bytes of a piece of evidence again, in any process that sees the same disk."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from indicia.config import Limits
from indicia.errors import EvidenceError
from indicia.evidence.archives.compression import PIECE
from indicia.evidence.archives.damage import Damaged
from indicia.evidence.archives.zip_directory import read_directory
from indicia.evidence.archives.zip_member import Packed, Pieces, password_for
from indicia.evidence.walk import open_evidence
from indicia.model.evidence import Origin


def open_origin(origin: Origin, passwords: Sequence[str]) -> BinaryIO:
    """The bytes of a piece of evidence again, forward only, in any process that sees the same disk.

    Raises EvidenceError when they cannot be had any more; so does reading, where a member turns out damaged.
    """
    path = Path(origin.path)
    try:
        if origin.member is None:
            return open_evidence(path)
        directory = read_directory(path, max(origin.member, Limits().archive_members))
        file = path.open("rb")
        try:
            if origin.member >= len(directory):
                raise Damaged(f"it has no member {origin.member} any more")
            entry = directory.entry(origin.member, file)
            packed = Packed(file, entry, password_for(file, entry, passwords))
        except Damaged:
            file.close()
            raise
    except (OSError, Damaged) as error:
        raise _gone(path, error) from None
    return io.BufferedReader(Pieces(_checked(iter(packed), path), file), PIECE)


def _checked(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    try:
        yield from pieces
    except (OSError, Damaged) as error:
        raise _gone(path, error) from None


def _gone(path: Path, error: Exception) -> EvidenceError:
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    return EvidenceError(f"{path}: {reason}", hint="Was the evidence moved or changed since it was taken in?")
