"""One decoder for every form in which a Windows event is written as JSON.

| shape | told by | written by |
|---|---|---|
| nested | `Event.System` | the `evtx` wheel, evtx_dump, chainsaw, converted XML |
| bare | `System` at the top | Velociraptor |
| winlog | `winlog` or `winlog.…` | Winlogbeat, Elastic Agent |
| flat | an event id beside a channel or a provider | NXLog, OTRF recordings, Get-WinEvent, EvtxECmd, Sentinel, Splunk |

All of them also inside an envelope: see `envelopes`, and `pages` for those that hold many.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from indicia.evidence.events.decoding.cmdlets import CMDLETS, cmdlet_fields
from indicia.evidence.events.decoding.envelopes import MEMBERS, opened
from indicia.evidence.events.decoding.event_data import put, put_event_data
from indicia.evidence.events.decoding.evtxecmd import is_row, nested_event
from indicia.evidence.events.decoding.layouts import LAYOUTS
from indicia.evidence.events.decoding.loading import RAW, Json, load
from indicia.evidence.events.decoding.moment import parse, utc_text
from indicia.evidence.events.decoding.names import (
    ALIASES,
    CHANNEL,
    EVENT_ID,
    HOST,
    OF_SYSTEM,
    OWN_TEXT,
    PAYLOAD,
    PLAINLY_PROVIDER,
    PROVIDER,
    RECORD_ID,
    SYSTEM,
    TIME,
    WINLOG,
)
from indicia.evidence.events.decoding.payload import holds_nothing, leaves, named, plain
from indicia.evidence.events.decoding.system_part import attribute, attribute_value, put_system, put_system_value
from indicia.model.evidence import Locator
from indicia.model.record import Record, Value

_WRAPPED = 3
"""Envelopes inside each other."""


class Route(Struct):
    """What decides which detectors an event is put to."""

    provider: str
    event_id: int
    """-1 where the event has none."""
    time: str
    """As `moment.utc_text` gives it; empty where the event has none."""
    channel: str
    host: str


def route_of(document: Json) -> Route | None:
    """Channel, provider, id, time and host of an event; null when the document has the form of no Windows event."""
    document = _unwrapped(document)
    system = _nested(document)
    if system is not None:
        return Route(
            attribute(system, "Provider", "Name"),
            _number(system.get("EventID")),
            utc_text(attribute_value(system, "TimeCreated", "SystemTime")),
            plain(system.get("Channel")),
            plain(system.get("Computer")),
        )
    winlog = _winlog(document)
    if winlog is not None:
        code = winlog.get("event_id", _at(document, "event", "code"))
        return Route(
            plain(winlog.get("provider_name", _at(document, "event", "provider"))),
            _number(code),
            utc_text(document.get("@timestamp")),
            plain(winlog.get("channel")),
            plain(winlog.get("computer_name", _at(document, "host", "name"))),
        )
    return _flat_route(document)


def nested_time(document: Json) -> str | None:
    """Time of a nested event as `route_of` gives it; null where the document is none."""
    system = _nested(document)
    return None if system is None else utc_text(attribute_value(system, "TimeCreated", "SystemTime"))


def event_of(sha256: str, offset: int, length: int, line: int | None, text: bytes, raw: str | None = None) -> Record:
    """Decode an event that `route_of` knows into a record of `win_event`.

    Every shape gives the same names: the system part under the names Sigma uses, `System.ProcessID` and its like where
    event data could mean something else by it, named data under their own names without blanks, positional data as
    `Data`.  Empty elements are `''`; numbers are text except `EventID` and `EventRecordID`; braces and hex stay.
    `raw` is the event as it stands in the evidence where `text` was made from it.
    """
    document = load(text)
    route = route_of(document) or Route("", -1, "", "", "")
    at = (offset, length, line)
    written = text[:RAW].decode("utf-8", "replace") if raw is None else raw
    return record_of(sha256, at, route, fields_of(document, route), written)


def record_of(
    sha256: str, place: tuple[int, int, int | None], route: Route, fields: Mapping[str, Value], raw: str
) -> Record:
    """The record of an event whose fields are known; `place` is offset, length and line."""
    offset, length, line = place
    record_id = fields.get("EventRecordID")
    at = Locator(
        sha256=sha256,
        offset=offset,
        length=length,
        line=line,
        record_id=record_id if isinstance(record_id, int) else None,
    )
    return Record(
        table="win_event",
        source=route.channel,
        time=parse(route.time) if route.time else None,
        host=route.host or None,
        at=at,
        fields=fields,
        raw=raw,
    )


class Located(Protocol):
    """What `fields_of` has to know of an event; the parts of its `Route` that are fields."""

    provider: str
    event_id: int
    channel: str
    host: str


def fields_of(document: Json, route: Located) -> dict[str, Value]:
    """The fields of a document that `route_of` has found to be an event of this route."""
    document = _unwrapped(document)
    fields: dict[str, Value] = {}
    if route.event_id >= 0:
        fields["EventID"] = route.event_id
    for name, text in (("Channel", route.channel), ("Provider_Name", route.provider), ("Computer", route.host)):
        if text:
            fields[name] = text
    system = _nested(document)
    if system is not None:
        # By far the most events, so these are taken by the short way.
        put_system(fields, system)
        _put_nested(fields, document)
    elif (layout := LAYOUTS.of(document)) is not None:
        for member, name in layout.system:
            put_system_value(fields, name, document[member])
        layout.put(fields, document)
    else:
        for name, value in _further(document):
            put_system_value(fields, name, value)
        for name, value in _data(document):
            put(fields, name, value)
    if route.channel.lower() == CMDLETS:
        fields.update(cmdlet_fields(fields))
    return fields


def taken_out(document: Json) -> Json | None:
    """The event in an envelope in which its members have other names or are no members; null for any other document.

    Whoever searches texts of events relies on it that values stand under the names of their fields, so it is the text
    of this that has to be searched.
    """
    found = None
    for _ in range(_WRAPPED):
        inside = _unwrapped(document)
        if is_row(inside):
            return nested_event(inside)
        if not any(name in inside for name in MEMBERS) or _has_route(inside):
            break
        inner = opened(inside)
        if inner is None:
            break
        document = found = inner
    return found


def _has_route(document: Json) -> bool:
    return bool(_nested(document) or _winlog(document) or _flat_route(document))


def _unwrapped(document: Json) -> Json:
    """The event inside the envelope of a search engine's export."""
    if "_source" in document or "result" in document:
        for envelope in ("_source", "result"):
            inner = document.get(envelope)
            if isinstance(inner, dict):
                return inner
    return document


