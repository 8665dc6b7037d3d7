"""Events as EvtxECmd writes them, in CSV and in lines of JSON: the system part in columns, all data in one, `Payload`.

Other columns (`PayloadData1`, `UserName`, …) repeat parts of the data in words of the tool's own; they are read only
where the data itself is missing.  Source: EvtxECmd, github.com/EricZimmerman/evtx, `EventRecord`.
"""

from collections.abc import Mapping

import orjson

from indicia.evidence.events.decoding.loading import Json, tolerantly
from indicia.evidence.events.decoding.payload import plain, structure_in

_TOLD = ("ChunkNumber", "EventId")
"""Members that only this tool writes together."""
_LEVELS = {
    "LogAlways": 0, "Critical": 1, "Error": 2, "Warning": 3, "Info": 4, "Verbose": 5, "Success": 8, "Failure": 16,
}  # fmt: skip
KEYWORDS = {
    "Audit failure": "0x8010000000000000",
    "Audit success": "0x8020000000000000",
    "Audit success, classic": "0x8080000000000000",
    "Classic": "0x8000000000000000",
    "Download": "0x8000000000000014",
    "Installation": "0x8000000000000018",
    "Reboot": "0x8000000000000040",
    "State": "0x8000000000000080",
    "Time": "0x8000000000000010",
}
"""What the tool calls some of the commonest values."""
_SUMMARY = ("MapDescription", "UserName", "RemoteHost", *(f"PayloadData{n}" for n in range(1, 7)), "ExecutableInfo")
_ONLY_TEXT = frozenset({"@Name", "#text"})
_OWN_MEANING = frozenset({"Data", "#text", "#attributes", "EventData", "UserData"})


def is_row(document: Mapping[str, object]) -> bool:
    """Whether a flat event is one of EvtxECmd."""
    return all(name in document for name in _TOLD)


def nested_event(row: Mapping[str, object]) -> Json:
    """The same event in the nested form; values are those of CSV or of JSON."""
    level, keywords = row.get("Level"), row.get("Keywords")
    system = {
        "Provider": {"#attributes": {"Name": row.get("Provider")}},
        "EventID": _whole(row.get("EventId")),
        "Level": _LEVELS.get(level, level) if isinstance(level, str) else level,
        "Keywords": KEYWORDS.get(keywords, keywords) if isinstance(keywords, str) else keywords,
        "TimeCreated": {"#attributes": {"SystemTime": row.get("TimeCreated")}},
        "EventRecordID": _whole(row.get("EventRecordId") or row.get("RecordNumber")),
        "Execution": {"#attributes": {"ProcessID": row.get("ProcessId"), "ThreadID": row.get("ThreadId")}},
        "Channel": row.get("Channel"),
        "Computer": row.get("Computer"),
        "Security": {"#attributes": {"UserID": row.get("UserId")}},
    }
    event: dict[str, object] = {"System": system}
    payload = row.get("Payload")
    content = _content(payload)
    if isinstance(content, dict):
        parts = {name: plainly(content[name]) for name in ("EventData", "UserData") if name in content}
        event |= parts or {"EventData": plainly(content)}
    elif payload:
        event["EventData"] = {"Data": plain(payload)}
    else:
        event["EventData"] = {name: row[name] for name in _SUMMARY if row.get(name)}
    rendered = _content(row.get("RenderingInfo"))
    if isinstance(rendered, dict):
        event["RenderingInfo"] = {"Message": plain(rendered.get("Message"))}
    return {"Event": event}


def lacks(row: Mapping[str, object], event: Json) -> str:
    """What of the data of an event is missing, in a word that a note goes on from; empty where nothing is.

    `event` is what `nested_event` made of the row.
    """
    payload = row.get("Payload")
    if not payload:
        return "no Payload" if any(row.get(name) for name in _SUMMARY) else ""
    untold = event["Event"].get("EventData") == {"Data": payload}
    return "a Payload that is cut or damaged" if untold and str(payload).lstrip()[:1] in ("{", "[", "<") else ""


def plainly(data: object) -> object:
    """Event data with its values under their own names, where a converter of XML put names beside them."""
    if not isinstance(data, dict):
        return data
    given = data.get("Data")
    items = given if isinstance(given, list) else [given]
    named: dict[str, object] = {}
    for item in items:
        if not isinstance(item, dict) or not item.keys() <= _ONLY_TEXT:
            return data
        name = item.get("@Name")
        if not isinstance(name, str) or not name or name in _OWN_MEANING or name in named or name in data:
            return data
        named[name] = item.get("#text", "")
    return {**named, **{name: value for name, value in data.items() if name != "Data"}}


def _content(payload: object) -> object:
    """What is in a payload; null where it holds nothing that can be told apart."""
    content = payload
    if isinstance(payload, str):
        content = structure_in(payload.strip())
        if content is None and payload.lstrip()[:1] in ("{", "["):
            repaired = tolerantly(payload.encode("utf-8", "replace"))
            content = None if isinstance(repaired, str) else repaired[1]
    return content if isinstance(content, dict) and not _is_deep(content) else None


def _is_deep(value: object) -> bool:
    """Whether there are more levels than JSON can be written with, once this stands in an event."""
    try:
        orjson.dumps([[[[value]]]])
    except orjson.JSONEncodeError:
        return True
    return False


def _whole(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20 else value
