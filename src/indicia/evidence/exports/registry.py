"""The reader of registry keys that `reg export` or the registry editor wrote (`.reg`, version 4 and 5).

Source: Microsoft, “How to add, modify, or delete registry subkeys and values by using a .reg file”.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.objects import Exported, rows
from indicia.evidence.exports.text import Place, Text, fault_at, read_text
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Rows

_KEY = re.compile(r"\[(-?)(.+)\]\s*$")
_VALUE = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|(@))\s*=\s*(.*)$', re.DOTALL)
_TYPED = re.compile(r"hex(?:\(([0-9a-fA-F]{1,8})\))?:(.*)", re.DOTALL)
_LONGEST = 2**20
_TEXT_TYPES = {"1": "REG_SZ", "2": "REG_EXPAND_SZ", "7": "REG_MULTI_SZ"}
_TYPES = {"": "REG_BINARY", "0": "REG_NONE", "3": "REG_BINARY", "4": "REG_DWORD", "b": "REG_QWORD"} | _TEXT_TYPES
_HIVES = (
    ("HKEY_LOCAL_MACHINE", "HKLM"),
    ("HKEY_CURRENT_USER", "HKCU"),
    ("HKEY_USERS", "HKU"),
    ("HKEY_CLASSES_ROOT", "HKCR"),
)
_SERVICES = re.compile(r"HKLM\\SYSTEM\\(?:CurrentControlSet|ControlSet\d{3})\\Services\\([^\\]+)$", re.IGNORECASE)
_RUN = re.compile(r"\\Microsoft\\Windows\\CurrentVersion\\Run(?:Once)?$", re.IGNORECASE)


@reader(Kind.REGISTRY)
def read_registry(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """One object of class `RegistryValue` a value: Key (`HKLM\\…`), Value, Type, Data.

    Of services also one object of class `Service` each, with its path.  A line that is neither is a fault.  The span
    has the part `Run keys` where keys were exported that start programs, be they empty.
    """
    text = read_text(stream, evidence, ledger, limits)
    if text is None:
        return
    parts: Counter[str] = Counter()
    yield from rows(_objects(text, evidence, ledger, parts), evidence, ledger, ["RegistryValue"])
    ledger.spans = [
        replace(span, parts={**span.parts, **parts}) if span.source == Kind.REGISTRY.value else span
        for span in ledger.spans
    ]
    ledger.records = evidence.size - ledger.faulty


def _objects(text: Text, evidence: Evidence, ledger: Ledger, parts: Counter[str]) -> Iterator[Exported]:
    key, begun = "", Place(0, 0, 1)
    service: dict[str, Value] = {}
    lines = _logical(text)
    next(lines, None)
    for place, line in lines:
        bare = line.strip()
        if not bare or bare.startswith(";"):
            continue
        if found := _KEY.match(bare):
            yield from _service(key, service, begun)
            key, begun, service = _short(found[2]), place, {}
            if _RUN.search(key):
                parts["Run keys"] += 1
            continue
        value = _VALUE.match(bare)
        if value is None or not key:
            ledger.fault(fault_at(evidence, place, "neither a key nor a value"))
            ledger.faulty += place.length
            continue
        name = "(Default)" if value[2] else _unquoted(value[1])
        kind, data = _data(value[3])
        if _SERVICES.match(key):
            service[name] = data
        own: dict[str, Value] = {
            "Identity": f"{key}\\{name}",
            "Name": name,
            "Key": key,
            "Value": name,
            "Type": kind,
            "Data": data,
        }
        yield Exported("RegistryValue", own, place)
    yield from _service(key, service, begun)


def _service(key: str, values: dict[str, Value], place: Place) -> Iterator[Exported]:
    found = _SERVICES.match(key)
    if found is not None and "ImagePath" in values:
        own: dict[str, Value] = {"Name": found[1], "PathName": values["ImagePath"]}
        own |= {name: values[name] for name in ("DisplayName", "ObjectName", "Start", "Type") if name in values}
        yield Exported("Service", own, place)


def _logical(text: Text) -> Iterator[tuple[Place, str]]:
    """Lines, those that end with a backslash joined with the next."""
    waiting, start, length = "", None, 0
    for place, line in text.lines():
        waiting += line.lstrip() if start else line
        start = start or place
        length += place.length
        if line.endswith("\\") and len(waiting) < _LONGEST:
            waiting = waiting[:-1]
            continue
        yield Place(start.offset, length, start.line), waiting
        waiting, start, length = "", None, 0
    if start:
        yield Place(start.offset, length, start.line), waiting


def _short(key: str) -> str:
    for long, short in _HIVES:
        if key.upper().startswith(long):
            return short + key[len(long) :]
    return key


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _data(text: str) -> tuple[str, Value]:
    """(type, data) of a value; what cannot be decoded stays as it stands."""
    text = text.strip()
    if text == "-":
        return "deleted", None
    if text.startswith('"'):
        return "REG_SZ", _unquoted(text[1:].removesuffix('"'))
    if text.lower().startswith("dword:"):
        try:
            return "REG_DWORD", int(text[6:], 16)
        except ValueError:
            return "REG_DWORD", text
    found = _TYPED.match(text)
    if found is None:
        return "", text
    kind = (found[1] or "").lower().lstrip("0") or ("" if found[1] is None else "0")
    try:
        raw = bytes.fromhex(found[2].replace(",", " "))
    except ValueError:
        return _TYPES.get(kind, kind), text
    if kind in _TEXT_TYPES:
        parts = tuple(part for part in raw.decode("utf-16-le", "replace").split("\0") if part)
        return _TEXT_TYPES[kind], parts if kind == "7" else parts[0] if parts else ""
    if kind == "b":
        return "REG_QWORD", str(int.from_bytes(raw, "little"))
    return _TYPES.get(kind, kind), raw.hex()
