"""Objects of the directory as `ldifde` and other tools write them (LDIF).

Source: RFC 2849, “The LDAP Data Interchange Format”.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

from indicia.evidence.exports.classes import by_type
from indicia.evidence.exports.long_text import Lined
from indicia.evidence.exports.objects import Exported
from indicia.evidence.exports.text import Place, fault_at
from indicia.model.evidence import Evidence
from indicia.model.record import Value
from indicia.tables.batch import Ledger

_LINE = re.compile(r"([A-Za-z][\w.-]{0,127})(?:;[\w.;-]{1,200})?:(:|<)?[ ]*(.*)$", re.DOTALL)
_BEGINS = re.compile(r"dn::?\s|version:\s*1\b", re.IGNORECASE)
_PROPERTIES = {"msexchexternalhostname": "ExternalUrl", "msexchinternalhostname": "InternalUrl"}
"""Attributes of virtual directories that the commands of Exchange call otherwise, and rules as the commands do."""
_LONGEST = 2**20
_MOST_VALUES = 10_000
"""Of one object."""


def is_ldif(lines: Sequence[str]) -> bool:
    """Whether a text begins as one: a distinguished name or the version, behind comments."""
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return bool(_BEGINS.match(first))


def from_ldif(text: Lined, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """One object of class `ADObject` for each entry, or of the class that its file is called after.

    A value in Base64 that is no text is shown as hex; a value that lies in another file is left out.  A line that is no
    part of an entry is a fault.
    """
    values: dict[str, list[str]] = {}
    start: Place | None = None
    end = count = 0
    for place, line in _logical(text):
        if not line.strip():
            if start is not None:
                yield _entry(values, start, end)
            values, start, count = {}, None, 0
            continue
        found = _LINE.match(line)
        if found is None or (start is None and found[1].lower() not in ("dn", "version")):
            ledger.fault(fault_at(evidence, place, "no part of an entry"))
            ledger.faulty += place.length
            continue
        if found[1].lower() == "version" and start is None:
            continue
        start, end = start or place, place.offset + place.length
        if found[2] == "<":
            ledger.note("values that lie in other files were left out")
        elif count < _MOST_VALUES:
            count += 1
            values.setdefault(found[1], []).append(_decoded(found[3]) if found[2] else found[3])
        else:
            ledger.note(f"values of an object beyond {_MOST_VALUES:,} (limit) were left out")
    if start is not None:
        yield _entry(values, start, end)


def _logical(text: Lined) -> Iterator[tuple[Place, str]]:
    """Lines, each with those that go on with it: they begin with a blank.  Comments are left out."""
    waiting: list[str] = []
    start: Place | None = None
    end = size = 0
    for place, line in text.lines():
        if line.startswith(" ") and start is not None and size < _LONGEST:
            waiting.append(line[1:])
            size += len(line)
            end = place.offset + place.length
            continue
        if start is not None and not waiting[0].startswith("#"):
            yield Place(start.offset, end - start.offset, start.line), "".join(waiting)
        waiting, start, size, end = [line], place, len(line), place.offset + place.length
    if start is not None and not waiting[0].startswith("#"):
        yield Place(start.offset, end - start.offset, start.line), "".join(waiting)


def _entry(values: dict[str, list[str]], start: Place, end: int) -> Exported:
    own: dict[str, Value] = {name: tuple(each) if len(each) > 1 else each[0] for name, each in values.items()}
    lower = {name.lower(): each for name, each in values.items()}
    own["Identity"] = lower.get("dn", [""])[0]
    own["Name"] = next((lower[name][0] for name in ("name", "cn", "ou") if name in lower), str(own["Identity"]))
    for attribute, called in _PROPERTIES.items():
        if attribute in lower:
            own[called] = lower[attribute][0]
    kinds = lower.get("objectclass", [])
    return Exported(
        by_type(kinds[-1]) if kinds else "ADObject", own, Place(start.offset, end - start.offset, start.line)
    )


def _decoded(text: str) -> str:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return text
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.hex()
