"""The event data that a rendered message says, as a rule written for the raw event expects it."""

import re
from collections.abc import Mapping

from indicia.evidence.events.decoding.messages import sysmon
from indicia.evidence.events.decoding.messages.layout import Found, Lines
from indicia.evidence.events.decoding.messages.table import table, words

_SYSMON = "Microsoft-Windows-Sysmon"
_LONGEST = 2**20
"""Characters of a message; an event holds 64 KiB."""
_HEX = re.compile(r"0x[0-9A-Fa-f]{1,16}")
_SID = "Sid"
_LABEL = "MandatoryLabel"
_LISTED = re.compile(r"[^\r\n\t][^\r\n]*")
_CHANGES = "AuditPolicyChanges"


def said(provider: str, event_id: int, message: str) -> Found | None:
    """The data in a message, by the names of the raw event; null where it has none of the layouts that are known.

    Nothing is guessed: a value that could be read in two ways is left out, and `doubtful` says so.  Texts that stand
    for one number of Windows become it (`%%1833`), names of well-known SIDs the SID, hexadecimal numbers are lower
    case; another name of a SID stays as it is.
    """
    known = table()
    found = known.provider(provider)
    if found is None or len(message) > _LONGEST:
        return None
    if found.name == _SYSMON:
        data = sysmon.data_in(message)
        return None if data is None else Found(data)
    layouts = known.layouts.get((found.name, event_id))
    if layouts is None:
        return None
    lines = Lines(message)
    told: list[Found] = []
    for layout in layouts:
        if (each := layout.found(lines)) is not None:
            told = [each] if layout.alone else [*told, each]
    if not told:
        return None
    first = told[0]
    for other in told[1:]:
        # Two versions of an event both fit: what they disagree on is told by neither.
        same = {name: value for name, value in first.data.items() if other.data.get(name) == value}
        first = Found(same, doubtful=True)
    _write_raw(first.data)
    return first


def _write_raw(data: dict[str, str]) -> None:
    """Put values into the form of the raw event."""
    codes, sids = words().codes, words().sids
    for name, value in data.items():
        if value[:2] == "0x":
            if not value.islower() and _HEX.fullmatch(value):
                data[name] = value.lower()
        elif name in codes:
            data[name] = _with_codes(name, value, codes[name])
        elif value in sids and (name.endswith(_SID) or name == _LABEL):
            data[name] = sids[value]


def _with_codes(name: str, value: str, codes: Mapping[str, str]) -> str:
    if name == _CHANGES:
        return ", ".join(codes.get(part, part) for part in value.split(", "))
    return _LISTED.sub(lambda part: codes.get(part[0].rstrip(), part[0]), value)
