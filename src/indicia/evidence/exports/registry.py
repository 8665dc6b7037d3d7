"""The reader of registry keys that `reg export` or the registry editor wrote (`.reg`, version 4 and 5).

Source: Microsoft, “How to add, modify, or delete registry subkeys and values by using a .reg file”.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.long_text import Lined, LongText
from indicia.evidence.exports.objects import Exported, rows
from indicia.evidence.exports.registry_keys import Keys, short
from indicia.evidence.exports.text import Place, fault_at
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


@reader(Kind.REGISTRY)
def read_registry(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """One object of class `RegistryValue` a value of the keys that matter: Key (`HKLM\\…`), Value, Type, Data.

    Of services also one object of class `Service` each, with its path, and of what the virus scanner leaves alone one
    of class `MpPreference`.  Values of all other keys are counted.  A line that is neither key nor value is a fault.
    """
    keys = Keys()
    yield from rows(_objects(LongText(stream, evidence, ledger, limits), keys, evidence, ledger), evidence, ledger)
    keys.close(ledger)
    ledger.records = evidence.size - ledger.faulty


def _objects(text: Lined, keys: Keys, evidence: Evidence, ledger: Ledger) -> Iterator[Exported]:
    entered = False
    lines = _logical(text)
    next(lines, None)
    for place, line in lines:
        bare = line.strip()
        if not bare or bare.startswith(";"):
            continue
        if found := _KEY.match(bare):
            # `[-KEY]` deletes a key: nothing of it is there.
            entered = True
            yield from keys.enter("" if found[1] else short(found[2]), place)
            continue
        value = _VALUE.match(bare)
        if value is None or not entered:
            ledger.fault(fault_at(evidence, place, "neither a key nor a value"))
            ledger.faulty += place.length
            continue
        yield from keys.value("(Default)" if value[2] else _unquoted(value[1]), *_data(value[3]), place)
    yield from keys.leave()


def _logical(text: Lined) -> Iterator[tuple[Place, str]]:
    """Lines, those that end with a backslash joined with the next."""
    waiting: list[str] = []
    start: Place | None = None
    end = size = 0
    for place, line in text.lines():
        waiting.append(line.lstrip() if start else line)
        size += len(line)
        start = start or place
        end = place.offset + place.length
        if line.endswith("\\") and size < _LONGEST:
            waiting[-1] = waiting[-1][:-1]
            continue
        yield Place(start.offset, end - start.offset, start.line), "".join(waiting)
        waiting, start, size = [], None, 0
    if start:
        yield Place(start.offset, end - start.offset, start.line), "".join(waiting)


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
