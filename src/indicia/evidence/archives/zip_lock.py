"""Finding out whether a protected zip opens at all, before anything long begins."""

from collections.abc import Sequence
from pathlib import Path

from indicia.evidence.archives.damage import Damaged, Locked
from indicia.evidence.archives.zip_directory import read_directory
from indicia.evidence.archives.zip_member import password_for

_TRIES = 100
"""Members that may refuse before the archive counts as locked; each costs a derived key."""


def require_unlocked(path: Path, passwords: Sequence[str], most: int) -> None:
    """Raise Locked where all members of a zip are protected and none of the first ones opens."""
    directory = read_directory(path, most)
    refused: Locked | None = None
    tried = 0
    with path.open("rb") as file:
        for index in range(len(directory)):
            try:
                entry = directory.entry(index, file)
                if entry.folder:
                    continue
                if not entry.encrypted:
                    return
                tried += 1
                if tried <= _TRIES:
                    password_for(file, entry, passwords)
                    return
            except Locked as locked:
                refused = locked
            except Damaged:
                continue
    if refused is not None:
        raise refused
