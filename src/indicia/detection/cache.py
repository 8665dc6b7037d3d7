"""Work that need not be done again at the next start: loaded rules and automata, kept as data in the user's cache.

A file is believed only if it lies in a folder that nobody but its owner can write to and holds what its own hash says.
Anything else counts as not there, and the work is done again.  Nothing in it is ever executed; automata are read by
native code, which is why the folder's owner matters.
"""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_HEAD = b"indicia-cache/1\n"
_DIGEST = 32
MOST_FILES = 400
"""The oldest files beyond this number are removed."""


class Cache:
    """A folder of the user's with named pieces of data."""

    def __init__(self, folder: Path | None) -> None:
        """Null, or a folder that cannot be trusted or made, keeps nothing."""
        self._folder = folder if folder is not None and _made_private(folder) else None

    @property
    def keeps(self) -> bool:
        """Whether what is put here may be there again."""
        return self._folder is not None

    def get(self, name: str) -> bytes | None:
        """What was kept under a name; null when nothing was, or when there is any doubt about it."""
        if self._folder is None:
            return None
        try:
            with (self._folder / name).open("rb") as file:
                if not _ours(os.fstat(file.fileno())):
                    return None
                data = file.read()
        except OSError:
            return None
        start = len(_HEAD) + _DIGEST
        if not data.startswith(_HEAD) or _digest(name, data[start:]) != data[len(_HEAD) : start]:
            return None
        return data[start:]

    def put(self, name: str, data: bytes) -> None:
        """Keep data under a name (letters, digits, `-`, `.`); a full or vanished disk keeps nothing."""
        if self._folder is None:
            return
        with suppress(OSError):
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_HEAD + _digest(name, data) + data)
                Path(temporary).replace(self._folder / name)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
            self._make_room()

    def _make_room(self) -> None:
        assert self._folder is not None  # only called after something was kept
        files = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(self._folder) if entry.is_file()]
        for _, path in sorted(files)[: max(0, len(files) - MOST_FILES)]:
            with suppress(OSError):
                Path(path).unlink()


def _made_private(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and _ours(found)


def _ours(found: os.stat_result) -> bool:
    """Owned by this user and writable by nobody else; Windows keeps user folders private by itself."""
    if os.name == "nt":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + data).digest()
