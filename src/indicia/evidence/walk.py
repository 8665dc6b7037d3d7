"""Walking a folder of evidence: regular files in a fixed order, and a fault for everything that is none."""

import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from msgspec import Struct

from indicia.evidence.archives.names import visible
from indicia.model.evidence import Fault

_REPARSE_POINT = 0x400


class Found(Struct, frozen=True):
    """A regular file below a folder."""

    path: Path
    parts: tuple[str, ...]
    """Names from the folder down."""


def walk(root: Path, label: str, without: Path | None = None) -> Iterator[Found | Fault]:
    """The regular files below `root`, sorted by name at each level, folders among them.

    Links are never followed.  One whose target lies inside `root` is passed over, as the target is read in its own
    place; any other, and every socket, pipe, device and unreadable folder, is a fault.  So is the folder `without`,
    whatever it is called here, of which nothing is read: what a scan writes is no evidence.
    """
    inside = os.path.realpath(root)
    left_out = _identity(without.stat()) if without is not None and without.exists() else None
    # Folders still to be read, last first; each holds the names of what is left of it.
    pending = [_children(root, ())]
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
            continue
        if isinstance(found, OSError):
            parts = found.args[-1]
            yield Fault(path=_shown(label, parts), reason=f"folder cannot be read: {found.strerror}")
            continue
        try:
            state = found.path.lstat()
        except OSError as error:
            yield Fault(path=_shown(label, found.parts), reason=f"cannot be read: {error.strerror or error}")
            continue
        if stat.S_ISLNK(state.st_mode) or getattr(state, "st_file_attributes", 0) & _REPARSE_POINT:
            yield from _link(found, label, inside)
        elif stat.S_ISDIR(state.st_mode) and left_out is not None and _identity(state) == left_out:
            yield Fault(path=_shown(label, found.parts), reason="the case folder of this scan, not read")
        elif stat.S_ISDIR(state.st_mode):
            pending.append(_children(found.path, found.parts))
        elif stat.S_ISREG(state.st_mode):
            yield found
        else:
            yield Fault(path=_shown(label, found.parts), reason="socket, pipe or device, not read")


def _identity(state: os.stat_result) -> tuple[int, int]:
    return state.st_dev, state.st_ino


class _Unlisted(OSError):
    """A folder that cannot be listed; the last argument is its parts."""


def _children(folder: Path, parts: tuple[str, ...]) -> Iterator["Found | OSError"]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        yield _Unlisted(error.errno, error.strerror or str(error), None, None, parts)
        return
    for name in names:
        yield Found(folder / name, (*parts, name))


def _link(found: Found, label: str, inside: str) -> Iterator[Fault]:
    target = os.path.realpath(found.path)
    if os.path.commonpath((inside, target)) == inside and os.path.exists(target):  # noqa: PTH110 - realpath's own text
        return
    yield Fault(
        path=_shown(label, found.parts), reason="link that leaves the collection or leads nowhere, not followed"
    )


def _shown(label: str, parts: tuple[str, ...]) -> str:
    return "/".join((label, *(visible(part) for part in parts)))


def open_evidence(path: Path) -> BufferedReader:
    """Open a regular file for reading without changing its access time where the system allows that.

    Raises OSError, also for what turned into a pipe or device since it was found.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    quiet = getattr(os, "O_NOATIME", 0)
    try:
        descriptor = os.open(path, flags | quiet)
    except PermissionError:
        # Only the owner of a file may read it without a trace.
        if not quiet:
            raise
        descriptor = os.open(path, flags)
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise OSError(f"{path} is not a regular file")
    return file
