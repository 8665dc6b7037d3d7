"""Values of exported objects, and times as management commands write them."""

import re
from datetime import UTC, datetime

import orjson

from indicia.model.record import Value

_MOST = 65536
_ITEMS = 1000
_JSON_DATE = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_DIRECTORY_DATE = re.compile(r"(\d{14})(?:\.\d{1,7})?Z")
_TYPE_NAME = re.compile(
    r"(?:System|Microsoft)(?:\.\w+)+(?:\[\]|`\d\[[^\]]{1,500}\]+(?:\+\w+)?|\.?\w*(?:Collection|Hashtable|Object))"
)
_LONGEST_TYPE = 700
_LISTS = frozenset(
    "posssuperiors exclusionpath exclusionextension exclusionprocess accessrights mitigationsblocked".split()
)
"""Properties that are lists: scripts join their values with commas, since a CSV cell holds one."""
_SPOKEN = ("ToString", "DisplayName", "Name", "Identity", "Address", "Value", "value")
"""Members of a nested object that stand for it, first that is there."""


def plain_value(value: object) -> Value:
    """A value out of JSON: a list is several values, an object is what it calls itself or its JSON text."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return value[:_MOST]
        case list():
            several = tuple(str(item) for item in map(plain_value, value[:_ITEMS]) if item is not None)
            return several[0] if len(several) == 1 else several
        case dict():
            spoken = next((value[name] for name in _SPOKEN if isinstance(value.get(name), str)), None)
            return spoken[:_MOST] if spoken is not None else orjson.dumps(value, default=str).decode()[:_MOST]
    return str(value)[:_MOST]


def text_value(text: str) -> Value:
    """A value out of CSV or a printed list: `{a, b}` is several values, nothing is null."""
    text = text.strip()
    if len(text) > 2 and text.startswith("{") and text.endswith("}") and "{" not in text[1:-1] and ":" not in text[:3]:
        parts = tuple(part.strip() for part in text[1:-1].split(","))[:_ITEMS]
        return parts if len(parts) > 1 else parts[0]
    return text[:_MOST] if text not in ("", "{}") else None


def is_lost(value: Value) -> bool:
    """Whether a value is only the name of its type: all that `Export-Csv` and a shallow `ConvertTo-Json` leave."""
    each = value if isinstance(value, tuple) else (value,)
    return bool(each) and all(
        isinstance(one, str) and len(one) < _LONGEST_TYPE and _TYPE_NAME.fullmatch(one) is not None for one in each
    )


def several(name: str, value: Value) -> Value:
    """The values of a property that is a list, where they were joined into one text."""
    if name.lower() not in _LISTS or not isinstance(value, str) or not re.search(r",\s|[;\n]", value):
        return value
    parts = tuple(part for item in re.split(r",\s|[;\n]", value) if (part := item.strip()))[:_ITEMS]
    return parts if len(parts) > 1 else parts[0] if parts else None


def moment(value: Value, *, utc: bool) -> datetime | None:
    """A time with a zone, or one that is known to be UTC; null for everything else.

    ISO 8601, `/Date(ms)/` of JSON, and `20210302100000.0Z` of a directory.  A date such as 3/2/2021 is not taken:
    whether it is in March or in February depends on who exported it.
    """
    if not isinstance(value, str) or not value:
        return None
    found = _JSON_DATE.search(value)
    if found:
        try:
            return datetime.fromtimestamp(int(found[1]) / 1000, UTC)
        except (ValueError, OSError, OverflowError):
            return None
    if (dated := _DIRECTORY_DATE.fullmatch(value.strip())) is not None:
        value, utc = f"{dated[1][:8]}T{dated[1][8:]}", True
    try:
        when = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if when.tzinfo is not None:
        return when.astimezone(UTC)
    return when.replace(tzinfo=UTC) if utc else None
