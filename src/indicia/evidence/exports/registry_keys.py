"""Which keys of the registry matter, and the objects they hold: values, services, exclusions of the virus scanner."""

import re
from collections import Counter
from collections.abc import Iterator

from indicia.evidence.exports.objects import Exported
from indicia.evidence.exports.text import Place
from indicia.model.coverage import Span
from indicia.model.record import Value
from indicia.tables.batch import Ledger

SYSTEM, SOFTWARE = "system\\*\\", "software\\"
_WINDOWS = SOFTWARE + "microsoft\\windows\\currentversion\\"
_NT = SOFTWARE + "microsoft\\windows nt\\currentversion\\"
_EXCLUSIONS = (
    SOFTWARE + "microsoft\\windows defender\\exclusions",
    SOFTWARE + "policies\\microsoft\\windows defender\\exclusions",
)
AREAS = (
    ("Services", SYSTEM + "services", 1),
    ("PortProxy", SYSTEM + "services\\portproxy", 2),
    ("Lsa", SYSTEM + "control\\lsa", 2),
    ("WDigest", SYSTEM + "control\\securityproviders", 1),
    ("SessionManager", SYSTEM + "control\\session manager", 1),
    ("PrintMonitors", SYSTEM + "control\\print\\monitors", 1),
    ("Run", _WINDOWS + "run", 0),
    ("Run", _WINDOWS + "runonce", 0),
    ("Run", _WINDOWS + "runonceex", 1),
    ("Run", _WINDOWS + "policies\\explorer\\run", 0),
    ("Winlogon", _NT + "winlogon", 0),
    ("AppInit", _NT + "windows", 0),
    ("ImageFileExecutionOptions", _NT + "image file execution options", 1),
    ("SilentProcessExit", _NT + "silentprocessexit", 1),
    ("TaskCache", _NT + "schedule\\taskcache", 6),
    ("Exclusions", _EXCLUSIONS[0], 1),
    ("Exclusions", _EXCLUSIONS[1], 1),
    ("Defender", SOFTWARE + "policies\\microsoft\\windows defender", 1),
    ("Defender", SOFTWARE + "microsoft\\windows defender", 1),
    ("InetStp", SOFTWARE + "microsoft\\inetstp", 1),
    ("ExchangeServer", SOFTWARE + "microsoft\\exchangeserver", 2),
    ("NetFramework", SOFTWARE + "microsoft\\.netframework", 0),
)
"""(area, key without its hive in lower case, how many levels below it count); `*` is any control set."""
_TOPS = (SYSTEM, SOFTWARE + "microsoft\\", SOFTWARE + "policies\\")
"""Where all areas begin: most keys of a large export stand elsewhere."""
_HIVES = (
    ("HKEY_LOCAL_MACHINE", "HKLM"),
    ("HKEY_CURRENT_USER", "HKCU"),
    ("HKEY_USERS", "HKU"),
    ("HKEY_CLASSES_ROOT", "HKCR"),
)
_HIVE = re.compile(r"(?:hklm|hkcu|hku\\[^\\]+)(?:\\|$)")
_CONTROL_SET = re.compile(r"system\\(?:currentcontrolset|controlset\d{3})(?=\\|$)")
_SERVICE = re.compile(r"system\\\*\\services\\([^\\]+)$")
_PARAMETERS = re.compile(r"system\\\*\\services\\[^\\]+\\parameters$")
_ROOT = "system\\*\\services"
_KINDS = {"paths": "ExclusionPath", "extensions": "ExclusionExtension", "processes": "ExclusionProcess"}
_MOST_EXCLUSIONS = 10_000


def short(key: str) -> str:
    """A key with its hive in short: `HKLM\\SYSTEM\\…`."""
    for long, brief in _HIVES:
        if key.upper().startswith(long):
            return brief + key[len(long) :]
    return key


