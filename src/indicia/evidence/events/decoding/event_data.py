"""Fields of event data: by the short way where all of it is plain, and none is lost where two have one name."""

from typing import Any

from indicia.evidence.events.decoding.names import OWN, SHARED
from indicia.evidence.events.decoding.payload import named, plain
from indicia.model.record import Value


def put_event_data(fields: dict[str, Value], data: dict[str, Any]) -> None:
    """What `named` says of the data, without asking it about each plain text under a plain name."""
    plainly = event_data(data) if data.keys().isdisjoint(fields) else None
    if plainly is not None:
        fields.update(plainly)
        return
    for name, value in data.items():
        for field, each in named({name: value}):
            put(fields, field, each)


def event_data(data: dict[str, Any]) -> dict[str, Value] | None:
    """The fields of event data where all names and values are plain ones, which no name of the system part is.

    That is the data itself where all values are text.  Null where `named` has to be asked.
    """
    if not data.keys() <= _PLAIN_NAMES:
        if len(_PLAIN_NAMES) >= _PLAIN_NAMES_KEPT:
            _PLAIN_NAMES.clear()
        _PLAIN_NAMES.update(filter(_is_plain, data))
        if not data.keys() <= _PLAIN_NAMES:
            return None
    others = [name for name, value in data.items() if type(value) is not str]
    if not others:
        return data
    plainly = data.copy()
    for name in others:
        value = data[name]
        kind = type(value)
        if kind not in _SINGLE:
            return None
        plainly[name] = str(value) if kind is int else plain(value)
    return plainly


_SINGLE = frozenset({int, bool, float, type(None)})
_PLAIN_NAMES: set[str] = set()
"""Names of event data under which a plain value is the value of the field of that name, as far as they were met."""
_PLAIN_NAMES_KEPT = 4096


def _is_plain(name: str) -> bool:
    return name not in OWN and name != "Data" and name.isidentifier() and not name.startswith("xmlns")


def put(fields: dict[str, Value], name: str, value: Value) -> None:
    """Set a field of the event data; one that is there already is never lost."""
    if name not in fields:
        fields[name] = value
        return
    if name in OWN and name not in SHARED:
        name = f"EventData.{name}"
    present = fields.get(name)
    if present is None:
        fields[name] = value
    elif present != value:
        fields[name] = (*_several(present), *_several(value))


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (plain(value),)
