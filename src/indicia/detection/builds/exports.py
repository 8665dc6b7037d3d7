"""Builds in what responders export: `Get-ExchangeServer`, `Get-Command ExSetup`, the setup key of the registry."""

from collections.abc import Iterator, Mapping

from indicia.detection.builds.naming import admin_version, file_version, named
from indicia.model.exposure import BuildOrigin, Precision
from indicia.model.record import Record, Sighting, Value

_SETUP_KEY = r"software\microsoft\exchangeserver\v15\setup"
_NUMBERS = ("msiproductmajor", "msiproductminor", "msibuildmajor", "msibuildminor")
_VERSIONS = ("FileVersion", "ProductVersion", "FileVersionRaw", "FileVersionInfo", "Version")
_NAMES = ("Name", "Identity", "FileName", "OriginalFilename", "Path")


class ExportedBuilds:
    """Builds in the objects of one file, given row by row."""

    def __init__(self) -> None:
        self._setup: dict[str, int] = {}

    def take(self, record: Record) -> Iterator[Sighting]:
        """Sightings in one row; none in any other than those named above."""
        if record.table != "exported":
            return
        if record.fields.get("Class") == "RegistryValue":
            yield from self._registry(record)
            return
        admin = admin_version(_text(record.fields, "AdminDisplayVersion"))
        if admin is not None:
            yield named(record, admin, BuildOrigin.EXPORT, Precision.CU_ONLY, time=None, matched="AdminDisplayVersion")
        if any("exsetup" in _text(record.fields, key).lower() for key in _NAMES):
            yield from _program(record)

    def _registry(self, record: Record) -> Iterator[Sighting]:
        """The setup key names the installed product in four values: the cumulative update; updates on top leave it."""
        name = _text(record.fields, "Value").lower()
        if name not in _NUMBERS or not _text(record.fields, "Key").lower().rstrip("\\").endswith(_SETUP_KEY):
            return
        data = record.fields.get("Data")
        if not isinstance(data, int):
            return
        self._setup[name] = data
        if len(self._setup) == len(_NUMBERS):
            build = ".".join(str(self._setup[key]) for key in _NUMBERS)
            self._setup = {}
            yield named(record, build, BuildOrigin.REGISTRY, Precision.CU_ONLY, time=None, matched="Data")


def _program(record: Record) -> Iterator[Sighting]:
    for key in _VERSIONS:
        if build := file_version(_text(record.fields, key)):
            yield named(record, build, BuildOrigin.EXPORT, Precision.FULL, time=None, matched=key)
            return


def _text(fields: Mapping[str, Value], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
