"""Events inside what collectors make of them, taken out into the forms that `shapes` knows.

| envelope | told by | written by |
|---|---|---|
| raw | `_raw` is the event as XML | Splunk, `renderXml = true` |
| win | `data.win.system` | Wazuh, archives and alerts |
| columns | `columns.eventid` | osquery, `windows_events` |
| message | `message` is an object | Graylog |
| underscores | `winlogbeat_winlog_event_id` or shorter | Graylog, where Winlogbeat sends |
"""

import re

from indicia.evidence.events.decoding.loading import Json, tolerantly
from indicia.evidence.events.decoding.markup import event_json, parsed

MEMBERS = ("_raw", "data", "columns", "message", "winlogbeat_winlog_event_id", "winlogbeat_event_id", "winlog_event_id")
"""One of them is in every envelope."""
_UNDERSCORES = re.compile(r"(?:winlogbeat_)?(?:winlog_)?(.+)")
_SYSTEM = {
    "event_id": "event_id",
    "channel": "channel",
    "log_name": "channel",
    "provider_name": "provider_name",
    "source_name": "provider_name",
    "computer_name": "computer_name",
    "record_id": "record_id",
    "record_number": "record_id",
    "level": "level",
    "task": "task",
    "opcode": "opcode",
}
_WIN = {"level": "Level", "task": "Task", "opcode": "Opcode", "keywords": "Keywords", "version": "Version"}


def opened(document: Json) -> Json | None:
    """The event in an envelope; null where there is none."""
    raw, data, columns, message = (document.get(name) for name in MEMBERS[:4])
    if isinstance(raw, str) and raw.lstrip().startswith("<Event"):
        return _of_xml(raw)
    if isinstance(data, dict) and isinstance(data.get("win"), dict):
        return _of_win(data["win"])
    if isinstance(columns, dict) and "eventid" in columns:
        return _of_columns(columns)
    if isinstance(message, dict):
        return message
    if any(name in document for name in MEMBERS[4:]):
        return _of_underscores(document)
    return None


def _of_xml(text: str) -> Json | None:
    root = parsed(text.strip())
    return None if isinstance(root, str) else event_json(root[1])


def _of_win(win: Json) -> Json | None:
    system = win.get("system")
    if not isinstance(system, dict):
        return None
    data = win.get("eventdata", win.get("eventData"))
    taken = {
        "Provider": {"Name": system.get("providerName")},
        "EventID": system.get("eventID"),
        "TimeCreated": {"SystemTime": system.get("systemTime")},
        "EventRecordID": system.get("eventRecordID"),
        "Channel": system.get("channel"),
        "Computer": system.get("computer"),
        **{name: system[member] for member, name in _WIN.items() if member in system},
    }
    # Names come with a small first letter, whatever they had.
    named = {name[:1].upper() + name[1:]: value for name, value in data.items()} if isinstance(data, dict) else {}
    return {"System": taken, "EventData": named, "Message": system.get("message")}


def _of_columns(columns: Json) -> Json:
    event: dict[str, object] = {
        "System": {
            "Provider": {"Name": columns.get("provider_name")},
            "EventID": columns.get("eventid"),
            "TimeCreated": {"SystemTime": columns.get("datetime")},
            "Channel": columns.get("source"),
            "Computer": columns.get("computer_name"),
            "Level": columns.get("level"),
            "Keywords": columns.get("keywords"),
        }
    }
    data = columns.get("data")
    found = tolerantly(data.encode("utf-8", "replace")) if isinstance(data, str) else ""
    if not isinstance(found, str) and isinstance(found[1], dict):
        event.update({name: found[1][name] for name in ("EventData", "UserData") if name in found[1]})
    elif data:
        event["Message"] = data
    return event


def _of_underscores(document: Json) -> Json:
    winlog: dict[str, object] = {"computer_name": document.get("source")}
    data: dict[str, object] = {}
    for name, value in document.items():
        found = _UNDERSCORES.fullmatch(name)
        short = found[1] if found else name
        if short.startswith(("event_data_", "user_data_")):
            data[short[len("event_data_") :]] = value
        elif short in _SYSTEM and (short != name or name in {"event_id"}):
            winlog[_SYSTEM[short]] = value
    return {
        "@timestamp": document.get("timestamp"),
        "winlog": {**winlog, "event_data": data},
        "message": document.get("full_message", document.get("message")),
    }
