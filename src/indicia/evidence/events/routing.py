"""Provider, id, time, channel and computer of an event out of the JSON text of the `evtx` wheel, without loading it.

The wheel writes the elements of a record in the order of the binary XML, the system part first.  A quote inside a
value is always escaped, so a name in quotes is a name.
"""

from collections.abc import Sequence

from indicia.evidence.events.loading import load
from indicia.evidence.events.shapes import route_of
from indicia.tables.batch import EventKind

_HEAD = (
    '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},'
    '"System":{"Provider":{"#attributes":{"Name":"'
)
"""How the wheel begins almost every record; those it does not are routed by decoding them."""
_TIME = '"TimeCreated":{"#attributes":{"SystemTime":"'
_AT_LEAST = len(_HEAD)
_TIME_NAME = len(_TIME)
_TO_TIME_END = _TIME_NAME + len("2021-03-14T01:40:13.660123")
_DATA = 'Data":'
_CHANNEL = '"Channel":"'
_COMPUTER = '","Computer":"'
_AFTER = '","Security":'
_REMEMBERED = 4096
"""Kinds kept; a log has some hundred."""


class Router:
    """Routes records; what stands before the time is the same for all events of a kind and is taken apart once."""

    def __init__(self) -> None:
        self._heads: dict[str, tuple[str, EventKind]] = {}
        """Of each head how channel and computer stood behind it last, and the kind they make."""
        self._kinds: dict[tuple[str, str], EventKind] = {}

    def route(self, texts: Sequence[str]) -> tuple[list[EventKind], list[str]]:
        """Kinds of these records, and their times as `moment.utc_text` gives them; empty where they do not say."""
        known = self._heads.get
        kinds: list[EventKind] = []
        times: list[str] = []
        add_kind, add_time = kinds.append, times.append
        places = [text.find(_TIME, _AT_LEAST) for text in texts]
        heads = [known(text[:time]) for text, time in zip(texts, places, strict=True)]
        for text, time, found in zip(texts, places, heads, strict=True):
            # A head that was met for the first time among these texts is known by now.
            head = known(text[:time]) if found is None else found
            if head is not None:
                tail, kind = head
                end = time + _TO_TIME_END
                channel = text.find(_CHANNEL, end)
                if (
                    text.startswith(tail, channel)
                    and text[end : end + 2] == 'Z"'
                    and text.find(_DATA, end, channel) < 0
                ):
                    add_kind(kind)
                    add_time(text[time + _TIME_NAME : end])
                    continue
            kind, moment = self._anew(text, time)
            add_kind(kind)
            add_time(moment)
        return kinds, times

    def _anew(self, text: str, time: int) -> tuple[EventKind, str]:
        found = _element_by_element(text)
        if found is None or time < 0:
            return _loaded(text)
        kind, moment = found
        tail = f"{_CHANNEL}{kind.channel}{_COMPUTER}{kind.host}{_AFTER}"
        if len(self._kinds) >= _REMEMBERED:
            self._kinds.clear()
            self._heads.clear()
        kind = self._kinds.setdefault((text[:time], tail), kind)
        self._heads[text[:time]] = (tail, kind)
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
