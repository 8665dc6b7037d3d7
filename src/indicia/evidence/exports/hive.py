"""The reader of registry hives as they lie on the disk (`SYSTEM`, `SOFTWARE`, `NTUSER.DAT`), through regipy."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.objects import Exported, rows
from indicia.evidence.exports.registry_keys import Keys, leads_to_area
from indicia.evidence.exports.text import Place, whole_fault
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Fault, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Rows

if TYPE_CHECKING:
    from regipy.registry import NKRecord

_HEADER = 4096
_ROOT_AT = 0x24
_MOST_KEYS = 100_000
_MOST_VALUES = 20_000
"""Of one key."""
_LONGEST = 2**20
"""Bytes of one value that are looked at."""
_READS = 64
"""How often the bytes of a hive may be read: a hive whose parts point at each other would be read for ever."""
_LEAST_BUDGET = 64 * 2**20
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class _Bounded(BytesIO):
    """The hive, of which one read gives a megabyte at most, and all reads together not for ever."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = max(len(data) * _READS, _LEAST_BUDGET)

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = _LONGEST if size is None or size < 0 else min(size, _LONGEST)
        found = super().read(wanted)
        self._left -= len(found)
        if self._left < 0:
            raise ValueError("its parts point at each other again and again")
        return found


@reader(Kind.HIVE)
def read_hive(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """The same objects as from a `.reg` export of the same keys, each with the time its key was last written.

    Only keys that matter are looked at.  A key that cannot be read is a fault; so is the whole file without regipy.
    Source: regipy (“Windows registry file format”, M. Suhanov).
    """
    if evidence.size > limits.hive_bytes:
        whole_fault(evidence, ledger, f"larger than {limits.hive_bytes} bytes (limit)")
        return
    data = stream.read(evidence.size + 1)
    if len(data) < evidence.size:
        whole_fault(evidence, ledger, "ends earlier than its size says")
        return
    try:
        from regipy import registry
    except ImportError:
        whole_fault(
            evidence,
            ledger,
            "reading hives needs an extra: pip install 'indicia[disk]'; or export keys with reg export",
        )
        return
    _silence()
    found = _Hive(evidence, ledger)
    try:
        at = _HEADER + int.from_bytes(data[_ROOT_AT : _ROOT_AT + 4], "little")
        root = registry.NKRecord(registry.Cell(offset=at + 6, cell_type="nk", size=0), _Bounded(data))
        top = {name.lower(): key for name, key in found.subkeys(root, "")}
    except Exception as error:
        # A library in face of hostile bytes may raise anything.
        whole_fault(evidence, ledger, f"its root key cannot be read: {error}")
        return
    if data[4:8] != data[8:12]:
        ledger.note("the hive was in use when it was copied: what stood only in its transaction logs is not in it")
    prefix = _prefix(set(top))
    if not prefix:
        ledger.note("a hive without keys that matter here (neither SYSTEM, SOFTWARE nor of a user)")
    yield from rows(found.objects(root, prefix) if prefix else (), evidence, ledger)
    found.keys.close(ledger)
    ledger.records = evidence.size - ledger.faulty


def _silence() -> None:
    """The library logs what it cannot read; here that is a fault of the evidence."""
    log = logging.getLogger("regipy")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _prefix(top: set[str]) -> str:
    """Where a hive stands in the registry, by the keys at its top."""
    if any(name.startswith("controlset0") for name in top):
        return "HKLM\\SYSTEM"
    if "microsoft" in top and top & {"classes", "policies", "clients"}:
        return "HKLM\\SOFTWARE"
    return "HKCU" if "software" in top else ""


class _Hive:
    def __init__(self, evidence: Evidence, ledger: Ledger) -> None:
        self._evidence = evidence
        self._ledger = ledger
        self._seen = 0
        self.keys = Keys()

    def objects(self, root: "NKRecord", prefix: str) -> Iterator[Exported]:
        """Objects of the keys that matter, parents before what is below them."""
        waiting = [(prefix, root)]
        place = Place(0, self._evidence.size, 0)
        while waiting:
            path, key = waiting.pop()
            yield from self.keys.enter(path, place, _written(key))
            for name, kind, value in self._values(path, key):
                yield from self.keys.value(name, kind, value, place)
            below = [(f"{path}\\{name}", item) for name, item in self.subkeys(key, path)]
            waiting.extend((name, item) for name, item in reversed(below) if leads_to_area(name))
        yield from self.keys.leave()

    def subkeys(self, key: "NKRecord", path: str) -> list[tuple[str, "NKRecord"]]:
        """(name, key) of each key below; the rest of a list that breaks is a fault."""
        found: list[tuple[str, NKRecord]] = []
        if self._seen >= _MOST_KEYS:
            return found
        try:
            found.extend((item.name, item) for item in islice(key.iter_subkeys(), _MOST_KEYS))
        except Exception as error:
            self._fault(path, f"the keys below {path or 'its root'} cannot all be read: {error}")
            if not path:
                raise
        self._seen += len(found)
        if self._seen >= _MOST_KEYS:
            self._fault(path, f"more than {_MOST_KEYS} keys (limit)")
        return found

    def _values(self, path: str, key: "NKRecord") -> list[tuple[str, str, Value]]:
        found: list[tuple[str, str, Value]] = []
        if not leads_to_area(path):
            return found
        try:
            for item in islice(key.iter_values(trim_values=False), _MOST_VALUES):
                name = "(Default)" if item.name == "(default)" else item.name
                found.append((name, item.value_type, _value(item.value, item.value_type)))
        except Exception as error:
            self._fault(path, f"the values of {path} cannot all be read: {error}")
        return found

    def _fault(self, path: str, reason: str) -> None:
        self._ledger.fault(Fault(path=self._evidence.path, reason=reason[:500]))


def _written(key: "NKRecord") -> str:
    try:
        return (_EPOCH + timedelta(microseconds=int(key.header.last_modified) // 10)).isoformat()
    except (OverflowError, ValueError):
        return ""


def _value(value: object, kind: str) -> Value:
    match value:
        case int():
            return str(value) if kind == "REG_QWORD" else value
        case bytes():
            return value.hex()
        case list():
            return tuple(str(item) for item in value)
    return str(value).partition("\0")[0]