def _nested(document: Json) -> Json | None:
    event = document.get("Event")
    system = event.get("System") if isinstance(event, dict) else document.get("System")
    return system if isinstance(system, dict) else None


def _winlog(document: Json) -> Json | None:
    winlog = document.get("winlog")
    if isinstance(winlog, dict):
        return winlog
    if not any(name in document for name in WINLOG):
        return None
    return {name.removeprefix("winlog."): value for name, value in document.items() if name.startswith("winlog.")}


def _at(document: Json, outer: str, inner: str) -> object:
    """A member of a member, written nested or with a dot."""
    holder = document.get(outer)
    return holder.get(inner) if isinstance(holder, dict) else document.get(f"{outer}.{inner}")


def _flat_route(document: Json) -> Route | None:
    event_id = _first(document, EVENT_ID)
    channel, provider = _first(document, CHANNEL), _first(document, PROVIDER)
    if event_id is None or (channel is None and _first(document, PLAINLY_PROVIDER) is None):
        return None
    number = _number(event_id)
    if number < 0:
        return None
    time = flat_time(document)
    host = plain(_first(document, HOST))
    if not isinstance(provider, str):
        provider = plain(attribute_value({"Provider": provider}, "Provider", "Name"))
    return Route(provider, number, time, plain(channel), host)


