"""How a place that names a build is kept: as a sighting whose record says which build, how precisely and by what."""

import re
from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from indicia.model.exposure import BuildOrigin, BuildSeen, Precision
from indicia.model.record import Record, Sighting, Value

DETECTOR = "build-named"
"""Id of the sightings.  They are no finding by themselves."""
_BUILD, _PRECISION, _ORIGIN = "ExchangeBuild", "BuildPrecision", "BuildOrigin"
_ADMIN = re.compile(r"(?:Version\s+)?(\d{1,3})\.(\d{1,3})\s*\(Build\s*(\d{1,5})\.(\d{1,5})\)", re.IGNORECASE)
_FULL = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})\.(\d{1,5})")
_IN_DIRECTORY = 30_000
"""The directory stores build numbers with a 3 in front (`Build 32176.2`)."""


def named(
    record: Record, build: str, origin: BuildOrigin, precision: Precision, *, time: datetime | None, matched: str
) -> Sighting:
    """The sighting of a place that names a build; `time` is when it ran, not when the record was made."""
    fields: Mapping[str, Value] = {
        **{name: value for name, value in record.fields.items() if name not in {"Content", "Header"}},
        _BUILD: build,
        _PRECISION: precision.value,
        _ORIGIN: origin.value,
    }
    return Sighting(detector=DETECTOR, record=replace(record, time=time, fields=fields), matched=(matched,))


def build_seen(sighting: Sighting, path: str) -> BuildSeen | None:
    """The inverse, for a sighting of `DETECTOR` in the evidence file of that path; null for any other."""
    fields = sighting.record.fields
    build = fields.get(_BUILD)
    if sighting.detector != DETECTOR or not isinstance(build, str):
        return None
    line = sighting.record.at.line
    return BuildSeen(
        time=sighting.record.time,
        build=build,
        origin=BuildOrigin(str(fields[_ORIGIN])),
        precision=Precision(str(fields[_PRECISION])),
        place=f"{path}, line {line}" if line else path,
    )


def file_version(text: str) -> str | None:
    """The build in a file version (`15.01.2176.009`, also with words around it); null when there is none."""
    found = _FULL.search(text[:200])
    return ".".join(str(int(part)) for part in found.groups()) if found else None


def admin_version(text: str) -> str | None:
    """The build in an AdminDisplayVersion (`Version 15.1 (Build 2176.2)`); null when it is none."""
    found = _ADMIN.search(text[:200])
    if found is None:
        return None
    major, minor, build, revision = (int(part) for part in found.groups())
    return f"{major}.{minor}.{build - _IN_DIRECTORY if build >= _IN_DIRECTORY else build}.{revision}"
