"""Builds in what responders export: `Get-ExchangeServer`, `Get-Command ExSetup`, the setup key of the registry."""

from collections.abc import Iterator, Mapping

from indicia.detection.builds.naming import admin_version, file_version, named
from indicia.model.exposure import BuildOrigin, Precision
from indicia.model.record import Record, Sighting, Value

_SETUP_KEY = r"software\microsoft\exchangeserver\v15\setup"
_REGISTRY = ("MsiProductMajor", "MsiProductMinor", "MsiBuildMajor", "MsiBuildMinor")
_VERSIONS = ("FileVersion", "ProductVersion", "FileVersionRaw", "FileVersionInfo", "Version")


def builds_in_row(record: Record) -> Iterator[Sighting]:
    """Sightings in one row of a table of exports; none in any other row."""
    if record.table == "exported":
        yield from _exported(record)
    elif record.table == "registry":
        yield from _registry(record)


def _exported(record: Record) -> Iterator[Sighting]:
    fields = record.fields
    admin = _text(fields, "AdminDisplayVersion")
    if admin and (build := admin_version(admin)):
        yield named(
            record, build, BuildOrigin.EXPORT, Precision.CU_ONLY, time=record.time, matched="AdminDisplayVersion"
        )
    name = " ".join(_text(fields, key) for key in ("Name", "Identity", "FileName", "OriginalFilename")).lower()
    if "exsetup" not in name:
        return
    for key in _VERSIONS:
        if build := file_version(_text(fields, key)):
            yield named(record, build, BuildOrigin.EXPORT, Precision.FULL, time=record.time, matched=key)
            return


def _registry(record: Record) -> Iterator[Sighting]:
    """The setup key names the installed product: the cumulative update; updates on top do not change it."""
    fields = record.fields
    key = _text(fields, "Key").lower().rstrip("\\")
    if not key.endswith(_SETUP_KEY):
        return
    numbers = [_number(fields.get(name)) for name in _REGISTRY]
    if all(number is not None for number in numbers):
        build = ".".join(str(number) for number in numbers)
        yield named(record, build, BuildOrigin.REGISTRY, Precision.CU_ONLY, time=record.time, matched="MsiBuildMajor")
        return
    owner = file_version(_text(fields, "Value")) if _text(fields, "Name").lower() == "ownerversion" else None
    if owner is not None:
        yield named(record, owner, BuildOrigin.REGISTRY, Precision.CU_ONLY, time=record.time, matched="Value")


def _text(fields: Mapping[str, Value], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _number(value: Value) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    try:
        return int(value, 0) if isinstance(value, str) else None
    except ValueError:
        return None
