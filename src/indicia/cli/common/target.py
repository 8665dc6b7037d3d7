"""Where a verb writes: standard output, or a file that is there whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from indicia.errors import ReportError


@contextmanager
def target(path: Path) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there whole or not at all."""
    if str(path) == "-":
        yield sys.stdout.buffer
        return
    try:
        if path.exists() and not path.is_file():
            if path.is_dir():
                raise ReportError(f"{path}: is a folder", hint="Name a file with --out.")
            # A pipe or a device cannot be replaced.
            with path.open("wb") as out:
                yield out
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ReportError(
            f"{path}: {error.strerror or error}; nothing half-written was left", hint="Name another file with --out."
        ) from error