def area_of(key: str) -> str:
    """The area that a short key belongs to; empty for all that do not matter."""
    place = _placed(key)
    if not place.startswith(_TOPS):
        return ""
    for name, root, depth in AREAS:
        if place == root or (place.startswith(root + "\\") and place.count("\\", len(root)) <= depth):
            return name
    return "Services" if _PARAMETERS.match(place) else ""


def leads_to_area(key: str) -> bool:
    """Whether a key belongs to an area, or one that does may lie below it."""
    place = _placed(key)
    return bool(area_of(key)) or not place or any(root.startswith(place + "\\") for _, root, _ in AREAS)


def _placed(key: str) -> str:
    lower = key.lower().rstrip("\\")
    lower = lower[hive.end() :] if (hive := _HIVE.match(lower)) else lower
    return _CONTROL_SET.sub(lambda _: "system\\*", lower).replace("\\wow6432node\\", "\\", 1)


class Keys:
    """What the keys of one file hold, given key by key."""

    def __init__(self) -> None:
        self.areas: Counter[str] = Counter()
        self._others = 0
        self._area = self._key = self._written = ""
        self._place = Place(0, 0, 1)
        self._service: dict[str, Value] = {}
        self._is_service = self._whole = False
        self._exclusions: dict[str, list[str]] = {}
        self._excluded: tuple[str, Place] | None = None

    def enter(self, key: str, place: Place, written: str = "") -> Iterator[Exported]:
        """A key begins; gives the service that the key before it was.

        `written`: when the key was last written, UTC, ISO; empty where the file does not tell.
        """
        yield from self._done()
        self._written = written
        self._key, self._area, self._place, self._service = key, area_of(key), place, {}
        self._is_service = self._area == "Services" and _SERVICE.match(_placed(key)) is not None
        if self._area:
            self.areas[self._area] += 1
        # Only who exported the key above them has all services.
        self._whole = self._whole or _placed(key) == _ROOT
        if self._area == "Exclusions" and self._excluded is None:
            self._excluded = (key, place)

    def value(self, name: str, kind: str, data: Value, place: Place) -> Iterator[Exported]:
        """A value of the key that was entered last."""
        if not self._area:
            self._others += 1
            return
        if self._is_service:
            self._service[name] = data
        if self._area == "Exclusions":
            listed = self._exclusions.setdefault(_KINDS.get(self._key.lower().rpartition("\\")[2], ""), [])
            if len(listed) < _MOST_EXCLUSIONS:
                listed.append(name)
        own: dict[str, Value] = {
            "Identity": f"{self._key}\\{name}",
            "Name": name,
            "Key": self._key,
            "Value": name,
            "Type": kind,
            "Data": data,
        }
        if self._written:
            own["WhenChanged"] = self._written
        yield Exported("RegistryValue", own, place)

    def leave(self) -> Iterator[Exported]:
        """The file ends: the last service, and what the virus scanner leaves alone."""
        yield from self._done()
        self._key = self._area = ""
        self._service = {}
        if self._excluded is not None:
            key, place = self._excluded
            own: dict[str, Value] = {"Identity": key}
            own |= {kind: tuple(names) for kind, names in self._exclusions.items() if kind}
            yield Exported("MpPreference", own, place)

    def close(self, ledger: Ledger) -> None:
        """Coverage by area, and how much was left out."""
        if self.areas:
            parts = dict(sorted(self.areas.items()))
            ledger.spans.append(
                Span(source="registry", host=None, records=self.areas.total(), first=None, last=None, parts=parts)
            )
        if self._others:
            ledger.note(f"{self._others:,} values of other keys were read and not kept")

    def _done(self) -> Iterator[Exported]:
        if "ImagePath" not in self._service:
            return
        found = self._service
        own: dict[str, Value] = {"Name": self._key.rpartition("\\")[2], "PathName": found["ImagePath"]}
        own |= {name: found[name] for name in ("DisplayName", "ObjectName", "Start", "Type") if name in found}
        if self._written:
            own["WhenChanged"] = self._written
        yield Exported("Service", own, self._place, covers=self._whole)