def flat_time(document: Json) -> str:
    """Time of a flat event as `moment.utc_text` gives it; empty where it has none."""
    for name in TIME:
        if name in document and (time := utc_text(_moment(document[name]))):
            return time
    return ""


def _moment(value: object) -> object:
    return value.get("SystemTime") if isinstance(value, dict) else value


def _first(document: Json, names: tuple[str, ...]) -> object:
    for name in names:
        value = document.get(name)
        if value is not None:
            return value
    return None


def _number(value: object) -> int:
    """An event id; -1 where there is none or it is no number of 32 bits.  Tables of numbers write `4688.0`."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("#text", "Value", "_") if key in value), None)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        value = value.strip().removesuffix(".0")
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 11 else -1
    if not isinstance(value, int) or isinstance(value, bool):
        return -1
    return value if 0 <= value < 2**32 else -1


def _put_nested(fields: dict[str, Value], document: Json) -> None:
    """Everything that is not the system part of a nested event."""
    event = document.get("Event")
    body = event if isinstance(event, dict) else document
    for name, value in body.items():
        if name == "EventData":
            if type(value) is dict:
                put_event_data(fields, value)
                continue
            found = named(value)
        elif name in {"UserData", "ProcessingErrorData", "DebugData", "BinaryEventData"}:
            found = leaves(value)
        else:
            continue
        for field, each in found:
            put(fields, field, each)
    rendered = body.get("RenderingInfo")
    message = rendered.get("Message") if isinstance(rendered, dict) else None
    text = plain(message or body.get("Message") or document.get("Message"))
    if text:
        put(fields, "Message", text)


def _further(document: Json) -> Iterator[tuple[str, object]]:
    """The rest of the system part of an event that is not nested."""
    winlog = _winlog(document)
    if winlog is not None:
        yield "EventRecordID", winlog.get("record_id")
        for name in SYSTEM:
            yield name, winlog.get(name.lower())
        yield "UserID", _at(winlog, "user", "identifier")
        yield "System.ProcessID", _at(winlog, "process", "pid")
        thread = _at(winlog, "process", "thread")
        yield "System.ThreadID", thread.get("id") if isinstance(thread, dict) else winlog.get("process.thread.id")
        return
    yield "EventRecordID", _first(document, RECORD_ID)
    for name in SYSTEM:
        yield name, document.get(name)
    if "Level" not in document:
        yield "Level", document.get("EventLevel")
    yield "System.ProcessID", document.get("ExecutionProcessID")


def _data(document: Json) -> Iterator[tuple[str, Value]]:
    """Names and values of everything else of it."""
    winlog = _winlog(document)
    return _winlog_data(document, winlog) if winlog is not None else _flat_data(document)


def _winlog_data(document: Json, winlog: Json) -> Iterator[tuple[str, Value]]:
    yield from named(winlog.get("event_data"))
    yield from leaves(winlog.get("user_data"))
    for name, value in winlog.items():
        for prefix in ("event_data.", "user_data."):
            if name.startswith(prefix):
                yield from named({name.removeprefix(prefix): value})
    if plain(document.get("message")):
        yield "Message", plain(document.get("message"))


def _flat_data(document: Json) -> Iterator[tuple[str, Value]]:
    used = {next((name for name in names if document.get(name) is not None), "") for names in ALIASES}
    for name, value in document.items():
        if name in used or name in OF_SYSTEM:
            continue
        if name in PAYLOAD:
            # Windows has data called so as well: of a 4103 and a 4662.
            own = name in OWN_TEXT and isinstance(value, str) and holds_nothing(value)
            yield from ((name, value),) if own else named(value)
        elif isinstance(value, dict | list):
            yield from named({name: value})
        else:
            yield name.replace(" ", ""), plain(value)
