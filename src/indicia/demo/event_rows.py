"""Windows events as four exporters write them, one JSON text a line."""

import json
from collections.abc import Mapping

from indicia.demo.happening import Event
from indicia.demo.moment import iso
from indicia.demo.server import EventForm, Server
from indicia.demo.windows import MANAGEMENT

_GUIDS = {
    "Microsoft-Windows-Sysmon": "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}",
    "Microsoft-Windows-Security-Auditing": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
}
_TASKS = {4624: "12544", 4688: "13312"}


def event_line(event: Event, number: int, server: Server, form: EventForm) -> str:
    """One event; `number` is its record id within the channel."""
    match form:
        case EventForm.OTRF:
            record = _flat(event, server)
        case EventForm.WINLOGBEAT:
            record = _winlogbeat(event, number, server)
        case EventForm.EVTX_DUMP:
            record = _nested(event, number, server)
        case EventForm.VELOCIRAPTOR:
            record = _velociraptor(event, number, server)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _task(event: Event) -> str:
    return _TASKS.get(event.id, str(event.id))


def _flat(event: Event, server: Server) -> Mapping[str, object]:
    """Fields beside the system values; positional data is only in the message, record ids are dropped."""
    record: dict[str, object] = {"SourceName": event.provider}
    if event.provider in _GUIDS:
        record["ProviderGuid"] = _GUIDS[event.provider]
    record |= {
        "Level": str(event.level),
        "Keywords": "0x8000000000000000" if event.named else "0x80000000000000",
        "Channel": event.channel,
        "Hostname": server.fqdn,
        "TimeCreated": iso(event.at),
        "@timestamp": iso(event.at),
        "EventID": event.id,
        "Message": event.message,
        "Task": _task(event),
    }
    return {**record, **dict(event.named)}


def _winlogbeat(event: Event, number: int, server: Server) -> Mapping[str, object]:
    data = dict(event.named) or {f"param{at}": value for at, value in enumerate(event.positional, 1)}
    return {
        "@timestamp": iso(event.at),
        "event": {"code": str(event.id), "kind": "event", "provider": event.provider},
        "host": {"name": server.fqdn},
        "log": {"level": "information" if event.level in (0, 4) else "error"},
        "message": event.message,
        "winlog": {
            "channel": event.channel,
            "provider_name": event.provider,
            "event_id": str(event.id),
            "record_id": number,
            "computer_name": server.fqdn,
            "task": _task(event),
            "event_data": data,
        },
        "agent": {"type": "winlogbeat", "version": "7.10.2"},
    }


def _data(event: Event) -> object:
    if event.named:
        return dict(event.named)
    return {"Data": {"#text": list(event.positional)}}


def _nested(event: Event, number: int, server: Server) -> Mapping[str, object]:
    provider: dict[str, str] = {"Name": event.provider}
    if event.provider in _GUIDS:
        provider["Guid"] = _GUIDS[event.provider].strip("{}")
    code: object = event.id if event.named else {"#attributes": {"Qualifiers": 16384}, "#text": event.id}
    return {
        "Event": {
            "#attributes": {"xmlns": "http://schemas.microsoft.com/win/2004/08/events/event"},
            "System": {
                "Provider": {"#attributes": provider},
                "EventID": code,
                "Level": event.level,
                "Task": int(_task(event)),
                "Keywords": "0x8000000000000000" if event.named else "0x80000000000000",
                "TimeCreated": {"#attributes": {"SystemTime": iso(event.at).replace("Z", "000Z")}},
                "EventRecordID": number,
                "Channel": event.channel,
                "Computer": server.fqdn,
                "Security": None if event.channel == MANAGEMENT else {"#attributes": {"UserID": "S-1-5-18"}},
            },
            "EventData": _data(event),
        }
    }


def _velociraptor(event: Event, number: int, server: Server) -> Mapping[str, object]:
    return {
        "EventTime": iso(event.at),
        "System": {
            "Provider": {"Name": event.provider, "Guid": _GUIDS.get(event.provider, "")},
            "EventID": {"Value": event.id},
            "Level": event.level,
            "Task": int(_task(event)),
            "TimeCreated": {"SystemTime": event.at / 1000},
            "EventRecordID": number,
            "Channel": event.channel,
            "Computer": server.fqdn,
        },
        "EventData": dict(event.named) if event.named else {"Data": list(event.positional)},
        "Message": event.message,
    }
