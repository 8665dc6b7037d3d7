"""Files that only their owner may read, and other small files, read and written whole."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from indicia.errors import StatementError
from indicia.knowledge.kept.writing import put

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Without waiting for somebody who writes into a pipe of that name."""
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_small(path: Path, most: int, *, private: bool = False) -> bytes:
    """The content.  A `private` file that somebody else than its owner can touch is refused, unread.

    Raises StatementError, also above `most` bytes.
    """
    try:
        with os.fdopen(os.open(path, _READ), "rb") as stream:
            facts = os.fstat(stream.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise StatementError(f"{path}: not a file")
            if private and os.name == "posix" and facts.st_mode & _OTHERS:
                raise StatementError(
                    f"{path}: others on this machine can read or change it (mode {stat.S_IMODE(facts.st_mode):04o})",
                    hint="If nobody has read it: chmod 600. Otherwise a key in it counts as stolen and is to be "
                    "replaced; salts in it hide nothing any more.",
                )
            data = stream.read(most + 1)
    except (OSError, ValueError) as error:
        raise StatementError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > most:
        raise StatementError(f"{path}: larger than {most >> 10} KiB, too large for what it should be")
    return data


def write_new(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file that is not there yet, whole or not at all; nothing is overwritten.

    A `private` one has mode 0600 from the start.  Raises StatementError.
    """
    temporary = path.with_name(f".new-{secrets.token_hex(8)}")
    try:
        if os.path.lexists(path):
            raise FileExistsError
        try:
            handle = os.open(temporary, _WRITE, 0o600 if private else 0o644)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            _name(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink()
    except FileExistsError:
        raise StatementError(
            f"{path}: is there already", hint="It is never overwritten; choose another name."
        ) from None
    except OSError as error:
        raise StatementError(f"{path}: cannot be written: {error.strerror or error}") from None


def _name(temporary: Path, path: Path) -> None:
    """Raises FileExistsError where something of that name came meanwhile."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # Sticks and some network drives know no second names; there the gap between looking and naming stays.
        if os.path.lexists(path):
            raise FileExistsError from None
        temporary.replace(path)


def write_pair(private: Path, secret: bytes, shared: Path, public: bytes) -> None:
    """A secret file and the public one beside it: both are written, or neither.  Raises StatementError."""
    if shared.exists():
        raise StatementError(f"{shared}: is there already", hint="It is never overwritten; choose another name.")
    write_new(private, secret, private=True)
    try:
        write_new(shared, public)
    except StatementError:
        with suppress(OSError):
            private.unlink()
        raise


def replace(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file whole, or leave the old one.  Raises StatementError."""
    try:
        put(path, data, private=private)
    except OSError as error:
        raise StatementError(f"{path}: cannot be written: {error.strerror or error}") from None
