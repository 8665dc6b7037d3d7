"""Files of the user's that are whole or not there."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from indicia.errors import SetError


def put(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file under a temporary name beside it, synced, then renamed: the old one or the new one, never a part.

    Others may read it unless it is `private`.  Raises OSError, and leaves nothing behind.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """The same; its folder is made where it is missing.  Raises SetError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        put(path, data, private=private)
    except OSError as error:
        raise SetError(f"{path}: cannot be written: {error.strerror or error}") from None
