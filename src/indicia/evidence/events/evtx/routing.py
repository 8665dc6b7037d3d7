"""Provider, id, time, channel and computer of an event out of the JSON text of the `evtx` wheel, without loading it.

The wheel writes the elements of a record in the order of the binary XML, the system part first.  A quote inside a
value is always escaped, so a name in quotes is a name.
"""

from collections.abc import Sequence

from msgspec import Struct

from indicia.evidence.events.decoding.loading import load
from indicia.evidence.events.decoding.shapes import route_of
from indicia.tables.batch import EventKind

_HEAD = (
    '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},'
    '"System":{"Provider":{"#attributes":{"Name":"'
)
"""How the wheel begins almost every record; those it does not are routed by decoding them."""
_TIME = '"TimeCreated":{"#attributes":{"SystemTime":"'
_AT_LEAST = len(_HEAD)
_TIME_NAME = len(_TIME)
_MOMENT = len("2021-03-14T01:40:13.660123")
_BEHIND = 'Z"'
_DATA = 'Data":'
_CHANNEL = '"Channel":"'
_COMPUTER = '","Computer":"'
_AFTER = '","Security":'
_REMEMBERED = 4096
"""Kinds kept; a log has some hundred."""


class _Head(Struct, eq=False):
    """What stands before the time in the events of a kind, and what is known of those that begin so."""

    text: str
    time: int
    """Where the time begins."""
    end: int
    """Where a time of the usual length ends."""
    tail: str
    """How channel and computer stood behind it last."""
    kind: EventKind
    """The kind they make."""
    next: "_Head | None" = None
    """The head of the event that came behind one of this kind last: events come in turns."""


class Router:
    """Routes records; what stands before the time is the same for all events of a kind and is taken apart once."""

    def __init__(self) -> None:
        self._heads: dict[str, _Head] = {}
        self._kinds: dict[tuple[str, str], EventKind] = {}
        self._last = _Head("", 0, 0, "", EventKind("", -1, "", ""))

    def route(self, texts: Sequence[str]) -> tuple[list[EventKind], list[str]]:
        """Kinds of these records, and their times as `moment.utc_text` gives them; empty where they do not say."""
        kinds: list[EventKind] = []
        times: list[str] = []
        add_kind, add_time = kinds.append, times.append
        last = self._last
        for text in texts:
            head = last.next
            if head is None or not text.startswith(head.text):
                time = text.find(_TIME, _AT_LEAST)
                head = self._heads.get(text[: time + _TIME_NAME]) if time >= 0 else None
                if head is None:
                    kind, moment = self._anew(text, time)
                    add_kind(kind)
                    add_time(moment)
                    continue
                last.next = head
            end = head.end
            channel = text.find(_CHANNEL, end)
            if (
                text.startswith(head.tail, channel)
                and text.startswith(_BEHIND, end)
                and text.find(_DATA, end, channel) < 0
            ):
                add_kind(head.kind)
                add_time(text[head.time : end])
            else:
                kind, moment = self._anew(text, head.time - _TIME_NAME)
                add_kind(kind)
                add_time(moment)
                # What begins so may be remembered under another head by now.
                last.next = None
            last = head
        self._last = last
        return kinds, times

    def _anew(self, text: str, time: int) -> tuple[EventKind, str]:
        found = _element_by_element(text)
        if found is None or time < 0:
            return _loaded(text)
        kind, moment = found
        tail = f"{_CHANNEL}{kind.channel}{_COMPUTER}{kind.host}{_AFTER}"
        begin = time + _TIME_NAME
        head = text[:begin]
        if len(self._kinds) >= _REMEMBERED:
            self._kinds.clear()
            self._heads.clear()
        kind = self._kinds.setdefault((head, tail), kind)
        known = self._heads.get(head)
        if known is None:
            self._heads[head] = _Head(head, begin, begin + _MOMENT, tail, kind)
        else:
            known.tail, known.kind = tail, kind
        return kind, moment


def _element_by_element(text: str) -> tuple[EventKind, str] | None:
    """Follow the system part; nothing that ends in `Data` may come before the channel.  Null for anything unusual."""
    if not text.startswith(_HEAD):
        return None
    find = text.find
    provider_end = find('"', len(_HEAD))
    id_start = find('"EventID":', provider_end) + 10
    if text[id_start] == "{":
        id_start = find('"#text":', id_start) + 8
        id_end = find("}", id_start)
        digits = text[id_start:id_end].strip('"')
    else:
        id_end = find(",", id_start)
        digits = text[id_start:id_end]
    time_start = find('"SystemTime":"', id_end) + 14
    time_end = find('Z"', time_start)
    channel_start = find('"Channel":"', time_end) + 11
    channel_end = find('","Computer":"', channel_start)
    host_end = find('"', channel_end + 14)
    if (
        not 0 < provider_end < id_start < id_end < time_start < time_end < channel_start < channel_end < host_end
        or not digits.isdigit()
        or len(digits) > 9
        or time_end - time_start > 30
        or find('Data":', provider_end, channel_start) >= 0
        or find("\\", len(_HEAD), host_end) >= 0
        or find('"', channel_start, channel_end) >= 0
    ):
        return None
    provider, channel, host = (
        text[len(_HEAD) : provider_end],
        text[channel_start:channel_end],
        text[channel_end + 14 : host_end],
    )
    return EventKind(provider, int(digits), channel, host), text[time_start:time_end]


def _loaded(text: str) -> tuple[EventKind, str]:
    route = route_of(load(text.encode()))
    if route is None:
        return EventKind("", -1, "", ""), ""
    return EventKind(route.provider, route.event_id, route.channel, route.host), route.time
