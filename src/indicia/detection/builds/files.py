"""Builds in files: the log of Exchange's setup, and the version of the program `ExSetup.exe`; a file consumer."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from indicia.detection.builds.naming import named
from indicia.detection.consumer import FileSeen
from indicia.model.exposure import BuildOrigin, Precision
from indicia.model.record import Record, Sighting

_SETUP_LOG = "exchangesetup.log"
_PROGRAM = "exsetup.exe"
_MOST_LOG = 512 * 2**20
_MOST_PROGRAM = 4 * 2**20
_MOST_LINE = 2**16
_TIME = rb"\[(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d):(\d\d)\.\d+\] \[\d+\] "
_VERSION = re.compile(_TIME + rb"Setup version: (15\.\d\.\d{3,5}\.\d{1,3})\b")
_DONE = re.compile(_TIME + rb"The Exchange Server setup operation completed successfully")
_FIXED = b"\xbd\x04\xef\xfe"
"""Begins VS_FIXEDFILEINFO.  Source: Microsoft, verrsrc.h: signature 0xFEEF04BD, structure version, file version."""


class NamedBuildFiles:
    """Looks at two files by name; the same file always gives the same sightings."""

    def look(self, record: Record, content: Callable[[], BinaryIO]) -> FileSeen:
        """Sightings of builds.  Raises OSError or EvidenceError when the bytes cannot be had."""
        name = str(record.fields.get("Name") or "").lower()
        if name == _SETUP_LOG:
            with content() as stream:
                found = tuple(_setups(record, stream))
            cut = int(str(record.fields.get("Size") or 0)) > _MOST_LOG
            told = f"setup log {record.fields.get('Path')}: only its first {_MOST_LOG // 2**20} MiB were looked at"
            return FileSeen(sightings=found, faults=(told,) if cut else ())
        if name == _PROGRAM:
            with content() as stream:
                build = version_of(stream.read(_MOST_PROGRAM))
            if build is not None:
                # It shows the state that was collected; the file's own times are those of its making.
                return FileSeen(
                    sightings=(
                        named(
                            record, build, BuildOrigin.PROGRAM_FILE, Precision.FULL, time=None, matched="FileVersion"
                        ),
                    )
                )
        return FileSeen()


def version_of(data: bytes) -> str | None:
    """The file version of a Windows program (`15.1.2176.9`); null when it carries none."""
    at = data.find(_FIXED)
    if at < 0 or len(data) < at + 16:
        return None
    high = int.from_bytes(data[at + 8 : at + 12], "little")
    low = int.from_bytes(data[at + 12 : at + 16], "little")
    return ".".join(str(part) for part in (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF))


def _setups(record: Record, stream: BinaryIO) -> Iterator[Sighting]:
    """Builds that setup brought to its end; a setup that was begun and not finished changed nothing that is known.

    Times in the log are UTC, whatever the server's zone (its head names that zone).
    """
    begun: str | None = None
    read = 0
    while read < _MOST_LOG and (line := stream.readline(_MOST_LINE)):
        read += len(line)
        if found := _VERSION.search(line):
            begun = found.group(7).decode()
        elif begun is not None and (found := _DONE.search(line)):
            month, day, year, hour, minute, second = (int(part) for part in found.groups()[:6])
            try:
                time = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
            except ValueError:
                continue
            yield named(record, begun, BuildOrigin.SETUP_LOG, Precision.FULL, time=time, matched="Content")
            begun = None
