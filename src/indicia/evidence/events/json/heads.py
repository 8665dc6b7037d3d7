"""What decides the route of an event, out of JSON text that is checked from end to end but loaded only so far.

Loading a whole document to look at five of its values takes three times as long.  Two shapes (see `shapes`) are known
here in the form in which nearly all exporters write them; a document in which anything is unusual is no head, and
whoever reads it loads it and asks `shapes.route_of`.  What is a head is also taken by `loading.load`.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias, cast

import msgspec
from msgspec import UNSET, UnsetType

from indicia.evidence.events.decoding.moment import utc_texts

Told: TypeAlias = tuple[object, ...]
"""Channel, provider, event id and computer as they were written: heads with equal ones have equal routes, bar times."""

# An absent member is UNSET; a member that has to be absent can be nothing else.


class FlatHead(msgspec.Struct, gc=False):
    """A flat event under the commonest names."""

    Channel: str
    SourceName: str
    EventID: int | str
    Hostname: str
    TimeCreated: str | UnsetType = UNSET
    timestamp: str | UnsetType = msgspec.field(name="@timestamp", default=UNSET)
    # What tells a document not to be flat.
    Event: UnsetType = UNSET
    System: UnsetType = UNSET
    winlog: UnsetType = UNSET
    winlog_channel: UnsetType = msgspec.field(name="winlog.channel", default=UNSET)
    winlog_event_id: UnsetType = msgspec.field(name="winlog.event_id", default=UNSET)
    winlog_provider: UnsetType = msgspec.field(name="winlog.provider_name", default=UNSET)
    source: UnsetType = msgspec.field(name="_source", default=UNSET)
    result: UnsetType = UNSET


class _Text(msgspec.Struct, gc=False, frozen=True):
    """An element with attributes."""

    text: int | str = msgspec.field(name="#text")


class _Name(msgspec.Struct, gc=False):
    Name: str


class _Provider(msgspec.Struct, gc=False):
    attributes: _Name = msgspec.field(name="#attributes")


class _SystemTime(msgspec.Struct, gc=False):
    SystemTime: str


class _Time(msgspec.Struct, gc=False):
    attributes: _SystemTime = msgspec.field(name="#attributes")


class _System(msgspec.Struct, gc=False):
    Channel: str
    Provider: _Provider
    EventID: int | str | _Text
    Computer: str
    TimeCreated: _Time
    Provider_attributes: UnsetType = UNSET
    TimeCreated_attributes: UnsetType = UNSET


class _Event(msgspec.Struct, gc=False):
    System: _System


class NestedHead(msgspec.Struct, gc=False):
    """A nested event as the `evtx` wheel and evtx_dump write it."""

    Event: _Event
    source: UnsetType = msgspec.field(name="_source", default=UNSET)
    result: UnsetType = UNSET


Head: TypeAlias = FlatHead | NestedHead


class Form:
    """One form of heads, and how to ask one."""

    def __init__(self, head: type[Head], told: Callable[[Any], Told], *times: Callable[[Any], str | UnsetType]) -> None:
        """`times` are asked in turn, the next one where there is nothing."""
        self.told = told
        self._times = times
        self._decoder = msgspec.json.Decoder(head)

    def of_lines(self, block: bytes | memoryview, count: int) -> list[Head] | None:
        """Heads of so many documents, each on a line of its own that begins and ends with a brace; null if any is none.

        A view is of ASCII.  A line that begins so cannot go on with the document of a line that ends so, hence a count
        that is right says that each line is one document.
        """
        if isinstance(block, bytes) and not _is_utf8(block):
            return None
        try:
            heads: list[Head] = self._decoder.decode_lines(block)
        except (msgspec.MsgspecError, RecursionError):
            return None
        return heads if len(heads) == count else None

    def of_document(self, text: bytes) -> Head | None:
        """Head of one document; null if it is none."""
        if not _is_utf8(text):
            return None
        try:
            head: Head = self._decoder.decode(text)
        except (msgspec.MsgspecError, RecursionError):
            return None
        return head

    def times(self, heads: Sequence[Head]) -> list[str]:
        """Times as `moment.utc_text` gives them; empty where there is none or it stands elsewhere."""
        written = [*map(self._times[0], heads)]
        for other in self._times[1:]:
            if not _TEXT.issuperset(map(type, written)):
                pairs = zip(written, heads, strict=True)
                written = [other(head) if time is UNSET else time for time, head in pairs]
        if not _TEXT.issuperset(map(type, written)):
            written = [time or "" for time in written]
        return utc_texts(cast(list[str], written))


_TEXT = frozenset({str})


def _is_utf8(text: bytes) -> bool:
    """The decoder does not look at what it leaves out."""
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


FLAT = Form(
    FlatHead,
    attrgetter("Channel", "SourceName", "EventID", "Hostname"),
    attrgetter("TimeCreated"),
    attrgetter("timestamp"),
)
_IN_SYSTEM = ("Channel", "Provider.attributes.Name", "EventID", "Computer")
NESTED = Form(
    NestedHead,
    attrgetter(*(f"Event.System.{name}" for name in _IN_SYSTEM)),
    attrgetter("Event.System.TimeCreated.attributes.SystemTime"),
)
FORMS: dict[type, Form] = {FlatHead: FLAT, NestedHead: NESTED}
