"""Bytes put aside in a file until they are asked for, so that they take room on the disk instead of in memory."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from weakref import finalize

from indicia.errors import CaseError

_AT_ONCE = 2**20
"""Bytes that are written together."""


class Aside:
    """Takes bytes and gives them back.  Its file has no name and goes with this object, or with the process."""

    def __init__(self, folder: Path) -> None:
        """The file lies in `folder`, which is made with the first bytes; nothing is made before."""
        self._folder = folder
        self._file: BinaryIO | None = None
        self._waiting = bytearray()
        self._written = 0

    def put(self, data: bytes) -> int:
        """Where these bytes are from now on.  Raises CaseError when they cannot be written."""
        place = self._written + len(self._waiting)
        self._waiting += data
        if len(self._waiting) >= _AT_ONCE:
            self._write()
        return place

    def get(self, place: int, size: int) -> bytes:
        """So many bytes of what was put there.  Raises CaseError when they cannot be read."""
        if place >= self._written:
            return bytes(self._waiting[place - self._written : place - self._written + size])
        assert self._file is not None  # what was written was written into it
        try:
            self._file.seek(place)
            data = self._file.read(size)
        except OSError as error:
            raise self._failed(error) from error
        if len(data) != size:
            raise CaseError(f"{self._folder}: what was put aside there is gone")
        return data

    def _write(self) -> None:
        try:
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                # What it holds is asked for as long as anybody has a part of it.
                file = self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - see above
                finalize(self, file.close)
                with suppress(OSError):
                    # Only goes where nothing else lies in it; the file stays without it.
                    self._folder.rmdir()
            self._file.seek(self._written)
            left = memoryview(self._waiting)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise self._failed(error) from error
        finally:
            left = memoryview(b"")
        self._written += len(self._waiting)
        self._waiting = bytearray()

    def _failed(self, error: OSError) -> CaseError:
        return CaseError(f"{self._folder}: {error.strerror}", hint="Is there room on the disk of the case?")
