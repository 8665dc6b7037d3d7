"""Writes events of an event log as EvtxECmd does, in CSV and in lines of JSON; own code after what the tool prints."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import orjson

HEADER = (
    "RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,ProcessId,ThreadId,Computer,ChunkNumber,"
    "UserId,MapDescription,UserName,RemoteHost,PayloadData1,PayloadData2,PayloadData3,PayloadData4,PayloadData5,"
    "PayloadData6,ExecutableInfo,HiddenRecord,SourceFile,Keywords,ExtraDataOffset,Payload"
).split(",")
LEVELS = {0: "LogAlways", 1: "Critical", 2: "Error", 3: "Warning", 4: "Info", 5: "Verbose"}
KEYWORDS = {
    "0x8010000000000000": "Audit failure",
    "0x8020000000000000": "Audit success",
    "0x8080000000000000": "Audit success, classic",
    "0x8000000000000000": "Classic",
}
Json = dict[str, Any]


def row_of(text: bytes) -> dict[str, Any]:
    """The row of an event in a text of the `evtx` wheel; absent values are null."""
    event: Json = orjson.loads(text)["Event"]
    system = event["System"]

    def attribute(element: str, name: str) -> Any:
        return ((system.get(element) or {}).get("#attributes") or {}).get(name)

    number = system["EventID"]
    level, keywords = system.get("Level"), system.get("Keywords")
    return {
        "RecordNumber": 1,
        "EventRecordId": str(system["EventRecordID"]),
        "TimeCreated": (attribute("TimeCreated", "SystemTime") or "").replace("T", " ").replace("Z", "0"),
        "EventId": number["#text"] if isinstance(number, dict) else number,
        "Level": LEVELS.get(level, str(level)),
        "Provider": attribute("Provider", "Name"),
        "Channel": system.get("Channel"),
        "ProcessId": attribute("Execution", "ProcessID") or 0,
        "ThreadId": attribute("Execution", "ThreadID") or 0,
        "Computer": system.get("Computer"),
        "ChunkNumber": 0,
        "UserId": attribute("Security", "UserID"),
        "MapDescription": "An event",
        "PayloadData1": "Target: some words of the map",
        "HiddenRecord": False,
        "SourceFile": r"D:\case\C\Windows\System32\winevt\logs\Some.evtx",
        "Keywords": KEYWORDS.get(keywords, keywords),
        "ExtraDataOffset": 0,
        "Payload": payload_of(event),
    }


def payload_of(event: Json) -> str:
    """Event data as the conversion from XML gives it: names beside values, one element alone without a list."""
    if "UserData" in event:
        return json.dumps({"UserData": _attributes(event["UserData"])}, separators=(",", ":"), ensure_ascii=False)
    given = event.get("EventData")
    items: list[Any] = []
    others: Json = {}
    for name, value in (given or {}).items():
        if name == "#attributes":
            continue
        if name == "Data":
            values = value["#text"] if isinstance(value, dict) else value
            items.append(", ".join(map(_text, values)) if isinstance(values, list) else _text(values))
        elif name == "Binary":
            others["Binary"] = value
        elif value is None or value == "":
            items.append({"@Name": name})
        else:
            items.append({"@Name": name, "#text": _text(value)})
    data: Json | None = {"Data": items[0] if len(items) == 1 else items, **others} if items else others or None
    return json.dumps({"EventData": data}, separators=(",", ":"), ensure_ascii=False)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _attributes(value: Any) -> Any:
    if not isinstance(value, dict):
        return value if value is None else str(value)
    made: Json = {}
    for name, each in value.items():
        if name == "#attributes":
            made.update({f"@{key}": str(one) for key, one in each.items()})
        else:
            made[name] = _attributes(each)
    return made


def as_csv(texts: Iterable[bytes], separator: str = ",") -> str:
    """The file of `--csv`, without its byte order mark."""
    made = io.StringIO()
    writer = csv.DictWriter(made, HEADER, delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    for text in texts:
        writer.writerow(row_of(text))
    return made.getvalue()


def as_json(texts: Iterable[bytes]) -> str:
    """The file of `--json`: what is null is left out."""
    rows = (row_of(text) for text in texts)
    return "".join(json.dumps({k: v for k, v in row.items() if v is not None}) + "\n" for row in rows)
