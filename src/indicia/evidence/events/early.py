"""The fields of an event of the `evtx` wheel, of the system part only what somebody asks for.

Most rules look at event data alone, and most events that are looked at satisfy none of them.  So of the text only the
event data is loaded, where it is plain to see where that stands and what it gives; what comes out is what
`shapes.fields_of` makes of the whole text.
"""

import re
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import TypeVar, overload

import orjson

from indicia.evidence.events.decoding.cmdlets import CMDLETS
from indicia.evidence.events.decoding.event_data import event_data
from indicia.evidence.events.decoding.loading import Json, load
from indicia.evidence.events.decoding.shapes import fields_of
from indicia.model.record import Value
from indicia.tables.batch import EventKind

_SECURITY = '","Security":'
"""Behind the computer; the last element of the system part."""
_TO_DATA = re.compile(
    r'","Security":(?:null|""|\{"#attributes":\{(?:"UserID":(?:null|"[^"\\]*"))?\}\})\},"EventData":(?=\{)'
)
"""From the end of the system part to the event data."""
_NAME = len(',"EventData":')
_LATE = frozenset(
    {"EventRecordID", "Level", "Task", "Opcode", "Keywords", "Version", "UserID"}
    | {"System.ProcessID", "System.ThreadID", "System.ActivityID"}
)
"""Fields of the system part that are not known from the kind of an event."""

_T = TypeVar("_T")


def early(text: str, kind: EventKind) -> "Early | None":
    """An event in a text of the wheel; null where the whole text has to be looked at.

    The wheel refuses a record with several roots, so there is one, `Event`.  Event data that is loaded from behind the
    system part up to the last two braces is a member of it, and the last one.
    """
    found = _TO_DATA.match(text, text.find(_SECURITY))
    if found is None or text[-3:] != "}}}" or kind.channel.lower() == CMDLETS:
        return None
    try:
        data = event_data(orjson.loads(text[found.end() : -2]))
    except orjson.JSONDecodeError:
        return None
    return None if data is None else Early(text, found.end() - _NAME, kind, data)


class Early(Mapping[str, Value]):
    """The fields of an event."""

    __slots__ = ("_data", "_end", "_fields", "_kind", "_text", "document")

    def __init__(self, text: str, end: int, kind: EventKind, data: dict[str, Value]) -> None:
        """`end` is where the system part ends in the text; `data` are the fields of the event data, and given away."""
        self._text = text
        self._end = end
        self._kind = kind
        self._data = self._fields = data
        self.document: Json = {}
        """The event without its data, once a field of the system part was asked for."""
        if kind.event_id >= 0:
            data["EventID"] = kind.event_id
        if kind.channel:
            data["Channel"] = kind.channel
        if kind.provider:
            data["Provider_Name"] = kind.provider
        if kind.host:
            data["Computer"] = kind.host

    @overload
    def get(self, key: str, /) -> Value | None: ...
    @overload
    def get(self, key: str, /, default: Value | _T) -> Value | _T: ...
    def get(self, key: str, /, default: Value | _T | None = None) -> Value | _T | None:
        """See `dict`."""
        return (self.complete() if key in _LATE else self._fields).get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in (self.complete() if key in _LATE else self._fields)

    def __getitem__(self, key: str) -> Value:
        return (self.complete() if key in _LATE else self._fields)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.complete())

    def __len__(self) -> int:
        return len(self.complete())

    def items(self) -> ItemsView[str, Value]:
        """See `dict`."""
        return self.complete().items()

    def values(self) -> ValuesView[Value]:
        """See `dict`."""
        return self.complete().values()

    def complete(self) -> dict[str, Value]:
        """All fields."""
        if not self.document:
            self.document = load(self._text[: self._end].encode() + b"}}")
            self._fields = {**fields_of(self.document, self._kind), **self._data}
        return self._fields
